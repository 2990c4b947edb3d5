#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "botstore/call_options.hpp"
#include "botstore/storage.hpp"
#include "tools/context/style.hpp"

namespace botstore::tools {

/// How the program ends, for scripts. docs/command-line.md lists them.
enum class Exit {
  done = 0,
  failed = 1,     ///< The store, or the output, reported an error.
  usage = 2,      ///< The program was not called as it can be.
  not_found = 3,  ///< What was to be shown or deleted is not there.
  fault = 4,      ///< `doctor` or `schema --diff` has found something to mend.
};

/// The program was not called as it can be: said in one line, and the end with `Exit::usage`.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the command line has stated for every command, and what the program then does.
struct Context {
  std::string store_url{};  ///< Empty: the environment names the store.
  bool json = false;
  ColourMode colour = ColourMode::automatic;
  std::optional<double> timeout{};  ///< Seconds, for each call of the store.

  /// What the command that was named does. Set while the command line is parsed.
  std::function<Exit()> run{};

  [[nodiscard]] std::unique_ptr<Storage> open() const;
  [[nodiscard]] CallOptions call() const;

  /// How to write to standard output, and to standard error.
  [[nodiscard]] Style out_style() const;
  [[nodiscard]] Style error_style() const;
};

/// Whether the person at the terminal agrees. Throws UsageError where nobody can be asked.
[[nodiscard]] bool confirm(std::string_view question);

}  // namespace botstore::tools
