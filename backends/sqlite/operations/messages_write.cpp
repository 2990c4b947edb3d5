#include <utility>

#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"
#include "lib/writes/messages.hpp"

namespace botstore::sqlite {

namespace {

class TableRows final : public detail::MessageRows {
 public:
  explicit TableRows(Connection& connection) noexcept : connection_{connection} {}

  [[nodiscard]] const Thread* find_thread(const std::string& id) override {
    thread_ = sqlite::find_thread(connection_, id);
    return pointer_to(thread_);
  }

  [[nodiscard]] const Message* find_message(const MessageKey& key) override {
    message_ = sqlite::find_message(connection_, key);
    return pointer_to(message_);
  }

  [[nodiscard]] std::optional<Timestamp> last_message_at(const std::string& thread_id) override {
    Query query{connection_, "select max(created_at) from messages where thread_id = ?1",
                thread_id};
    return query.next() ? query.get<std::optional<Timestamp>>(0) : std::nullopt;
  }

  void update_thread(Thread row) override { replace_thread(connection_, row); }
  void insert_message(Message row) override { sqlite::insert_message(connection_, row); }
  void update_message(Message row) override { replace_message(connection_, row.key(), row); }

  void move_message(const MessageKey& from, Message row) override {
    replace_message(connection_, from, row);
    run(connection_, "update metadata set thread_id = ?3 where thread_id = ?1 and message_id = ?2",
        from.thread_id, from.id, row.thread_id);
  }

  // The values go with the message, by their foreign key.
  void delete_message(const MessageKey& key) override {
    run(connection_, "delete from messages where id = ?1 and thread_id = ?2", key.id,
        key.thread_id);
  }

 private:
  Connection& connection_;
  std::optional<Thread> thread_;
  std::optional<Message> message_;
};

}  // namespace

std::vector<MessageReceipt> SqliteOperations::do_save_messages(const backend::SaveMessages& request,
                                                               const CallOptions& call) {
  return session().write("save_messages", call, [&](Connection& connection) {
    TableRows rows{connection};
    return detail::save_messages(rows, request);
  });
}

std::vector<MessageReceipt> SqliteOperations::do_update_messages(
    const backend::UpdateMessages& request, const CallOptions& call) {
  return session().write("update_messages", call, [&](Connection& connection) {
    TableRows rows{connection};
    return detail::update_messages(rows, request);
  });
}

std::uint64_t SqliteOperations::do_delete_messages(const backend::DeleteMessages& request,
                                                   const CallOptions& call) {
  return session().write("delete_messages", call, [&](Connection& connection) {
    TableRows rows{connection};
    return detail::delete_messages(rows, request);
  });
}

}  // namespace botstore::sqlite
