#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

constexpr SqlTemplate get_messages_sql{"get_messages", R"(
      select {message_columns} from {s}.messages
       where (id, thread_id) in (select * from unnest($1, $2)))"};

constexpr SqlTemplate get_messages_without_content_sql{"get_messages without content", R"(
      select {message_columns_without_content} from {s}.messages
       where (id, thread_id) in (select * from unnest($1, $2)))"};

std::vector<Message> PostgresOperations::do_get_messages(std::span<const MessageKey> keys,
                                                         const GetMessagesOptions& options,
                                                         const CallOptions& call) {
  const auto& sql = options.with_content ? get_messages_sql : get_messages_without_content_sql;
  Params params;
  params.add_array(keys, [](const MessageKey& key) { return std::string_view{key.id}; })
      .add_array(keys, [](const MessageKey& key) { return std::string_view{key.thread_id}; });
  return read_all(
      session().read_one("get_messages", Batch{texts(call)[sql], std::move(params)}, call),
      read_message);
}

constexpr SqlTemplate find_messages_sql{
    "find_messages", "select {message_columns} from {s}.messages where id = any($1)"};

constexpr SqlTemplate find_messages_without_content_sql{
    "find_messages without content",
    "select {message_columns_without_content} from {s}.messages where id = any($1)"};

std::vector<Message> PostgresOperations::do_find_messages(std::span<const std::string> ids,
                                                          const GetMessagesOptions& options,
                                                          const CallOptions& call) {
  const auto& sql = options.with_content ? find_messages_sql : find_messages_without_content_sql;
  return read_all(
      session().read_one("find_messages", Batch{texts(call)[sql], Params{}.add_array(ids)}, call),
      read_message);
}

}  // namespace botstore::postgres
