#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "botstore/change.hpp"
#include "botstore/filter.hpp"
#include "botstore/json.hpp"
#include "botstore/query.hpp"
#include "botstore/revision.hpp"
#include "botstore/time.hpp"

namespace botstore {

/// A conversation, as it is stored.
struct Thread {
  std::string id{};
  std::string resource_id{};  ///< The person or tenant that the thread belongs to.
  std::string title{};
  Json metadata{};  ///< An object; its meaning is kept, its spacing and key order are not.
  Timestamp created_at{};
  Timestamp updated_at{};  ///< Moves forward at each change of the thread or of its messages.
  std::optional<Timestamp> last_message_at{};  ///< The largest `created_at` among its messages.
  std::optional<Timestamp> archived_at{};
  std::int64_t last_sequence = 0;  ///< The last number handed out to a message; 0 before the first.
  Revision
      revision{};  ///< Changes with title, metadata, owner and archive mark, not with messages.
};

/// A thread to save.
struct NewThread {
  std::optional<std::string> id{};  ///< Absent: `new_id()`.
  std::string resource_id{};
  std::string title{};
  Json metadata = Json::object({});
  std::optional<Timestamp> created_at{};   ///< Used when the thread is new. Absent: now.
  std::optional<Timestamp> updated_at{};   ///< Absent: now, and later than the stored one.
  std::optional<Timestamp> archived_at{};  ///< Absent: a stored mark stays.
};

struct ThreadReceipt {
  std::string id{};
  Outcome outcome{};  ///< `inserted` or `replaced`.
  Timestamp created_at{};
  Timestamp updated_at{};
  Revision revision{};
};

struct GetThreadOptions {
  /// Answer only if this is the owner. Absent: whoever owns it.
  std::optional<std::string> resource_id{};
};

/// A partial update: what is not named stays.
struct ThreadUpdate {
  std::optional<std::string> title{};               ///< An empty title is a title.
  std::vector<std::string> remove_metadata_keys{};  ///< Removed first; absent ones are no error.
  std::optional<Json> merge_metadata{};             ///< An object, merged at the top level.
  Change<Timestamp> archived_at{};
  std::optional<Revision> expected_revision{};
};

enum class Archived { any, only, excluded };
enum class ThreadOrder { created_at, updated_at };

/// Conditions combine with AND. Ties are broken by id, in the same direction.
struct ThreadQuery {
  std::optional<std::string> resource_id{};
  JsonFilter metadata{};
  Archived archived = Archived::any;
  TimeRange created{};
  TimeRange updated{};
  ThreadOrder order_by = ThreadOrder::created_at;
  Direction direction = Direction::descending;
  Paging page{};
};

/// Which messages a clone copies, and what the new thread is like. Conditions combine with AND.
struct CloneOptions {
  std::optional<std::string> new_id{};       ///< Absent: `new_id()`.
  std::optional<std::string> resource_id{};  ///< Absent: the source's owner.
  std::optional<std::string> title{};        ///< Absent: the source's title.
  /// The new thread's own metadata, an object. The clone adds the key `cloned_from`, an object with
  /// `thread_id` and `at`, which replaces a key of that name.
  Json metadata = Json::object({});
  Limit most_recent = Limit::all();  ///< The last so many of the messages that the rest selects.
  TimeRange created{};
  AnyOf message_ids{};
};

struct CloneResult {
  Thread thread{};
  std::uint64_t messages = 0;  ///< How many were copied.
};

struct ReassignOptions {
  std::optional<Revision> expected_revision{};
};

}  // namespace botstore
