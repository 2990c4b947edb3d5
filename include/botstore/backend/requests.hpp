#pragma once

/// \file
/// For authors of backends: what `Storage` hands to the `do_` functions. Every field of a request
/// has been checked: ids, UTF-8, sizes, ranges, cursors; what was absent and has a default is
/// filled in; what came twice in a batch comes once. A backend checks nothing of it again.
///
/// `now` is the store's clock, read once for the call; `revision` is the one that the written row
/// bears afterwards. A backend uses them instead of a clock or a generator of its own, so that a
/// call that is sent again after a lost answer can recognise its own work.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "botstore/contact.hpp"
#include "botstore/history.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/restore.hpp"
#include "botstore/thread.hpp"

namespace botstore::backend {

// Places in an order. A list goes on behind one: strictly after it in the query's direction.

struct ThreadPosition {
  Timestamp time{};  ///< created_at or updated_at, whichever the query orders by.
  std::string id{};
};

struct MessagePosition {
  Timestamp created_at{};
  std::string thread_id{};
  std::int64_t sequence = 0;
};

struct KeyPosition {  ///< In a list of resources.
  std::string key{};
};

struct MetadataPosition {
  std::string message_id{};  ///< Empty for a value of the thread's own, which come first.
  std::string key{};
};

struct ContactPosition {
  Timestamp time{};  ///< last_interaction, else created_at. Means nothing in a list by id.
  std::int64_t id = 0;
};

struct HistoryPosition {
  Timestamp created_at{};
  std::int64_t id = 0;
};

/// What every list request bears beside its query.
template <class QueryT, class PositionT>
struct ListRequest {
  using Query = QueryT;
  using Position = PositionT;

  Query query{};
  std::optional<Position> after{};  ///< The place that `query.page.cursor` names.
  std::uint64_t fingerprint = 0;    ///< The query's own mark; `make_page` puts it into cursors.
};

using ListThreads = ListRequest<ThreadQuery, ThreadPosition>;
using ListMessages = ListRequest<MessageQuery, MessagePosition>;
using ListResources = ListRequest<ResourceQuery, KeyPosition>;
using ListContacts = ListRequest<ContactQuery, ContactPosition>;
using ListHistory = ListRequest<HistoryQuery, HistoryPosition>;

struct ListMetadata : ListRequest<MetadataQuery, MetadataPosition> {
  MetadataOwner owner{};
};

struct SaveThread {
  NewThread thread{};  ///< With its id.
  Timestamp now{};
  Revision revision{};
};

struct UpdateThread {
  std::string id{};
  ThreadUpdate update{};
  Timestamp now{};
  Revision revision{};
};

struct CloneThread {
  std::string source_id{};
  CloneOptions options{};  ///< With its new_id, and with `cloned_from` in its metadata.
  Timestamp now{};
  Revision revision{};  ///< Of the new thread, and of every copied message and value.
};

struct ReassignThread {
  std::string id{};
  std::string resource_id{};
  std::optional<Revision> expected_revision{};
  Timestamp now{};
  Revision revision{};  ///< Of the thread, and of every message that changes.
};

struct SaveMessages {
  struct Item {
    NewMessage message{};  ///< With its id.
    Revision revision{};
  };

  /// Not empty; each key once, in the order in which new ones get their sequences. Under
  /// `SavePolicy::replace` an item that stood for several bears the created_at of the first and
  /// everything else of the last.
  std::vector<Item> items{};
  SaveMessagesOptions options{};
  Timestamp now{};
};

struct UpdateMessages {
  struct Item {
    MessageUpdate update{};
    Revision revision{};
  };

  /// Not empty. No key comes twice, and none is the target of another item's move: the outcome does
  /// not depend on the order. A move to the message's own thread has been dropped.
  std::vector<Item> items{};
  Timestamp now{};
};

struct DeleteMessages {
  std::vector<MessageKey> keys{};  ///< Not empty, each once.
  Timestamp now{};
};

struct WriteMetadata {
  MetadataOwner owner{};
  std::string key{};
  Json value{};
  bool merge = false;  ///< Merge `value`, an object, at the top level; false: replace.
  std::optional<Revision> expected_revision{};
  Timestamp now{};
  Revision revision{};
};

struct RemoveMetadata {
  MetadataOwner owner{};
  std::string key{};
  std::optional<Revision> expected_revision{};
};

struct SaveResource {
  NewResource resource{};
  Timestamp now{};
  Revision revision{};
};

struct UpdateResource {
  std::string id{};
  ResourceUpdate update{};
  Timestamp now{};
  Revision revision{};
};

struct SaveContact {
  NewContact contact{};
  Timestamp now{};
};

struct SaveHistory {
  NewHistoryEntry entry{};  ///< With its entry_key.
  Timestamp now{};
};

struct Restore {
  /// Not empty. Each kind is sorted by its key: threads and resources by id, messages by
  /// (thread_id, id), metadata by (thread_id, message_id, key), contacts and history by id. No key
  /// comes twice, nor an id larger than 0 among contacts or among entries, nor a place among
  /// messages.
  StoredRows rows{};
};

}  // namespace botstore::backend
