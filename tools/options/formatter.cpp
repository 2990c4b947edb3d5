#include "tools/options/formatter.hpp"

#include <utility>

namespace botstore::tools {

namespace {

constexpr std::size_t name_columns = 28;

}  // namespace

HelpFormatter::HelpFormatter() {
  column_width(name_columns);
  label("SUBCOMMAND", "COMMAND");
  label("SUBCOMMANDS", "COMMANDS");
  label("Subcommands", "Commands");
}

std::string HelpFormatter::make_help(const CLI::App* command, std::string name,
                                     CLI::AppFormatMode mode) const {
  auto help = CLI::Formatter::make_help(command, std::move(name), mode);
  for (auto at = help.find("\n\n\n"); at != std::string::npos; at = help.find("\n\n\n", at))
    help.erase(at, 1);
  return help;
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  const auto name = value_name(*option);
  return name.empty() ? "" : " " + name;
}

std::string HelpFormatter::make_footer(const CLI::App* command) const {
  return command->get_footer();
}

std::string value_name(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0 || option.get_positional()) return "";
  auto name = option.get_type_name();
  return name.substr(0, name.find(':'));
}

}  // namespace botstore::tools
