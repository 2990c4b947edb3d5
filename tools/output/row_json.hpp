#pragma once

#include <optional>
#include <string>

#include "botstore/json.hpp"
#include "botstore/time.hpp"

namespace botstore::tools {

/// A row of the store as a JSON object in one line, for machines: fields named as in the API, each
/// always there and `null` where the row has none, times in UTC with microseconds. It may be larger
/// and deeper than a `Json` may. Throws `Corrupt` if what is stored is no text or no JSON after
/// all.
template <class Row>
[[nodiscard]] std::string json_of(const Row& row);

/// For machines: `2026-03-01T08:00:09.000000Z`, always as long, so that it sorts as text.
[[nodiscard]] std::string exact_time(Timestamp time);

/// For people: `2026-03-01 08:00:09Z`.
[[nodiscard]] std::string short_time(Timestamp time);
[[nodiscard]] std::string short_time(std::optional<Timestamp> time);

/// A JSON value in one line, whatever line feeds its text holds between its parts.
[[nodiscard]] std::string one_line(const Json& value);

}  // namespace botstore::tools
