#include "lib/writes/restore.hpp"

#include <algorithm>

#include "backends/memory/store.hpp"

namespace botstore::memory {

namespace {

template <class T>
std::optional<T> copy_of(const T* row) {
  if (row == nullptr) return std::nullopt;
  return *row;
}

template <class Table, class ById, class ByKey>
class EditedNumbers final : public detail::NumberedRows<typename Table::Row> {
 public:
  using Row = typename Table::Row;

  EditedNumbers(Edit<Table>& table, std::int64_t& last_id) noexcept
      : table_{table}, last_id_{last_id} {}

  [[nodiscard]] std::optional<Row> find(const std::string& key) override {
    return copy_of(table_.template find<ByKey>(key));
  }
  [[nodiscard]] std::optional<Row> find(std::int64_t id) override {
    return copy_of(table_.template find<ById>(id));
  }

  [[nodiscard]] std::vector<Row> without_key(Timestamp created_at) override {
    std::vector<Row> found;
    auto rows = table_.template walk<ByKey>(all_of<ByKey>(std::optional<std::string>{}));
    while (const auto* row = rows.next())
      if (row->created_at == created_at) found.push_back(*row);
    return found;
  }

  void pass(std::int64_t id) override { last_id_ = std::max(last_id_, id); }

  void put(const Row& row) override {
    auto written = row;
    if (written.id == 0) written.id = ++last_id_;
    table_.put(std::move(written));
  }

 private:
  Edit<Table>& table_;
  std::int64_t& last_id_;
};

class EditedRows final : public detail::RestoreRows {
 public:
  explicit EditedRows(Edits& edits) noexcept
      : edits_{edits},
        contacts_{edits.contacts, edits.last_contact_id},
        history_{edits.history, edits.last_history_id} {}

  [[nodiscard]] std::optional<Thread> find_thread(const std::string& id) override {
    return copy_of(edits_.threads.find<ThreadsById>(id));
  }

  [[nodiscard]] std::optional<detail::MessagePlace> place_of(const MessageKey& key) override {
    const auto* row = edits_.messages.find<MessagesByKey>(key.thread_id, key.id);
    if (row == nullptr) return std::nullopt;
    return detail::MessagePlace{row->created_at, row->sequence};
  }

  [[nodiscard]] std::optional<std::string> message_at(const std::string& thread_id,
                                                      const detail::MessagePlace& place) override {
    const auto* row =
        edits_.messages.find<MessagesOfThread>(thread_id, place.created_at, place.sequence);
    if (row == nullptr) return std::nullopt;
    return row->id;
  }

  // The index bears two messages in one place for as long as a statement runs.
  void leave_place(const MessageKey&) override {}

  void put(const Thread& row) override { edits_.threads.put(row); }
  void put(const Message& row) override { edits_.messages.put(row); }
  void put(const MetadataEntry& row) override { edits_.metadata.put(row); }
  void put(const Resource& row) override { edits_.resources.put(row); }

  [[nodiscard]] detail::NumberedRows<Contact>& contacts() override { return contacts_; }
  [[nodiscard]] detail::NumberedRows<HistoryEntry>& history() override { return history_; }

 private:
  Edits& edits_;
  EditedNumbers<ContactTable, ContactsById, ContactsByPhone> contacts_;
  EditedNumbers<HistoryTable, HistoryById, HistoryByEntryKey> history_;
};

}  // namespace

void MemoryStore::do_restore(const backend::Restore& request, const CallOptions& call) {
  write("restore", call, [&](Edits& edits) {
    EditedRows rows{edits};
    detail::restore(rows, request);
    return true;
  });
}

}  // namespace botstore::memory
