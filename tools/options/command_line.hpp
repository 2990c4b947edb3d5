#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "tools/context/context.hpp"
#include "tools/options/command.hpp"

namespace botstore::tools {

/// A command line that has not been understood. The message may repeat what was written there.
class Misunderstood : public UsageError {
 public:
  using UsageError::UsageError;
};

/// The program's command line: its commands are added first, and then it reads the arguments.
class CommandLine {
 public:
  /// `footer` ends the program's help.
  CommandLine(const std::string& program, const std::string& description,
              const std::string& footer);
  CommandLine(CommandLine&& other) noexcept;
  ~CommandLine();

  /// The program itself, to which commands and the options for all of them are added.
  [[nodiscard]] Command program();

  /// --version, which prints this text.
  void add_version(const std::string& text);

  /// Reads the arguments behind the program's name, into the variables that the options were given.
  /// False if they ask for help or the version, which is then on `out`. Throws `Misunderstood`.
  [[nodiscard]] bool read(std::vector<std::string> arguments, std::ostream& out);

 private:
  std::unique_ptr<CLI::App> app_;
};

}  // namespace botstore::tools
