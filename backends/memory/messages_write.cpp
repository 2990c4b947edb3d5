#include <utility>

#include "backends/memory/store.hpp"
#include "lib/writes/messages.hpp"

namespace botstore::memory {

namespace {

/// Calls `use(row)` for the values that hang on a message.
template <class Use>
void for_each_value(Edits& edits, const MessageKey& message, const Use& use) {
  auto values = edits.metadata.walk<MetadataByKey>(
      all_of<MetadataByKey>(message.thread_id, std::optional{message.id}));
  while (const auto* value = values.next()) use(*value);
}

class EditedRows final : public detail::MessageRows {
 public:
  explicit EditedRows(Edits& edits) noexcept : edits_{edits} {}

  [[nodiscard]] const Thread* find_thread(const std::string& id) override {
    return edits_.threads.find<ThreadsById>(id);
  }

  [[nodiscard]] const Message* find_message(const MessageKey& key) override {
    return edits_.messages.find<MessagesByKey>(key.thread_id, key.id);
  }

  [[nodiscard]] std::optional<Timestamp> last_message_at(const std::string& thread_id) override {
    const auto* last =
        edits_.messages
            .walk<MessagesOfThread>(all_of<MessagesOfThread>(thread_id), Direction::descending)
            .next();
    if (last == nullptr) return std::nullopt;
    return last->created_at;
  }

  void update_thread(Thread row) override { edits_.threads.put(std::move(row)); }
  void insert_message(Message row) override { edits_.messages.put(std::move(row)); }
  void update_message(Message row) override { edits_.messages.put(std::move(row)); }

  void move_message(const MessageKey& from, Message row) override {
    for_each_value(edits_, from, [&](const MetadataEntry& value) {
      auto moved = value;
      moved.owner.thread_id = row.thread_id;
      edits_.metadata.put(std::move(moved));
      edits_.metadata.erase(value);
    });
    edits_.messages.erase(*find_message(from));
    edits_.messages.put(std::move(row));
  }

  void delete_message(const MessageKey& key) override {
    for_each_value(edits_, key, [&](const MetadataEntry& value) { edits_.metadata.erase(value); });
    edits_.messages.erase(*find_message(key));
  }

 private:
  Edits& edits_;
};

}  // namespace

std::vector<MessageReceipt> MemoryStore::do_save_messages(const backend::SaveMessages& request,
                                                          const CallOptions& call) {
  return write("save_messages", call, [&](Edits& edits) {
    EditedRows rows{edits};
    return detail::save_messages(rows, request);
  });
}

std::vector<MessageReceipt> MemoryStore::do_update_messages(const backend::UpdateMessages& request,
                                                            const CallOptions& call) {
  return write("update_messages", call, [&](Edits& edits) {
    EditedRows rows{edits};
    return detail::update_messages(rows, request);
  });
}

std::uint64_t MemoryStore::do_delete_messages(const backend::DeleteMessages& request,
                                              const CallOptions& call) {
  return write("delete_messages", call, [&](Edits& edits) {
    EditedRows rows{edits};
    return detail::delete_messages(rows, request);
  });
}

}  // namespace botstore::memory
