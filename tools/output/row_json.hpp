#pragma once

#include <optional>
#include <string>

#include "botstore/contact.hpp"
#include "botstore/history.hpp"
#include "botstore/json.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"
#include "botstore/time.hpp"

/// \file
/// The store's rows as JSON, for machines: fields named as in the API, each always there and `null`
/// where the row has none, times in UTC with microseconds.

namespace botstore::tools {

[[nodiscard]] Json to_json(const Thread& thread);
[[nodiscard]] Json to_json(const Message& message);
[[nodiscard]] Json to_json(const MetadataEntry& entry);
[[nodiscard]] Json to_json(const Resource& resource);
[[nodiscard]] Json to_json(const Contact& contact);
[[nodiscard]] Json to_json(const HistoryEntry& entry);

/// For machines: `2026-03-01T08:00:09.000000Z`, always as long, so that it sorts as text.
[[nodiscard]] std::string exact_time(Timestamp time);

/// For people: `2026-03-01 08:00:09Z`.
[[nodiscard]] std::string short_time(Timestamp time);
[[nodiscard]] std::string short_time(std::optional<Timestamp> time);

/// A JSON value in one line, whatever line feeds its text holds between its parts.
[[nodiscard]] std::string one_line(const Json& value);

}  // namespace botstore::tools
