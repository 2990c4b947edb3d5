#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string_view>

#include "backends/memory/tables.hpp"
#include "backends/memory/turnstile_mutex.hpp"
#include "botstore/storage.hpp"
#include "lib/wait/gate.hpp"

namespace botstore::memory {

/// What a store and the views of its transactions work on.
struct Database {
  /// Held by the one writer: for a call of its own, or for a whole transaction.
  detail::Gate gate{};

  /// Guards what follows: shared by calls that read, exclusive for calls that write. Held for no
  /// longer than a call, so that nobody waits here for a transaction's function.
  TurnstileMutex mutex{};
  Tables tables{};
  bool initialised = false;

  void require_schema(std::string_view operation) const;
};

/// A store, or the view that a transaction of it hands out. The two differ in whether a write takes
/// the gate and commits by itself, and in which versions of rows are seen.
class MemoryStore final : public Storage {
 public:
  explicit MemoryStore(Clock clock);

  /// The view of a transaction, for as long as the caller holds the gate.
  explicit MemoryStore(std::shared_ptr<Database> database);

 private:
  void do_init(const CallOptions& call) override;
  void do_close() override;
  Capabilities do_capabilities() const override;
  void do_transaction(const TransactionBody& body, const TransactionOptions& options,
                      const CallOptions& call) override;

  ThreadReceipt do_save_thread(const backend::SaveThread& request,
                               const CallOptions& call) override;
  std::optional<Thread> do_get_thread(std::string_view id, const GetThreadOptions& options,
                                      const CallOptions& call) override;
  Thread do_update_thread(const backend::UpdateThread& request, const CallOptions& call) override;
  bool do_delete_thread(std::string_view id, const CallOptions& call) override;
  Page<Thread> do_list_threads(const backend::ListThreads& request,
                               const CallOptions& call) override;
  CloneResult do_clone_thread(const backend::CloneThread& request,
                              const CallOptions& call) override;
  Thread do_reassign_thread(const backend::ReassignThread& request,
                            const CallOptions& call) override;

  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
                                               const CallOptions& call) override;
  std::vector<Message> do_get_messages(std::span<const MessageKey> keys,
                                       const GetMessagesOptions& options,
                                       const CallOptions& call) override;
  std::vector<Message> do_find_messages(std::span<const std::string> ids,
                                        const GetMessagesOptions& options,
                                        const CallOptions& call) override;
  Page<Message> do_list_messages(const backend::ListMessages& request,
                                 const CallOptions& call) override;
  std::vector<MessageReceipt> do_update_messages(const backend::UpdateMessages& request,
                                                 const CallOptions& call) override;
  std::uint64_t do_delete_messages(const backend::DeleteMessages& request,
                                   const CallOptions& call) override;

  MetadataReceipt do_write_metadata(const backend::WriteMetadata& request,
                                    const CallOptions& call) override;
  std::optional<MetadataEntry> do_get_metadata(const MetadataOwner& owner, std::string_view key,
                                               const CallOptions& call) override;
  Page<MetadataEntry> do_list_metadata(const backend::ListMetadata& request,
                                       const CallOptions& call) override;
  bool do_remove_metadata(const backend::RemoveMetadata& request, const CallOptions& call) override;

  ResourceReceipt do_save_resource(const backend::SaveResource& request,
                                   const CallOptions& call) override;
  std::optional<Resource> do_get_resource(std::string_view id, const CallOptions& call) override;
  Resource do_update_resource(const backend::UpdateResource& request,
                              const CallOptions& call) override;
  Page<Resource> do_list_resources(const backend::ListResources& request,
                                   const CallOptions& call) override;
  bool do_delete_resource(std::string_view id, const CallOptions& call) override;

  ContactReceipt do_save_contact(const backend::SaveContact& request,
                                 const CallOptions& call) override;
  std::optional<Contact> do_get_contact(std::string_view phone, const CallOptions& call) override;
  Page<Contact> do_list_contacts(const backend::ListContacts& request,
                                 const CallOptions& call) override;
  bool do_delete_contact(std::string_view phone, const DeleteContactOptions& options,
                         const CallOptions& call) override;

  HistoryReceipt do_save_history(const backend::SaveHistory& request,
                                 const CallOptions& call) override;
  Page<HistoryEntry> do_list_history(const backend::ListHistory& request,
                                     const CallOptions& call) override;

  void do_restore(const backend::Restore& request, const CallOptions& call) override;

  /// Calls `work(const Rows&)` on what this object sees.
  template <class Work>
  auto read(std::string_view operation, Work&& work) const {
    const std::shared_lock lock{database_->mutex};
    database_->require_schema(operation);
    return work(Rows{database_->tables, viewer_});
  }

  /// Calls `work(Edits&)`; what it writes is undone if it throws.
  template <class Work>
  auto write(std::string_view operation, const CallOptions& call, Work&& work) {
    const auto turn = take_turn(operation, call);
    const std::lock_guard lock{database_->mutex};
    database_->require_schema(operation);
    const Statement statement{database_->tables};
    Edits edits{database_->tables};
    auto result = work(edits);
    finish_write();
    return result;
  }

  /// Undoes what was written since it was made, unless that was kept or committed.
  class Statement {
   public:
    explicit Statement(Tables& tables) noexcept : tables_{tables} {}
    ~Statement() { tables_.undo(); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

   private:
    Tables& tables_;
  };

  [[nodiscard]] detail::Gate::Turn take_turn(std::string_view operation, const CallOptions& call);
  void finish_write() noexcept;

  std::shared_ptr<Database> database_;
  Viewer viewer_;
};

}  // namespace botstore::memory
