#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "botstore/postgres.hpp"

namespace botstore::postgres {

/// Keywords of libpq's and their values, in libpq's order.
using Keywords = std::vector<std::pair<std::string, std::string>>;

/// `PostgresOptions` after their source has been chosen and read: what libpq is given, and the
/// options that are the store's own. `options` holds no trace of the connection any more.
struct Config {
  /// What to try, in turn: one entry for each of several hosts.
  std::vector<Keywords> targets{};
  /// libpq's connect_timeout, for one host; libpq itself heeds it in blocking calls only.
  std::optional<std::chrono::seconds> connect_timeout{};
  PostgresOptions options{};
};

/// The value of an environment variable; absent or empty is the same.
using Environment = std::function<std::optional<std::string>(const char* name)>;

[[nodiscard]] std::optional<std::string> process_environment(const char* name);

/// Chooses the source by the rules of `PostgresOptions` and reads it. Throws `InvalidArgument` that
/// names the option or the variable, and never shows a part of a connection string.
[[nodiscard]] Config configure(PostgresOptions options,
                               const Environment& environment = process_environment);

}  // namespace botstore::postgres
