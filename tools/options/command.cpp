#include "tools/options/command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

#include "tools/options/value_name.hpp"

namespace botstore::tools {

namespace {

constexpr std::string_view example_mark = "  botstore ";

std::string footer_of(const CommandText& text) {
  std::string footer;
  if (!text.details.empty()) footer += '\n' + text.details + '\n';
  footer += text.examples.size() == 1 ? "\nExample:\n" : "\nExamples:\n";
  for (const auto& example : text.examples) footer.append(example_mark).append(example) += '\n';
  return footer;
}

CLI::App& add(CLI::App& parent, const CommandText& text) {
  auto& command = *parent.add_subcommand(text.name, text.summary);
  command.footer(footer_of(text));
  // So that --store and the other options for all commands may stand anywhere.
  command.fallthrough();
  return command;
}

/// The command lines that a command's help shows as examples.
std::vector<std::string> examples_of(const CLI::App& command) {
  std::vector<std::string> examples;
  const auto footer = command.get_footer();
  for (std::string_view rest = footer; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (line.starts_with(example_mark)) examples.emplace_back(line.substr(example_mark.size()));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  return examples;
}

/// The sentences below a command's options.
std::string details_of(const CLI::App& command) {
  const auto footer = command.get_footer();
  const auto end = footer.rfind("\nExample");
  return end == std::string::npos || end == 0 ? "" : footer.substr(1, end - 2);
}

std::vector<std::string> names_of(const CLI::Option& option) {
  if (option.get_positional()) return {option.get_name()};
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

DeclaredOption declared_option(const CLI::Option& option) {
  const auto value = value_name(option);
  return {.names = names_of(option),
          .description = option.get_description(),
          .value = value,
          .choices = value.find('|') == std::string::npos ? std::vector<std::string>{}
                                                          : CLI::detail::split(value, '|'),
          .repeats = option.get_items_expected_max() > 1};
}

DeclaredCommand declared_command(const CLI::App& command) {
  DeclaredCommand declared{.name = command.get_name(),
                           .summary = command.get_description(),
                           .details = details_of(command),
                           .examples = examples_of(command)};
  for (const auto* option : command.get_options())
    (option->get_positional() ? declared.arguments : declared.options)
        .push_back(declared_option(*option));
  for (const auto* below : command.get_subcommands({}))
    if (!below->get_group().empty()) declared.commands.push_back(declared_command(*below));
  return declared;
}

}  // namespace

Option Option::group(const std::string& heading) {
  option_->group(heading);
  return *this;
}

Option Option::type_name(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option Option::show_default() {
  option_->capture_default_str();
  return *this;
}

Option Option::required() {
  option_->required();
  return *this;
}

Option Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Option Option::positive() {
  option_->check(CLI::PositiveNumber);
  return *this;
}

Option Option::not_negative() {
  option_->check(CLI::NonNegativeNumber);
  return *this;
}

Option Option::between(double least, double most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option Option::one_of(const std::vector<std::string>& words) {
  option_->check(CLI::IsMember(words));
  return *this;
}

Command Command::add_command(Context& context, const CommandText& text, std::function<Exit()> run) {
  auto& command = add(*app_, text);
  command.callback([&context, run = std::move(run)] { context.run = run; });
  return Command{command};
}

Command Command::add_group(const CommandText& text) {
  auto& group = add(*app_, text);
  group.require_subcommand(1);
  return Command{group};
}

void Command::hide() {
  app_->group("");
}

Option Command::add_option(const std::string& name, std::string& value,
                           const std::string& description) {
  return Option{*app_->add_option(name, value, description)};
}

Option Command::add_option(const std::string& name, std::optional<std::string>& value,
                           const std::string& description) {
  return Option{*app_->add_option(name, value, description)};
}

Option Command::add_option(const std::string& name, std::int64_t& value,
                           const std::string& description) {
  return Option{*app_->add_option(name, value, description)};
}

Option Command::add_option(const std::string& name, std::optional<std::int64_t>& value,
                           const std::string& description) {
  return Option{*app_->add_option(name, value, description)};
}

Option Command::add_option(const std::string& name, double& value, const std::string& description) {
  return Option{*app_->add_option(name, value, description)};
}

Option Command::add_option(const std::string& name, std::optional<double>& value,
                           const std::string& description) {
  return Option{*app_->add_option(name, value, description)};
}

Option Command::add_option(const std::string& name, std::function<void(const std::string&)> take,
                           const std::string& description) {
  return Option{*app_->add_option_function<std::string>(name, take, description)};
}

Option Command::add_flag(const std::string& name, bool& value, const std::string& description) {
  return Option{*app_->add_flag(name, value, description)};
}

Option Command::add_flag(const std::string& name, std::function<void()> take,
                         const std::string& description) {
  const auto take_count = [take = std::move(take)](std::int64_t) { take(); };
  return Option{*app_->add_flag_function(name, take_count, description)};
}

Option Command::add_repeated(const std::string& name, std::vector<std::string>& values,
                             const std::string& description) {
  return Option{*app_->add_option(name, values, description)->allow_extra_args(false)};
}

Option Command::add_repeated(const std::string& name, std::function<void(const std::string&)> take,
                             const std::string& description) {
  const auto take_all = [take = std::move(take)](const std::vector<std::string>& values) {
    std::ranges::for_each(values, take);
  };
  return Option{*app_->add_option_function<std::vector<std::string>>(name, take_all, description)
                     ->allow_extra_args(false)};
}

Option Command::add_names(const std::string& name, std::vector<std::string>& values,
                          const std::string& description) {
  return Option{*app_->add_option(name, values, description)};
}

Option Command::get_option(const std::string& name) {
  return Option{*app_->get_option(name)};
}

DeclaredCommand Command::declared() const {
  return declared_command(*app_);
}

Option Command::add_words(const std::string& name, std::vector<std::string> words,
                          std::function<void(std::size_t)> take, const std::string& description) {
  const auto type = CLI::detail::join(words, "|");
  const auto take_word = [name, type, words = std::move(words),
                          take = std::move(take)](const std::string& text) {
    const auto at = std::ranges::find(words, text);
    if (at == words.end()) throw CLI::ValidationError(name, "\"" + text + "\" is none of " + type);
    take(static_cast<std::size_t>(at - words.begin()));
  };
  return Option{
      *app_->add_option_function<std::string>(name, take_word, description)->type_name(type)};
}

}  // namespace botstore::tools
