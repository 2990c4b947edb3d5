#include "backends/sqlite/operations/tables.hpp"

#include <fmt/format.h>

#include "lib/process/never_destroyed.hpp"

namespace botstore::sqlite {

std::optional<Thread> find_thread(Connection& connection, std::string_view id) {
  static constinit detail::NeverDestroyed<std::string> sql;
  const auto text = [] {
    return fmt::format("select {} from threads where id = ?1", thread_columns);
  };
  Query query{connection, sql.get(text), id};
  return read_one(query, read_thread);
}

void insert_thread(Connection& connection, const Thread& row) {
  run(connection, R"(
      insert into threads (id, resource_id, title, metadata, created_at, updated_at,
                           last_message_at, archived_at, last_sequence, revision)
      values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))",
      row.id, row.resource_id, row.title, row.metadata, row.created_at, row.updated_at,
      row.last_message_at, row.archived_at, row.last_sequence, row.revision);
}

void replace_thread(Connection& connection, const Thread& row) {
  run(connection, R"(
      update threads
         set resource_id = ?2, title = ?3, metadata = ?4, created_at = ?5, updated_at = ?6,
             last_message_at = ?7, archived_at = ?8, last_sequence = ?9, revision = ?10
       where id = ?1)",
      row.id, row.resource_id, row.title, row.metadata, row.created_at, row.updated_at,
      row.last_message_at, row.archived_at, row.last_sequence, row.revision);
}

std::optional<Message> find_message(Connection& connection, const MessageKey& key,
                                    bool with_content) {
  Query query{connection,
              fmt::format("select {} from messages where id = ?1 and thread_id = ?2",
                          message_columns_for(with_content)),
              key.id, key.thread_id};
  return read_one(query, read_message);
}

void insert_message(Connection& connection, const Message& row) {
  run(connection, R"(
      insert into messages (thread_id, id, resource_id, role, type, content, metadata, created_at,
                            sequence, revision)
      values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))",
      row.thread_id, row.id, row.resource_id, row.role, row.type, row.content, row.metadata,
      row.created_at, row.sequence, row.revision);
}

void replace_message(Connection& connection, const MessageKey& key, const Message& row) {
  run(connection, R"(
      update messages
         set thread_id = ?3, resource_id = ?4, role = ?5, type = ?6, content = ?7, metadata = ?8,
             created_at = ?9, sequence = ?10, revision = ?11
       where id = ?1 and thread_id = ?2)",
      key.id, key.thread_id, row.thread_id, row.resource_id, row.role, row.type, row.content,
      row.metadata, row.created_at, row.sequence, row.revision);
}

std::optional<Contact> find_contact(Connection& connection, std::string_view phone) {
  static constinit detail::NeverDestroyed<std::string> sql;
  const auto text = [] {
    return fmt::format("select {} from contact where phone = ?1", contact_columns);
  };
  Query query{connection, sql.get(text), phone};
  return read_one(query, read_contact);
}

std::int64_t put_contact(Connection& connection, const Contact& row) {
  if (row.id != 0) {
    run(connection, R"(
        update contact
           set created_at = ?2, updated_in = ?3, last_interaction = ?4, "values" = ?5
         where id = ?1)",
        row.id, row.created_at, row.updated_in, row.last_interaction, row.values);
    return row.id;
  }
  run(connection, R"(
      insert into contact (phone, created_at, updated_in, last_interaction, "values")
      values (?1, ?2, ?3, ?4, ?5))",
      row.phone, row.created_at, row.updated_in, row.last_interaction, row.values);
  return sqlite3_last_insert_rowid(connection.get());
}

std::string message_of(const MetadataOwner& owner) {
  return owner.message_id.value_or("");
}

void put_metadata(Connection& connection, const MetadataEntry& row) {
  run(connection, R"(
      insert into metadata (thread_id, message_id, key, value, updated_at, revision)
      values (?1, ?2, ?3, ?4, ?5, ?6)
      on conflict (thread_id, message_id, key) do update
         set value = excluded.value, updated_at = excluded.updated_at,
             revision = excluded.revision)",
      row.owner.thread_id, message_of(row.owner), row.key, row.value, row.updated_at, row.revision);
}

void put_resource(Connection& connection, const Resource& row) {
  run(connection, R"(
      insert into resources (id, working_memory, metadata, created_at, updated_at, revision)
      values (?1, ?2, ?3, ?4, ?5, ?6)
      on conflict (id) do update
         set working_memory = excluded.working_memory, metadata = excluded.metadata,
             created_at = excluded.created_at, updated_at = excluded.updated_at,
             revision = excluded.revision)",
      row.id, row.working_memory, row.metadata, row.created_at, row.updated_at, row.revision);
}

}  // namespace botstore::sqlite
