#pragma once

/// \file
/// For authors of backends: what a class that derives from Storage implements.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/backend/requests.hpp"
#include "botstore/call_options.hpp"
#include "botstore/contact.hpp"
#include "botstore/export.hpp"
#include "botstore/history.hpp"
#include "botstore/lifecycle.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/query.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"

namespace botstore {

class Storage;

namespace backend {

/// The one list of what a store can do. Each function does what Storage's public function of its
/// name promises; the arguments have been checked, and their comments in backend/requests.hpp say
/// what else holds. They are called from many threads at once, and only between the constructor and
/// `do_close`. None throws `InvalidArgument`: what they can throw depends on what is stored, and
/// its words are in backend/errors.hpp. When one throws it has changed nothing, inside a
/// transaction too.
///
/// The view of a transaction is an object of the backend's own that derives from Storage and
/// implements the same functions; `do_init`, `do_close` and `do_transaction` are not called on it.
///
/// A class that implements all that concerns data declares it by including backend/overrides.inc
/// among its members.
class BOTSTORE_EXPORT Operations {
 public:
  Operations(const Operations&) = delete;
  Operations& operator=(const Operations&) = delete;

 protected:
  Operations() = default;
  virtual ~Operations();

  /// The function of a transaction, as the base hands it to a backend.
  using TransactionBody = std::function<void(Storage& view)>;

  virtual void do_init(const CallOptions& call) = 0;

  /// Called once, when no other `do_` function is running. A transaction whose function still runs
  /// may come back later, to be undone.
  virtual void do_close() = 0;

  [[nodiscard]] virtual Capabilities do_capabilities() const = 0;

  /// One attempt: begins, calls `body` with a view, and commits; if `body` throws, undoes
  /// everything and lets the exception pass.
  virtual void do_transaction(const TransactionBody& body, const TransactionOptions& options,
                              const CallOptions& call) = 0;

  virtual ThreadReceipt do_save_thread(const SaveThread& request, const CallOptions& call) = 0;
  virtual std::optional<Thread> do_get_thread(std::string_view id, const GetThreadOptions& options,
                                              const CallOptions& call) = 0;
  virtual Thread do_update_thread(const UpdateThread& request, const CallOptions& call) = 0;
  virtual bool do_delete_thread(std::string_view id, const CallOptions& call) = 0;
  virtual Page<Thread> do_list_threads(const ListThreads& request, const CallOptions& call) = 0;
  virtual CloneResult do_clone_thread(const CloneThread& request, const CallOptions& call) = 0;
  virtual Thread do_reassign_thread(const ReassignThread& request, const CallOptions& call) = 0;

  /// One receipt for each item, in the order of the items.
  virtual std::vector<MessageReceipt> do_save_messages(const SaveMessages& request,
                                                       const CallOptions& call) = 0;
  /// In any order; the base sorts them. `keys` and `ids` are not empty and hold each once.
  virtual std::vector<Message> do_get_messages(std::span<const MessageKey> keys,
                                               const GetMessagesOptions& options,
                                               const CallOptions& call) = 0;
  virtual std::vector<Message> do_find_messages(std::span<const std::string> ids,
                                                const GetMessagesOptions& options,
                                                const CallOptions& call) = 0;
  virtual Page<Message> do_list_messages(const ListMessages& request, const CallOptions& call) = 0;
  /// One receipt for each item, in the order of the items.
  virtual std::vector<MessageReceipt> do_update_messages(const UpdateMessages& request,
                                                         const CallOptions& call) = 0;
  virtual std::uint64_t do_delete_messages(const DeleteMessages& request,
                                           const CallOptions& call) = 0;

  virtual MetadataReceipt do_write_metadata(const WriteMetadata& request,
                                            const CallOptions& call) = 0;
  virtual std::optional<MetadataEntry> do_get_metadata(const MetadataOwner& owner,
                                                       std::string_view key,
                                                       const CallOptions& call) = 0;
  virtual Page<MetadataEntry> do_list_metadata(const ListMetadata& request,
                                               const CallOptions& call) = 0;
  virtual bool do_remove_metadata(const RemoveMetadata& request, const CallOptions& call) = 0;

  virtual ResourceReceipt do_save_resource(const SaveResource& request,
                                           const CallOptions& call) = 0;
  virtual std::optional<Resource> do_get_resource(std::string_view id, const CallOptions& call) = 0;
  virtual Resource do_update_resource(const UpdateResource& request, const CallOptions& call) = 0;
  virtual Page<Resource> do_list_resources(const ListResources& request,
                                           const CallOptions& call) = 0;
  virtual bool do_delete_resource(std::string_view id, const CallOptions& call) = 0;

  virtual ContactReceipt do_save_contact(const SaveContact& request, const CallOptions& call) = 0;
  virtual std::optional<Contact> do_get_contact(std::string_view phone,
                                                const CallOptions& call) = 0;
  virtual Page<Contact> do_list_contacts(const ListContacts& request, const CallOptions& call) = 0;
  virtual bool do_delete_contact(std::string_view phone, const DeleteContactOptions& options,
                                 const CallOptions& call) = 0;

  virtual HistoryReceipt do_save_history(const SaveHistory& request, const CallOptions& call) = 0;
  /// By default: the first row of the phone's history, newest first.
  virtual std::optional<HistoryEntry> do_last_history(std::string_view phone,
                                                      const LastHistoryOptions& options,
                                                      const CallOptions& call);
  virtual Page<HistoryEntry> do_list_history(const ListHistory& request,
                                             const CallOptions& call) = 0;

  virtual void do_restore(const Restore& request, const CallOptions& call) = 0;
};

}  // namespace backend

}  // namespace botstore
