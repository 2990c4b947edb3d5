#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/context/context.hpp"
#include "tools/options/declared.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

/// \file
/// How commands and options are declared, so that they all look and behave alike. CLI11 does the
/// work behind it. Its headers take longer to compile than a command does, so only this room
/// includes them.

namespace botstore::tools {

/// What --help, the man page and the completion tell of a command.
struct CommandText {
  std::string name{};
  std::string summary{};                ///< One line, without a full stop.
  std::string details{};                ///< Sentences below it; may be empty.
  std::vector<std::string> examples{};  ///< Command lines without `botstore`. At least one.
};

/// An option, a flag or an argument without a name, while its command is declared. A handle: copies
/// speak of the same one, and each function gives it back, so that calls can follow each other.
class Option {
 public:
  explicit Option(CLI::Option& option) noexcept : option_{&option} {}

  /// The heading that --help lists it under. The command's own options need none.
  Option group(const std::string& heading);

  /// What stands for the value in --help: FILE.
  Option type_name(const std::string& name);

  /// --help shows what the value is without it.
  Option show_default();

  /// What else is bad usage: to leave it out, to name the other one too, or a value that is not so.
  Option required();
  Option excludes(const Option& other);
  Option positive();
  Option not_negative();
  Option between(double least, double most);
  Option one_of(const std::vector<std::string>& words);

 private:
  CLI::Option* option_;
};

/// A command, while it is declared, or the program itself. A handle: copies speak of the same one.
///
/// The name of an option is `--name`, or `--name,-n`; without a dash it is an argument. The
/// variable that a value goes to outlives the command line, and keeps what it holds where the
/// option is not named.
class Command {
 public:
  explicit Command(CLI::App& app) noexcept : app_{&app} {}

  /// Adds a command that does something: `run`, after the whole command line has been understood.
  Command add_command(Context& context, const CommandText& text, std::function<Exit()> run);

  /// Adds a command that only has commands below it.
  Command add_group(const CommandText& text);

  /// Keeps the command out of --help, the man page and the completion.
  void hide();

  Option add_option(const std::string& name, std::string& value, const std::string& description);
  Option add_option(const std::string& name, std::optional<std::string>& value,
                    const std::string& description);
  Option add_option(const std::string& name, std::int64_t& value, const std::string& description);
  Option add_option(const std::string& name, std::optional<std::int64_t>& value,
                    const std::string& description);
  Option add_option(const std::string& name, double& value, const std::string& description);
  Option add_option(const std::string& name, std::optional<double>& value,
                    const std::string& description);

  /// Gives the value, as it is written, to `take`.
  Option add_option(const std::string& name, std::function<void(const std::string&)> take,
                    const std::string& description);

  /// An option whose value is one of some words. Help and completion list them: they are its type.
  template <class T>
  Option add_choice(const std::string& name, T& value,
                    std::vector<std::pair<std::string, T>> choices,
                    const std::string& description) {
    std::vector<std::string> words;
    for (const auto& choice : choices) words.push_back(choice.first);
    const auto take = [&value, choices = std::move(choices)](std::size_t at) {
      value = choices[at].second;
    };
    return add_words(name, std::move(words), take, description);
  }

  /// An option without a value: true where it is named.
  Option add_flag(const std::string& name, bool& value, const std::string& description);

  /// Calls `take` where it is named.
  Option add_flag(const std::string& name, std::function<void()> take,
                  const std::string& description);

  /// An option that takes one value each time it is named. (CLI11's own takes all that follow.)
  Option add_repeated(const std::string& name, std::vector<std::string>& values,
                      const std::string& description);

  /// Gives each of the values, as it is written, to `take`.
  Option add_repeated(const std::string& name, std::function<void(const std::string&)> take,
                      const std::string& description);

  /// Arguments without a name, one or more, taken as they are.
  Option add_names(const std::string& name, std::vector<std::string>& values,
                   const std::string& description);

  /// An option that was added, by one of its names.
  [[nodiscard]] Option get_option(const std::string& name);

  /// The command and those below it, as they were declared.
  [[nodiscard]] DeclaredCommand declared() const;

 private:
  /// `take` gets the word's place in `words`.
  Option add_words(const std::string& name, std::vector<std::string> words,
                   std::function<void(std::size_t)> take, const std::string& description);

  CLI::App* app_;
};

}  // namespace botstore::tools
