#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "backends/postgres/statements/sql.hpp"
#include "botstore/postgres.hpp"

namespace botstore::postgres {

namespace {

std::string_view columns_of(bool with_content) {
  return with_content ? message_columns : message_columns_without_content;
}

}  // namespace

std::vector<Message> PostgresOperations::do_get_messages(std::span<const MessageKey> keys,
                                                         const GetMessagesOptions& options,
                                                         const CallOptions& call) {
  const auto columns = columns_of(options.with_content);
  const auto statement = sql(schema(call), R"(
      select {columns} from {s}.messages
       where (id, thread_id) in (select * from unnest($1, $2)))",
                             fmt::arg("columns", columns));
  Params params;
  params.add_array(keys, [](const MessageKey& key) { return std::string_view{key.id}; })
      .add_array(keys, [](const MessageKey& key) { return std::string_view{key.thread_id}; });
  return read_all(session().read_one("get_messages", Batch{statement, std::move(params)}, call),
                  read_message);
}

std::vector<Message> PostgresOperations::do_find_messages(std::span<const std::string> ids,
                                                          const GetMessagesOptions& options,
                                                          const CallOptions& call) {
  const auto columns = columns_of(options.with_content);
  const auto statement = sql(schema(call), "select {columns} from {s}.messages where id = any($1)",
                             fmt::arg("columns", columns));
  return read_all(
      session().read_one("find_messages", Batch{statement, Params{}.add_array(ids)}, call),
      read_message);
}

}  // namespace botstore::postgres
