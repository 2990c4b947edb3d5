#include "botstore/storage_wrapper.hpp"

namespace botstore {

namespace {

std::vector<NewMessage> messages_of(const backend::SaveMessages& request) {
  std::vector<NewMessage> messages;
  messages.reserve(request.items.size());
  for (const auto& item : request.items) messages.push_back(item.message);
  return messages;
}

std::vector<MessageUpdate> updates_of(const backend::UpdateMessages& request) {
  std::vector<MessageUpdate> updates;
  updates.reserve(request.items.size());
  for (const auto& item : request.items) updates.push_back(item.update);
  return updates;
}

}  // namespace

StorageWrapper::StorageWrapper(Storage& inner)
    : inner_{&inner}, on_closing_{closing(), [this] { cancel_inner(); }} {}

StorageWrapper::StorageWrapper(std::unique_ptr<Storage> inner)
    : owned_{std::move(inner)}, inner_{owned_.get()}, on_closing_{closing(), [this] {
                                                                    cancel_inner();
                                                                  }} {}

StorageWrapper::~StorageWrapper() = default;

// close() requests the stop once its grace is over: what then still runs does so in the inner
// store, and only closing that can cancel it.
void StorageWrapper::cancel_inner() noexcept {
  try {
    inner_->close({.grace = {}});
  } catch (...) {
    close_error_ = std::current_exception();
  }
}

void StorageWrapper::do_init(const CallOptions& call) {
  inner_->init(call);
}

void StorageWrapper::do_close() {
  inner_->close();
}

Capabilities StorageWrapper::do_capabilities() const {
  return inner_->capabilities();
}

void StorageWrapper::do_transaction(const TransactionBody& body, const TransactionOptions& options,
                                    const CallOptions& call) {
  inner_->transaction(
      [&](Storage& view) {
        const auto wrapped = wrap_transaction(view);
        body(*wrapped);
      },
      options, call);
}

ThreadReceipt StorageWrapper::do_save_thread(const backend::SaveThread& request,
                                             const CallOptions& call) {
  return inner_->save_thread(request.thread, call);
}

std::optional<Thread> StorageWrapper::do_get_thread(std::string_view id,
                                                    const GetThreadOptions& options,
                                                    const CallOptions& call) {
  return inner_->get_thread(id, options, call);
}

Thread StorageWrapper::do_update_thread(const backend::UpdateThread& request,
                                        const CallOptions& call) {
  return inner_->update_thread(request.id, request.update, call);
}

bool StorageWrapper::do_delete_thread(std::string_view id, const CallOptions& call) {
  return inner_->delete_thread(id, call);
}

Page<Thread> StorageWrapper::do_list_threads(const backend::ListThreads& request,
                                             const CallOptions& call) {
  return inner_->list_threads(request.query, call);
}

CloneResult StorageWrapper::do_clone_thread(const backend::CloneThread& request,
                                            const CallOptions& call) {
  return inner_->clone_thread(request.source_id, request.options, call);
}

Thread StorageWrapper::do_reassign_thread(const backend::ReassignThread& request,
                                          const CallOptions& call) {
  return inner_->reassign_thread(request.id, request.resource_id,
                                 {.expected_revision = request.expected_revision}, call);
}

std::vector<MessageReceipt> StorageWrapper::do_save_messages(const backend::SaveMessages& request,
                                                             const CallOptions& call) {
  return inner_->save_messages(messages_of(request), request.options, call);
}

std::vector<Message> StorageWrapper::do_get_messages(std::span<const MessageKey> keys,
                                                     const GetMessagesOptions& options,
                                                     const CallOptions& call) {
  return inner_->get_messages({keys.begin(), keys.end()}, options, call);
}

std::vector<Message> StorageWrapper::do_find_messages(std::span<const std::string> ids,
                                                      const GetMessagesOptions& options,
                                                      const CallOptions& call) {
  return inner_->find_messages({ids.begin(), ids.end()}, options, call);
}

Page<Message> StorageWrapper::do_list_messages(const backend::ListMessages& request,
                                               const CallOptions& call) {
  return inner_->list_messages(request.query, call);
}

std::vector<MessageReceipt> StorageWrapper::do_update_messages(
    const backend::UpdateMessages& request, const CallOptions& call) {
  return inner_->update_messages(updates_of(request), call);
}

std::uint64_t StorageWrapper::do_delete_messages(const backend::DeleteMessages& request,
                                                 const CallOptions& call) {
  return inner_->delete_messages(request.keys, call);
}

MetadataReceipt StorageWrapper::do_write_metadata(const backend::WriteMetadata& request,
                                                  const CallOptions& call) {
  const WriteMetadataOptions options{.expected_revision = request.expected_revision};
  return request.merge
             ? inner_->merge_metadata(request.owner, request.key, request.value, options, call)
             : inner_->set_metadata(request.owner, request.key, request.value, options, call);
}

std::optional<MetadataEntry> StorageWrapper::do_get_metadata(const MetadataOwner& owner,
                                                             std::string_view key,
                                                             const CallOptions& call) {
  return inner_->get_metadata(owner, std::string{key}, call);
}

Page<MetadataEntry> StorageWrapper::do_list_metadata(const backend::ListMetadata& request,
                                                     const CallOptions& call) {
  return inner_->list_metadata(request.owner, request.query, call);
}

bool StorageWrapper::do_remove_metadata(const backend::RemoveMetadata& request,
                                        const CallOptions& call) {
  return inner_->remove_metadata(request.owner, request.key,
                                 {.expected_revision = request.expected_revision}, call);
}

ResourceReceipt StorageWrapper::do_save_resource(const backend::SaveResource& request,
                                                 const CallOptions& call) {
  return inner_->save_resource(request.resource, call);
}

std::optional<Resource> StorageWrapper::do_get_resource(std::string_view id,
                                                        const CallOptions& call) {
  return inner_->get_resource(id, call);
}

Resource StorageWrapper::do_update_resource(const backend::UpdateResource& request,
                                            const CallOptions& call) {
  return inner_->update_resource(request.id, request.update, call);
}

Page<Resource> StorageWrapper::do_list_resources(const backend::ListResources& request,
                                                 const CallOptions& call) {
  return inner_->list_resources(request.query, call);
}

bool StorageWrapper::do_delete_resource(std::string_view id, const CallOptions& call) {
  return inner_->delete_resource(id, call);
}

ContactReceipt StorageWrapper::do_save_contact(const backend::SaveContact& request,
                                               const CallOptions& call) {
  return inner_->save_contact(request.contact, call);
}

std::optional<Contact> StorageWrapper::do_get_contact(std::string_view phone,
                                                      const CallOptions& call) {
  return inner_->get_contact(phone, call);
}

Page<Contact> StorageWrapper::do_list_contacts(const backend::ListContacts& request,
                                               const CallOptions& call) {
  return inner_->list_contacts(request.query, call);
}

bool StorageWrapper::do_delete_contact(std::string_view phone, const DeleteContactOptions& options,
                                       const CallOptions& call) {
  return inner_->delete_contact(phone, options, call);
}

HistoryReceipt StorageWrapper::do_save_history(const backend::SaveHistory& request,
                                               const CallOptions& call) {
  return inner_->save_history(request.entry, call);
}

std::optional<HistoryEntry> StorageWrapper::do_last_history(std::string_view phone,
                                                            const LastHistoryOptions& options,
                                                            const CallOptions& call) {
  return inner_->last_history(phone, options, call);
}

Page<HistoryEntry> StorageWrapper::do_list_history(const backend::ListHistory& request,
                                                   const CallOptions& call) {
  return inner_->list_history(request.query, call);
}

void StorageWrapper::do_restore(const backend::Restore& request, const CallOptions& call) {
  inner_->restore(request.rows, call);
}

}  // namespace botstore
