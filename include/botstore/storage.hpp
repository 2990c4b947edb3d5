#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "botstore/backend/operations.hpp"
#include "botstore/backend/requests.hpp"
#include "botstore/call_options.hpp"
#include "botstore/contact.hpp"
#include "botstore/error.hpp"
#include "botstore/export.hpp"
#include "botstore/history.hpp"
#include "botstore/lifecycle.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/restore.hpp"
#include "botstore/stream.hpp"
#include "botstore/thread.hpp"
#include "botstore/time.hpp"

namespace botstore {

namespace detail {
class Lifecycle;
class Transaction;
class Call;
}  // namespace detail

/// What a bot or an agent must remember. Backends implement it; `open()` makes one from a URL.
///
/// Threads: every function may be called from many threads at once, on every backend. The exception
/// is the `Storage&` that a transaction hands out: one thread at a time, and only until the
/// function returns. Destroy a store only when no call is under way: the destructor waits for
/// none.
///
/// Outcomes: a missing row is an empty answer from a get, `NotFound` from an update of one thing,
/// and `false` or 0 from a delete. A write either is done whole, and durable where the backend is,
/// or throws and has changed nothing; the one exception, `OutcomeUnknown`, says so itself.
///
/// Errors: every function throws `Error` and, besides what its comment names, may throw
/// `InvalidArgument` (a bad argument; nothing was sent), `Closed`, `Timeout`, `Cancelled`,
/// `SchemaMissing` (before `init()`), and what concerns its backend's connections. The codes'
/// comments in error.hpp say what each means.
///
/// Ids are valid UTF-8 of 1 to `limits::id_bytes` bytes without U+0000 and not blank, compared byte
/// by byte. An absent scope means "no scope"; an empty one is `InvalidArgument`.
class BOTSTORE_EXPORT Storage : protected backend::Operations {
 public:
  ~Storage() override;
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  // Lifecycle

  /// Creates the schema or brings it up to date. Does nothing where it is current. Safe to call any
  /// number of times, from many threads and processes at once. Throws `SchemaTooNew`.
  void init(const CallOptions& call = {});

  /// Refuses new calls with `Closed`, waits for calls and transactions under way as long as
  /// `options.grace` says, cancels what is left, and releases what the store holds. Closing twice
  /// is no error. Throws `Unsupported` inside a transaction.
  void close(const CloseOptions& options = {});

  [[nodiscard]] Capabilities capabilities() const;

  // Transaction

  /// Calls `fn(Storage&)` and returns what it returns. Everything done through that reference is
  /// committed together when `fn` returns, or undone together when it throws; the exception goes on
  /// to the caller. Inside, own writes are seen and others' uncommitted ones are not; nothing more
  /// is promised.
  ///
  /// Any error of a call inside but `InvalidArgument` dooms the transaction: later calls in it
  /// throw that error's code, and it is undone even if `fn` returns. A transaction inside a
  /// transaction, `init()` and `close()` in it are `Unsupported`. Using the outer store in `fn` on
  /// the same thread throws `Unsupported` at once instead of waiting for itself.
  ///
  /// The deadline and the stop of `call` hold for every call inside beside its own, and until `fn`
  /// has returned: a transaction that ends behind them is undone.
  ///
  /// A serialization failure or a deadlock is a `Conflict` that is `retryable()`; `fn` runs again
  /// only if `options.retry` asks for it.
  template <class F>
  auto transaction(F&& fn, const TransactionOptions& options = {}, const CallOptions& call = {})
      -> std::invoke_result_t<F&, Storage&> {
    using Result = std::invoke_result_t<F&, Storage&>;
    if constexpr (std::is_void_v<Result>) {
      run_transaction([&](Storage& view) { std::invoke(fn, view); }, options, call);
    } else {
      std::optional<Result> result;
      run_transaction([&](Storage& view) { result.emplace(std::invoke(fn, view)); }, options, call);
      return std::move(*result);
    }
  }

  // Threads

  /// Inserts the thread, or replaces title and metadata of the one with its id, which keeps its
  /// created_at, its messages and its sequence. Throws `Conflict` if it belongs to another
  /// resource.
  ThreadReceipt save_thread(NewThread thread, const CallOptions& call = {});

  /// The thread; absent if there is none, or if it belongs to another resource than the stated one.
  [[nodiscard]] std::optional<Thread> get_thread(std::string_view id,
                                                 const GetThreadOptions& options = {},
                                                 const CallOptions& call = {});

  /// Changes the named fields and returns the thread. An update that changes nothing writes
  /// nothing: updated_at and revision stay. Throws `NotFound`, and `Conflict` for another revision.
  Thread update_thread(std::string_view id, ThreadUpdate update, const CallOptions& call = {});

  /// Deletes the thread, its messages and the metadata of both. False if there was none. A save of
  /// messages that races with it lands before, and is deleted, or gets `NotFound`.
  bool delete_thread(std::string_view id, const CallOptions& call = {});

  [[nodiscard]] Page<Thread> list_threads(ThreadQuery query = {}, const CallOptions& call = {});

