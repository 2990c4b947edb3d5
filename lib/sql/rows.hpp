#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "botstore/contact.hpp"
#include "botstore/history.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"

/// \file
/// How rows of SQL tables become values, whatever the database: `row.get<T>(column)` reads a
/// column. The columns stand in the order of the fields, from 0 or `first` on.

namespace botstore::detail {

using OptionalText = std::optional<std::string>;
using OptionalTime = std::optional<Timestamp>;

template <class Row>
[[nodiscard]] Thread read_thread(const Row& row, int first = 0) {
  return {.id = row.template get<std::string>(first),
          .resource_id = row.template get<std::string>(first + 1),
          .title = row.template get<std::string>(first + 2),
          .metadata = row.template get<Json>(first + 3),
          .created_at = row.template get<Timestamp>(first + 4),
          .updated_at = row.template get<Timestamp>(first + 5),
          .last_message_at = row.template get<OptionalTime>(first + 6),
          .archived_at = row.template get<OptionalTime>(first + 7),
          .last_sequence = row.template get<std::int64_t>(first + 8),
          .revision = row.template get<Revision>(first + 9)};
}

template <class Row>
[[nodiscard]] Message read_message(const Row& row) {
  return {.thread_id = row.template get<std::string>(0),
          .id = row.template get<std::string>(1),
          .resource_id = row.template get<std::string>(2),
          .role = row.template get<std::string>(3),
          .type = row.template get<std::string>(4),
          .content = row.template get<Json>(5),
          .metadata = row.template get<Json>(6),
          .created_at = row.template get<Timestamp>(7),
          .sequence = row.template get<std::int64_t>(8),
          .revision = row.template get<Revision>(9)};
}

/// `first` is the message's id, behind the thread's where that is read too.
template <class Row>
[[nodiscard]] MetadataEntry read_metadata(const Row& row, std::string thread_id, int first) {
  return {.owner = {std::move(thread_id), row.template get<OptionalText>(first)},
          .key = row.template get<std::string>(first + 1),
          .value = row.template get<Json>(first + 2),
          .updated_at = row.template get<Timestamp>(first + 3),
          .revision = row.template get<Revision>(first + 4)};
}

template <class Row>
[[nodiscard]] Resource read_resource(const Row& row) {
  return {.id = row.template get<std::string>(0),
          .working_memory = row.template get<OptionalText>(1),
          .metadata = row.template get<Json>(2),
          .created_at = row.template get<Timestamp>(3),
          .updated_at = row.template get<Timestamp>(4),
          .revision = row.template get<Revision>(5)};
}

template <class Row>
[[nodiscard]] Contact read_contact(const Row& row) {
  return {.id = row.template get<std::int64_t>(0),
          .phone = row.template get<OptionalText>(1),
          .created_at = row.template get<Timestamp>(2),
          .updated_in = row.template get<OptionalTime>(3),
          .last_interaction = row.template get<OptionalTime>(4),
          .values = row.template get<Json>(5)};
}

template <class Row>
[[nodiscard]] HistoryEntry read_history(const Row& row) {
  return {.id = row.template get<std::int64_t>(0),
          .ref = row.template get<std::string>(1),
          .keyword = row.template get<OptionalText>(2),
          .answer = row.template get<std::string>(3),
          .ref_serialize = row.template get<std::string>(4),
          .phone = row.template get<OptionalText>(5),
          .options = row.template get<std::optional<Json>>(6),
          .created_at = row.template get<Timestamp>(7),
          .updated_in = row.template get<OptionalTime>(8),
          .contact_id = row.template get<std::optional<std::int64_t>>(9),
          .entry_key = row.template get<OptionalText>(10)};
}

}  // namespace botstore::detail
