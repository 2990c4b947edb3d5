#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backends/postgres/config/config.hpp"

namespace botstore::postgres {

/// What libpq reads in a connection string; absent if it refuses it. Its reason is dropped: it
/// quotes the string, and with it, perhaps, a part of the password.
[[nodiscard]] std::optional<Keywords> parse_conninfo(const std::string& text);

/// True if libpq has a keyword of this name.
[[nodiscard]] bool is_keyword(std::string_view name);

/// The value of a keyword that is not stated: from the environment or the service file.
[[nodiscard]] std::string default_of(std::string_view name);

[[nodiscard]] const std::string* find(const Keywords& keywords, std::string_view name) noexcept;
void set(Keywords& keywords, std::string_view name, std::string value);

/// One entry for each of several hosts, in the order in which they are tried, so that each gets
/// time of its own; the keywords themselves for one host, and where libpq has to refuse them.
[[nodiscard]] std::vector<Keywords> targets_of(const Keywords& keywords);

}  // namespace botstore::postgres