  /// Copies the thread under a new id. The copies keep their ids, times, sequences and order, and
  /// their metadata values go along; those that bore the source's resource bear the clone's. Throws
  /// `NotFound` without a source, `AlreadyExists` if the new id is taken.
  CloneResult clone_thread(std::string_view source_id, CloneOptions options = {},
                           const CallOptions& call = {});

  /// Gives the thread, and those of its messages that bore its resource, to another resource, and
  /// returns the thread. Throws `NotFound`, and `Conflict` for another revision.
  Thread reassign_thread(std::string_view id, std::string_view resource_id,
                         const ReassignOptions& options = {}, const CallOptions& call = {});

  // Messages

  /// Saves all of them or none, in any number of threads; one receipt each, in the order given. New
  /// ones get their sequences in that order. A message that comes twice equals two saves in turn
  /// (with `SavePolicy::fail` it is `InvalidArgument`); both receipts then bear the final revision.
  /// Each thread that changed moves its updated_at once. An empty batch does nothing. Throws
  /// `NotFound` for a missing thread, `AlreadyExists` under `SavePolicy::fail`, `Conflict` for
  /// another last sequence than expected.
  std::vector<MessageReceipt> save_messages(std::vector<NewMessage> messages,
                                            const SaveMessagesOptions& options = {},
                                            const CallOptions& call = {});
  MessageReceipt save_message(NewMessage message, const SaveMessagesOptions& options = {},
                              const CallOptions& call = {});

  /// Those of the named messages that exist, each once, ordered by (created_at, thread_id,
  /// sequence).
  [[nodiscard]] std::vector<Message> get_messages(std::vector<MessageKey> keys,
                                                  const GetMessagesOptions& options = {},
                                                  const CallOptions& call = {});
  [[nodiscard]] std::optional<Message> get_message(MessageKey key,
                                                   const GetMessagesOptions& options = {},
                                                   const CallOptions& call = {});

  /// All messages that bear one of these ids, in whichever thread, in the same order.
  [[nodiscard]] std::vector<Message> find_messages(std::vector<std::string> ids,
                                                   const GetMessagesOptions& options = {},
                                                   const CallOptions& call = {});

  [[nodiscard]] Page<Message> list_messages(MessageQuery query, const CallOptions& call = {});

  /// Changes the named fields of each message; one receipt each, in the order given, which names
  /// the message by where it is now. An unknown key is reported as `not_found` and the others are
  /// done; any error undoes the whole batch. Places and created_at stay, but for a move. Each
  /// thread that changed moves its updated_at once; an update that changes nothing writes nothing.
  /// A key that comes twice, or that another update of the batch moves a message to, is
  /// `InvalidArgument`. Throws `Conflict` for another revision or a content that cannot be merged,
  /// and for a move `NotFound` without the target thread, `AlreadyExists` if it has a message of
  /// that id.
  std::vector<MessageReceipt> update_messages(std::vector<MessageUpdate> updates,
                                              const CallOptions& call = {});

  /// Deletes the named messages and their metadata, ignores unknown keys, and returns how many
  /// there were. Each thread that lost one moves its updated_at once, and its last_message_at is
  /// that of the messages that are left.
  std::uint64_t delete_messages(std::vector<MessageKey> keys, const CallOptions& call = {});

  // Metadata

  /// Sets the value under a key. Throws `NotFound` if the owner does not exist, `Conflict` for
  /// another revision.
  MetadataReceipt set_metadata(MetadataOwner owner, std::string key, Json value,
                               const WriteMetadataOptions& options = {},
                               const CallOptions& call = {});

  /// Merges an object at the top level into the value under a key, or sets it where there is none.
  /// Throws what set_metadata throws, and `Conflict` if the stored value is not an object.
  MetadataReceipt merge_metadata(MetadataOwner owner, std::string key, Json object,
                                 const WriteMetadataOptions& options = {},
                                 const CallOptions& call = {});

  [[nodiscard]] std::optional<MetadataEntry> get_metadata(MetadataOwner owner, std::string key,
                                                          const CallOptions& call = {});

  /// The values that hang on exactly this owner; with `query.with_messages`, a thread's and those
  /// of its messages.
  [[nodiscard]] Page<MetadataEntry> list_metadata(MetadataOwner owner, MetadataQuery query = {},
                                                  const CallOptions& call = {});

  /// False if there was none, whatever revision was expected. Throws `Conflict` for another one.
  bool remove_metadata(MetadataOwner owner, std::string key,
                       const WriteMetadataOptions& options = {}, const CallOptions& call = {});

  // Resources

  /// Inserts the resource or replaces working memory and metadata of the one with its id, which
  /// keeps its created_at.
  ResourceReceipt save_resource(NewResource resource, const CallOptions& call = {});

  [[nodiscard]] std::optional<Resource> get_resource(std::string_view id,
                                                     const CallOptions& call = {});

