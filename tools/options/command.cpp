#include "tools/options/command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

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

}  // namespace

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

std::vector<std::string> examples_of(const CLI::App& command) {
  std::vector<std::string> examples;
  std::string_view rest;
  const std::string footer = command.get_footer();
  for (rest = footer; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (line.starts_with(example_mark)) examples.emplace_back(line.substr(example_mark.size()));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  return examples;
}

std::string details_of(const CLI::App& command) {
  const auto footer = command.get_footer();
  const auto end = footer.rfind("\nExample");
  return end == std::string::npos || end == 0 ? "" : footer.substr(1, end - 2);
}

}  // namespace botstore::tools
