#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "botstore/filter.hpp"
#include "botstore/json.hpp"
#include "botstore/query.hpp"
#include "botstore/revision.hpp"
#include "botstore/time.hpp"

namespace botstore {

/// A message's name. As on every chat platform an id means something only inside its thread: the
/// same id in another thread is another message.
struct MessageKey {
  std::string thread_id{};
  std::string id{};

  friend auto operator<=>(const MessageKey&, const MessageKey&) = default;
};

/// A message, as it is stored. Messages order by (created_at, sequence) inside a thread, and by
/// (created_at, thread_id, sequence) across threads.
struct Message {
  std::string thread_id{};
  std::string id{};
  std::string resource_id{};
  std::string role{};  ///< `user`, `assistant`, `system`, `tool`, or the framework's own.
  std::string type{};
  Json content{};   ///< Byte for byte what was saved; any JSON value.
  Json metadata{};  ///< An object; its meaning is kept, its spacing and key order are not.
  Timestamp created_at{};
  std::int64_t sequence =
      0;  ///< Its number in the thread: later saves have larger ones; gaps exist.
  Revision revision{};

  [[nodiscard]] MessageKey key() const { return {thread_id, id}; }
};

/// A message to save.
struct NewMessage {
  std::string thread_id{};
  std::optional<std::string> id{};           ///< Absent: `new_id()`. Give the platform's own id.
  std::optional<std::string> resource_id{};  ///< Absent: the thread's owner.
  std::string role{};
  std::string type = "text";
  Json content{};
  Json metadata = Json::object({});
  /// Used when the message is new. Absent: now or the thread's last_message_at, whichever is later,
  /// earlier messages of the same batch included, so that an answer never sorts before its
  /// question. A given time is kept as given.
  std::optional<Timestamp> created_at{};
};

/// What happens to a message whose key is taken.
enum class SavePolicy {
  replace,  ///< Overwrite it; it keeps created_at, sequence and place.
  keep,     ///< Leave it and say `duplicate`: a redelivered webhook changes nothing.
  fail,     ///< `AlreadyExists`, and nothing of the batch is stored.
};

struct SaveMessagesOptions {
  SavePolicy if_exists = SavePolicy::replace;

  /// Save only if the thread's last_sequence is still this: nobody else has appended since it was
  /// read. Otherwise `Conflict` with the stored one. Checked whatever the batch holds; a batch over
  /// several threads with it is `InvalidArgument`.
  std::optional<std::int64_t> expected_last_sequence{};
};

struct MessageReceipt {
  MessageKey key{};
  Outcome outcome{};
  Timestamp created_at{};
  std::int64_t sequence = 0;
  Revision revision{};
};

/// A message whose neighbours are wanted too.
struct Include {
  MessageKey message{};
  std::int64_t before = 0;  ///< How many of those right before it in its thread.
  std::int64_t after = 0;   ///< How many of those right after it.
};

/// Which messages to list. Conditions combine with AND. At least one of thread_ids and resource_id
/// must be stated.
struct MessageQuery {
  AnyOf thread_ids{};
  std::optional<std::string> resource_id{};
  AnyOf roles{};
  AnyOf types{};
  TimeRange created{};
  JsonFilter metadata{};

  /// Messages that come on top of the page, each with its window: exactly before + 1 + after
  /// messages of its own thread's order, unless an end of the thread clips it. They need not match
  /// the other conditions, but with a resource_id stated only messages that bear it count and come.
  /// Unknown ones are left out. Nothing comes twice, and all of it is sorted in the query's order.
  std::vector<Include> include{};

  Direction direction = Direction::ascending;  ///< Oldest first.
  bool with_content = true;  ///< False: contents are not read, and every `content` is `null`.
  Paging page{};
};

struct GetMessagesOptions {
  bool with_content = true;  ///< False: contents are not read, and every `content` is `null`.
};

/// A partial update of one message: what is not named stays.
struct MessageUpdate {
  MessageKey key{};
  std::optional<std::string> role{};
  std::optional<std::string> type{};
  /// Move it to this thread. It gets a new sequence there and keeps its created_at; its metadata
  /// values go along; if it bore its old thread's resource, it takes the new one's.
  std::optional<std::string> move_to_thread{};
  std::optional<Json> content{};  ///< Replaces the content. Not together with merge_content.
  /// An object, merged into the stored content at the top level, where an object under the key
  /// `metadata` is merged one level deeper. The content is written anew from its meaning. A stored
  /// content that is not an object is `Conflict`.
  std::optional<Json> merge_content{};
  std::vector<std::string> remove_metadata_keys{};  ///< Removed first; absent ones are no error.
  std::optional<Json> merge_metadata{};             ///< An object, merged at the top level.
  std::optional<Revision> expected_revision{};
};

}  // namespace botstore
