#include "backends/postgres/rows.hpp"

#include <utility>

namespace botstore::postgres {

using OptionalText = std::optional<std::string>;
using OptionalTime = std::optional<Timestamp>;

Thread read_thread(const Row& row, int first) {
  return {.id = row.get<std::string>(first),
          .resource_id = row.get<std::string>(first + 1),
          .title = row.get<std::string>(first + 2),
          .metadata = row.get<Json>(first + 3),
          .created_at = row.get<Timestamp>(first + 4),
          .updated_at = row.get<Timestamp>(first + 5),
          .last_message_at = row.get<OptionalTime>(first + 6),
          .archived_at = row.get<OptionalTime>(first + 7),
          .last_sequence = row.get<std::int64_t>(first + 8),
          .revision = row.get<Revision>(first + 9)};
}

Message read_message(const Row& row) {
  return {.thread_id = row.get<std::string>(0),
          .id = row.get<std::string>(1),
          .resource_id = row.get<std::string>(2),
          .role = row.get<std::string>(3),
          .type = row.get<std::string>(4),
          .content = row.get<Json>(5),
          .metadata = row.get<Json>(6),
          .created_at = row.get<Timestamp>(7),
          .sequence = row.get<std::int64_t>(8),
          .revision = row.get<Revision>(9)};
}

MetadataEntry read_metadata(const Row& row, std::string thread_id) {
  return {.owner = {std::move(thread_id), row.get<OptionalText>(0)},
          .key = row.get<std::string>(1),
          .value = row.get<Json>(2),
          .updated_at = row.get<Timestamp>(3),
          .revision = row.get<Revision>(4)};
}

Resource read_resource(const Row& row) {
  return {.id = row.get<std::string>(0),
          .working_memory = row.get<OptionalText>(1),
          .metadata = row.get<Json>(2),
          .created_at = row.get<Timestamp>(3),
          .updated_at = row.get<Timestamp>(4),
          .revision = row.get<Revision>(5)};
}

Contact read_contact(const Row& row) {
  return {.id = row.get<std::int64_t>(0),
          .phone = row.get<OptionalText>(1),
          .created_at = row.get<Timestamp>(2),
          .updated_in = row.get<OptionalTime>(3),
          .last_interaction = row.get<OptionalTime>(4),
          .values = row.get<Json>(5)};
}

HistoryEntry read_history(const Row& row) {
  return {.id = row.get<std::int64_t>(0),
          .ref = row.get<std::string>(1),
          .keyword = row.get<OptionalText>(2),
          .answer = row.get<std::string>(3),
          .ref_serialize = row.get<std::string>(4),
          .phone = row.get<OptionalText>(5),
          .options = row.get<std::optional<Json>>(6),
          .created_at = row.get<Timestamp>(7),
          .updated_in = row.get<OptionalTime>(8),
          .contact_id = row.get<std::optional<std::int64_t>>(9),
          .entry_key = row.get<OptionalText>(10)};
}

}  // namespace botstore::postgres
