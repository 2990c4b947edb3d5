#include "lib/writes/restore.hpp"

#include <fmt/format.h>

#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"

namespace botstore::sqlite {

namespace {

/// New rows of the table get larger ids than this one.
void pass_ids(Connection& connection, std::string_view table, std::int64_t id) {
  const auto known =
      run(connection, "update sqlite_sequence set seq = max(seq, ?2) where name = ?1", table, id);
  if (known == 0)
    run(connection, "insert into sqlite_sequence (name, seq) values (?1, ?2)", table, id);
}

/// The id of a row as the column takes it: one that is null is new.
std::optional<std::int64_t> id_of(const auto& row) {
  if (row.id == 0) return std::nullopt;
  return row.id;
}

void put_row(Connection& connection, const Contact& row) {
  run(connection, R"(
      insert into contact (id, phone, created_at, updated_in, last_interaction, "values")
      values (?1, ?2, ?3, ?4, ?5, ?6)
      on conflict (id) do update
         set created_at = excluded.created_at, updated_in = excluded.updated_in,
             last_interaction = excluded.last_interaction, "values" = excluded."values")",
      id_of(row), row.phone, row.created_at, row.updated_in, row.last_interaction, row.values);
}

void put_row(Connection& connection, const HistoryEntry& row) {
  run(connection, R"(
      insert into history (id, ref, keyword, answer, refserialize, phone, options, created_at,
                           updated_in, contact_id, entry_key)
      values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      on conflict (id) do update
         set ref = excluded.ref, keyword = excluded.keyword, answer = excluded.answer,
             refserialize = excluded.refserialize, phone = excluded.phone,
             options = excluded.options, created_at = excluded.created_at,
             updated_in = excluded.updated_in, contact_id = excluded.contact_id)",
      id_of(row), row.ref, row.keyword, row.answer, row.ref_serialize, row.phone, row.options,
      row.created_at, row.updated_in, row.contact_id, row.entry_key);
}

/// What the statements of a table with numbers name.
struct NumberedTable {
  std::string_view name;
  std::string_view columns;
  std::string_view key;
};

template <class Row>
class TableNumbers final : public detail::NumberedRows<Row> {
 public:
  using Read = Row (*)(const Query&);

  TableNumbers(Connection& connection, const NumberedTable& table, Read read) noexcept
      : connection_{connection}, table_{table}, read_{read} {}

  [[nodiscard]] std::optional<Row> find(const std::string& key) override {
    Query query{connection_, select(fmt::format("{} = ?1", table_.key)), key};
    return read_one(query, read_);
  }

  [[nodiscard]] std::optional<Row> find(std::int64_t id) override {
    Query query{connection_, select("id = ?1"), id};
    return read_one(query, read_);
  }

  [[nodiscard]] std::vector<Row> without_key(Timestamp created_at) override {
    Query query{connection_, select(fmt::format("{} is null and created_at = ?1", table_.key)),
                created_at};
    return read_all(query, read_);
  }

  void pass(std::int64_t id) override { pass_ids(connection_, table_.name, id); }
  void put(const Row& row) override { put_row(connection_, row); }

 private:
  [[nodiscard]] std::string select(std::string_view condition) const {
    return fmt::format("select {} from {} where {}", table_.columns, table_.name, condition);
  }

  Connection& connection_;
  NumberedTable table_;
  Read read_;
};

class TableRows final : public detail::RestoreRows {
 public:
  explicit TableRows(Connection& connection) noexcept
      : connection_{connection},
        contacts_{connection, {"contact", contact_columns, "phone"}, read_contact},
        history_{connection, {"history", history_columns, "entry_key"}, read_history} {}

  [[nodiscard]] std::optional<Thread> find_thread(const std::string& id) override {
    return sqlite::find_thread(connection_, id);
  }

  [[nodiscard]] std::optional<detail::MessagePlace> place_of(const MessageKey& key) override {
    Query query{connection_,
                "select created_at, sequence from messages where id = ?1 and thread_id = ?2",
                key.id, key.thread_id};
    return read_one(query, [](const Query& row) {
      return detail::MessagePlace{row.get<Timestamp>(0), row.get<std::int64_t>(1)};
    });
  }

  [[nodiscard]] std::optional<std::string> message_at(const std::string& thread_id,
                                                      const detail::MessagePlace& place) override {
    Query query{
        connection_,
        "select id from messages where thread_id = ?1 and created_at = ?2 and sequence = ?3",
        thread_id, place.created_at, place.sequence};
    return read_one(query, [](const Query& row) { return row.get<std::string>(0); });
  }

  // Sequences are positive.
  void leave_place(const MessageKey& key) override {
    run(connection_, "update messages set sequence = -sequence where id = ?1 and thread_id = ?2",
        key.id, key.thread_id);
  }

  void put(const Thread& row) override {
    find_thread(row.id) ? replace_thread(connection_, row) : insert_thread(connection_, row);
  }

  void put(const Message& row) override {
    place_of(row.key()) ? replace_message(connection_, row.key(), row)
                        : insert_message(connection_, row);
  }

  void put(const MetadataEntry& row) override { put_metadata(connection_, row); }
  void put(const Resource& row) override { put_resource(connection_, row); }

  [[nodiscard]] detail::NumberedRows<Contact>& contacts() override { return contacts_; }
  [[nodiscard]] detail::NumberedRows<HistoryEntry>& history() override { return history_; }

 private:
  Connection& connection_;
  TableNumbers<Contact> contacts_;
  TableNumbers<HistoryEntry> history_;
};

}  // namespace

void SqliteOperations::do_restore(const backend::Restore& request, const CallOptions& call) {
  session().write("restore", call, [&](Connection& connection) {
    TableRows rows{connection};
    detail::restore(rows, request);
    return true;
  });
}

}  // namespace botstore::sqlite
