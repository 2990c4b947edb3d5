#pragma once

/// \file
/// Where a backend begins: every function is there and throws. Copy it, and write one after the
/// other.

#include <memory>
#include <string>

#include "botstore/storage.hpp"

namespace botstore {

class Unfinished : public Storage {
 protected:
  using Storage::Storage;

  [[noreturn]] static void missing(const char* operation) {
    throw Error(ErrorCode::unsupported, {.context = operation, .cause = "is not written yet"});
  }

  void do_init(const CallOptions&) override { missing("init"); }
  void do_close() override { missing("close"); }
  Capabilities do_capabilities() const override { missing("capabilities"); }
  void do_transaction(const TransactionBody&, const TransactionOptions&,
                      const CallOptions&) override {
    missing("transaction");
  }
  ThreadReceipt do_save_thread(const backend::SaveThread&, const CallOptions&) override {
    missing("save_thread");
  }
  std::optional<Thread> do_get_thread(std::string_view, const GetThreadOptions&,
                                      const CallOptions&) override {
    missing("get_thread");
  }
  Thread do_update_thread(const backend::UpdateThread&, const CallOptions&) override {
    missing("update_thread");
  }
  bool do_delete_thread(std::string_view, const CallOptions&) override { missing("delete_thread"); }
  Page<Thread> do_list_threads(const backend::ListThreads&, const CallOptions&) override {
    missing("list_threads");
  }
  CloneResult do_clone_thread(const backend::CloneThread&, const CallOptions&) override {
    missing("clone_thread");
  }
  Thread do_reassign_thread(const backend::ReassignThread&, const CallOptions&) override {
    missing("reassign_thread");
  }
  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages&,
                                               const CallOptions&) override {
    missing("save_messages");
  }
  std::vector<Message> do_get_messages(std::span<const MessageKey>, const GetMessagesOptions&,
                                       const CallOptions&) override {
    missing("get_messages");
  }
  std::vector<Message> do_find_messages(std::span<const std::string>, const GetMessagesOptions&,
                                        const CallOptions&) override {
    missing("find_messages");
  }
  Page<Message> do_list_messages(const backend::ListMessages&, const CallOptions&) override {
    missing("list_messages");
  }
  std::vector<MessageReceipt> do_update_messages(const backend::UpdateMessages&,
                                                 const CallOptions&) override {
    missing("update_messages");
  }
  std::uint64_t do_delete_messages(const backend::DeleteMessages&, const CallOptions&) override {
    missing("delete_messages");
  }
  MetadataReceipt do_write_metadata(const backend::WriteMetadata&, const CallOptions&) override {
    missing("write_metadata");
  }
  std::optional<MetadataEntry> do_get_metadata(const MetadataOwner&, std::string_view,
                                               const CallOptions&) override {
    missing("get_metadata");
  }
  Page<MetadataEntry> do_list_metadata(const backend::ListMetadata&, const CallOptions&) override {
    missing("list_metadata");
  }
  bool do_remove_metadata(const backend::RemoveMetadata&, const CallOptions&) override {
    missing("remove_metadata");
  }
  ResourceReceipt do_save_resource(const backend::SaveResource&, const CallOptions&) override {
    missing("save_resource");
  }
  std::optional<Resource> do_get_resource(std::string_view, const CallOptions&) override {
    missing("get_resource");
  }
  Resource do_update_resource(const backend::UpdateResource&, const CallOptions&) override {
    missing("update_resource");
  }
  Page<Resource> do_list_resources(const backend::ListResources&, const CallOptions&) override {
    missing("list_resources");
  }
  bool do_delete_resource(std::string_view, const CallOptions&) override {
    missing("delete_resource");
  }
  ContactReceipt do_save_contact(const backend::SaveContact&, const CallOptions&) override {
    missing("save_contact");
  }
  std::optional<Contact> do_get_contact(std::string_view, const CallOptions&) override {
    missing("get_contact");
  }
  Page<Contact> do_list_contacts(const backend::ListContacts&, const CallOptions&) override {
    missing("list_contacts");
  }
  bool do_delete_contact(std::string_view, const DeleteContactOptions&,
                         const CallOptions&) override {
    missing("delete_contact");
  }
  HistoryReceipt do_save_history(const backend::SaveHistory&, const CallOptions&) override {
    missing("save_history");
  }
  Page<HistoryEntry> do_list_history(const backend::ListHistory&, const CallOptions&) override {
    missing("list_history");
  }
  void do_restore(const backend::Restore&, const CallOptions&) override { missing("restore"); }
};

}  // namespace botstore
