#pragma once

#include <optional>
#include <string>

#include "botstore/json.hpp"
#include "botstore/query.hpp"
#include "botstore/revision.hpp"
#include "botstore/time.hpp"

namespace botstore {

/// What a metadata value hangs on: a thread, or a message of it.
struct MetadataOwner {
  std::string thread_id{};
  std::optional<std::string> message_id{};

  friend bool operator==(const MetadataOwner&, const MetadataOwner&) = default;
};

/// A value under a key: a flow's state, a summary, a delivery receipt. Each key changes on its own,
/// atomically, and without touching its thread or message.
struct MetadataEntry {
  MetadataOwner owner{};
  std::string key{};
  Json value{};  ///< Any JSON value; its meaning is kept, its spacing and key order are not.
  Timestamp updated_at{};
  Revision revision{};
};

struct WriteMetadataOptions {
  /// Write only if the key bears this revision; `no_revision`: only if there is no such key yet.
  std::optional<Revision> expected_revision{};
};

struct MetadataReceipt {
  Outcome outcome{};  ///< `inserted`, `replaced`, or (a merge that changes nothing) `unchanged`.
  Timestamp updated_at{};
  Revision revision{};
};

/// Lists by key, in the order of its bytes.
struct MetadataQuery {
  std::string key_prefix{};  ///< Literal text; empty: every key.
  /// With a thread as the owner: the values of its messages too, behind its own, by (message id,
  /// key). With a message it is `InvalidArgument`.
  bool with_messages = false;
  Direction direction = Direction::ascending;
  Paging page{};
};

}  // namespace botstore