  /// Changes the named fields and returns the resource; creates it where there is none. An update
  /// that changes nothing writes nothing. Throws `Conflict` for another revision.
  Resource update_resource(std::string_view id, ResourceUpdate update,
                           const CallOptions& call = {});

  [[nodiscard]] Page<Resource> list_resources(ResourceQuery query = {},
                                              const CallOptions& call = {});

  /// False if there was none. The threads that bear its id stay.
  bool delete_resource(std::string_view id, const CallOptions& call = {});

  // Contacts

  /// Inserts the contact, or merges or replaces the values of the one with its phone.
  ContactReceipt save_contact(NewContact contact, const CallOptions& call = {});

  [[nodiscard]] std::optional<Contact> get_contact(std::string_view phone,
                                                   const CallOptions& call = {});

  [[nodiscard]] Page<Contact> list_contacts(ContactQuery query = {}, const CallOptions& call = {});

  /// False if there was none. Its history stays, without its contact_id, unless an option says so.
  bool delete_contact(std::string_view phone, const DeleteContactOptions& options = {},
                      const CallOptions& call = {});

  // History

  /// Adds the entry, and in the same step creates the contact of a new phone, with the entry's time
  /// as its created_at, or moves the last_interaction of a known one forward to the entry's time.
  /// Repeated under the same entry key, it changes nothing and says `duplicate`.
  HistoryReceipt save_history(NewHistoryEntry entry, const CallOptions& call = {});

  /// The newest entry of a phone, by (created_at, id); absent if there is none.
  [[nodiscard]] std::optional<HistoryEntry> last_history(std::string_view phone,
                                                         const LastHistoryOptions& options = {},
                                                         const CallOptions& call = {});

  [[nodiscard]] Page<HistoryEntry> list_history(HistoryQuery query = {},
                                                const CallOptions& call = {});

  // Restore

  /// Stores all of these rows as they are, with their times, sequences and revisions, or none of
  /// them. One whose key is taken is overwritten, and done again it changes nothing more: a move
  /// from another store that was interrupted may be repeated. A key that comes twice is
  /// `InvalidArgument`.
  ///
  /// - A thread's owner is not asked. Its last_sequence and last_message_at never fall: they become
  ///   the larger of the stored and the given one, and cover its restored messages. These do not
  ///   touch its updated_at.
  /// - Throws `NotFound` for a message or a value whose owner neither is there nor comes along, and
  ///   `AlreadyExists` for a message whose created_at and sequence another one in its thread bears.
  /// - A contact's key is its phone, an entry's its entry_key. One whose key is stored keeps the id
  ///   that it has there; any other gets its own id if that is free, else a new one. Without a key
  ///   the id is the key; where it belongs to another row, an equal row without a key stands for
  ///   it. New ids are larger than all that were restored. An id that is too large for the backend
  ///   is `Unsupported`.
  /// - An entry keeps its contact_id if that contact bears its phone; else it gets the id of the
  ///   one that does, or none. No contact is made or moved because of an entry.
  void restore(StoredRows rows, const CallOptions& call = {});

  // Streams: lists without an end; see Stream. `query.page.limit` bounds the whole stream and is
  // everything by default. `with_total`, an offset and includes are `InvalidArgument`. `call` holds
  // for each page's fetch; a deadline for all of them.

  [[nodiscard]] Stream<Thread> stream_threads(ThreadQuery query = {},
                                              const StreamOptions& options = {},
                                              const CallOptions& call = {});
  [[nodiscard]] Stream<Message> stream_messages(MessageQuery query,
                                                const StreamOptions& options = {},
                                                const CallOptions& call = {});
  [[nodiscard]] Stream<MetadataEntry> stream_metadata(MetadataOwner owner, MetadataQuery query = {},
                                                      const StreamOptions& options = {},
                                                      const CallOptions& call = {});
  [[nodiscard]] Stream<Resource> stream_resources(ResourceQuery query = {},
                                                  const StreamOptions& options = {},
                                                  const CallOptions& call = {});
  [[nodiscard]] Stream<Contact> stream_contacts(ContactQuery query = {},
                                                const StreamOptions& options = {},
                                                const CallOptions& call = {});
  [[nodiscard]] Stream<HistoryEntry> stream_history(HistoryQuery query = {},
                                                    const StreamOptions& options = {},
                                                    const CallOptions& call = {});

 protected:
  explicit Storage(Clock clock = system_now);

  /// A stop is requested on it when `close()` has waited long enough. Whatever waits inside a `do_`
  /// function watches it beside `call.stop`, and then throws `Cancelled`.
  [[nodiscard]] std::stop_token closing() const noexcept;

 private:
  friend class detail::Call;

  void run_transaction(const TransactionBody& body, const TransactionOptions& options,
                       const CallOptions& call);
  MetadataReceipt write_metadata(std::string_view operation, backend::WriteMetadata request,
                                 const WriteMetadataOptions& options, const CallOptions& call);

  Clock clock_;
  std::shared_ptr<detail::Lifecycle> lifecycle_;
  detail::Transaction* transaction_ = nullptr;  // Set while this is the view of a running one.
};

}  // namespace botstore
