#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "botstore/error.hpp"
#include "botstore/json.hpp"
#include "botstore/time.hpp"
#include "tools/context/context.hpp"

/// \file
/// How the values of options are written.

namespace botstore::tools {

/// A time: RFC 3339 (`2026-03-01T08:00:00Z`), a day in UTC (`2026-03-01`), or how long ago
/// (`90s`, `15m`, `2h`, `7d`, `4w`). Throws `Error`.
[[nodiscard]] Timestamp time_of(std::string_view text, Timestamp now = system_now());

/// A path of object keys: divided by dots, or, for keys with dots, a JSON array of texts.
[[nodiscard]] std::vector<std::string> path_of(const std::string& text);

/// `PATH=VALUE`. The value is JSON; what is no JSON is text.
[[nodiscard]] std::pair<std::vector<std::string>, Json> path_and_value_of(const std::string& text);

/// What `read` makes of an option's value. What it refuses is bad usage.
template <class F>
auto read_value(const std::string& option, F&& read) {
  try {
    return read();
  } catch (const Error& error) {
    throw UsageError{option + ": " + error.what()};
  }
}

}  // namespace botstore::tools
