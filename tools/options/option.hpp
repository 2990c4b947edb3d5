#pragma once

#include <string>
#include <vector>

namespace CLI {
class Option;
}

namespace botstore::tools {

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

}  // namespace botstore::tools
