#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <stop_token>

#include "botstore/storage.hpp"

namespace botstore {

/// A store that passes every call on to another one. Derive from it and override what you want to
/// see or change: to cache, to measure, to redact, or to break a promise in a test. An override
/// calls the wrapper's own function to go on:
///
///     class Counting : public botstore::StorageWrapper {
///      public:
///       using StorageWrapper::StorageWrapper;
///       int saves = 0;
///
///      protected:
///       std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
///                                                    const CallOptions& call) override {
///         ++saves;
///         return StorageWrapper::do_save_messages(request, call);
///       }
///       std::unique_ptr<Storage> wrap_transaction(Storage& view) override { … }
///     };
///
/// It calls public functions of the inner store, whose checks, clock and revisions count. May be
/// called from wherever the inner store may be.
class BOTSTORE_EXPORT StorageWrapper : public Storage {
 public:
  /// Refers to `inner`, which must outlive the wrapper. Closing the wrapper closes it too, once the
  /// wrapper's grace is over.
  explicit StorageWrapper(Storage& inner);
  /// Keeps `inner`, which must not be null.
  explicit StorageWrapper(std::unique_ptr<Storage> inner);
  ~StorageWrapper() override;

 protected:
  [[nodiscard]] Storage& inner() const noexcept { return *inner_; }

  /// The wrapper for the view of a transaction, so that what is done inside passes through the same
  /// overrides. It refers to `view` and lives until the transaction's function returns.
  virtual std::unique_ptr<Storage> wrap_transaction(Storage& view) = 0;

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
  std::optional<HistoryEntry> do_last_history(std::string_view phone,
                                              const LastHistoryOptions& options,
                                              const CallOptions& call) override;
  Page<HistoryEntry> do_list_history(const backend::ListHistory& request,
                                     const CallOptions& call) override;
  void do_restore(const backend::Restore& request, const CallOptions& call) override;

 private:
  void cancel_inner() noexcept;

  std::unique_ptr<Storage> owned_;
  Storage* inner_;
  std::exception_ptr close_error_;
  std::stop_callback<std::function<void()>> on_closing_;
};

}  // namespace botstore
