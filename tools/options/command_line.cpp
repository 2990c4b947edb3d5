#include "tools/options/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "tools/options/value_name.hpp"

namespace botstore::tools {

namespace {

constexpr std::size_t name_columns = 28;

/// How --help looks. CLI11's own also says which options exclude or need each other, again at each
/// of them.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() {
    column_width(name_columns);
    label("SUBCOMMAND", "COMMAND");
    label("SUBCOMMANDS", "COMMANDS");
    label("Subcommands", "Commands");
  }

  std::string make_help(const CLI::App* command, std::string name,
                        CLI::AppFormatMode mode) const override {
    auto help = CLI::Formatter::make_help(command, std::move(name), mode);
    for (auto at = help.find("\n\n\n"); at != std::string::npos; at = help.find("\n\n\n", at))
      help.erase(at, 1);
    return help;
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    const auto name = value_name(*option);
    return name.empty() ? "" : " " + name;
  }

  std::string make_footer(const CLI::App* command) const override { return command->get_footer(); }
};

// CLI11 takes the argument `[a,b]` for the two values `a` and `b`. Here it may be an id, or JSON,
// so a mark stands in front of it until the option has it.
constexpr char mark = '\x01';

void mark_brackets(std::string& argument) {
  if (argument.starts_with('[') && argument.ends_with(']')) argument.insert(0, 1, mark);
}

std::string unmark(std::string& value) {
  if (value.size() > 1 && value[0] == mark && value[1] == '[') value.erase(0, 1);
  return {};
}

/// Makes every option of the command line drop the mark again.
void take_marked(CLI::App& app) {
  for (auto* option : app.get_options()) option->transform(CLI::Validator{unmark, ""});
  for (auto* command : app.get_subcommands({})) take_marked(*command);
}

std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  const bool no_command =
      dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && app.get_subcommands().empty();
  return no_command ? "say which command" : error.what();
}

}  // namespace

CommandLine::CommandLine(const std::string& program, const std::string& description,
                         const std::string& footer)
    : app_{std::make_unique<CLI::App>(description, program)} {
  app_->require_subcommand(1);
  app_->footer(footer);
  app_->formatter(std::make_shared<HelpFormatter>());
  app_->set_help_flag("-h,--help", "Print this help and exit");
}

CommandLine::CommandLine(CommandLine&& other) noexcept = default;

CommandLine::~CommandLine() = default;

Command CommandLine::program() {
  return Command{*app_};
}

void CommandLine::add_version(const std::string& text) {
  app_->set_version_flag("--version", text, "Print the version and exit");
}

bool CommandLine::read(std::vector<std::string> arguments, std::ostream& out) {
  take_marked(*app_);
  std::ranges::for_each(arguments, mark_brackets);
  std::ranges::reverse(arguments);  // As CLI11 wants them.
  try {
    app_->parse(std::move(arguments));
  } catch (const CLI::Success& answer) {
    app_->exit(answer, out, out);
    return false;
  } catch (const CLI::ParseError& error) {
    throw Misunderstood{complaint(*app_, error)};
  }
  return true;
}

}  // namespace botstore::tools
