#include <fmt/format.h>

#include "backends/sqlite/operations/operations.hpp"
#include "backends/sqlite/operations/tables.hpp"

namespace botstore::sqlite {

std::vector<Message> SqliteOperations::do_get_messages(std::span<const MessageKey> keys,
                                                       const GetMessagesOptions& options,
                                                       const CallOptions& call) {
  return session().read("get_messages", call, [&](Connection& connection) {
    std::vector<Message> found;
    for (const auto& key : keys)
      if (auto row = find_message(connection, key, options.with_content))
        found.push_back(std::move(*row));
    return found;
  });
}

std::vector<Message> SqliteOperations::do_find_messages(std::span<const std::string> ids,
                                                        const GetMessagesOptions& options,
                                                        const CallOptions& call) {
  const auto sql = fmt::format("select {} from messages where id = ?1 order by thread_id",
                               message_columns_for(options.with_content));
  return session().read("find_messages", call, [&](Connection& connection) {
    std::vector<Message> found;
    for (const auto& id : ids) {
      Query query{connection, sql, id};
      while (query.next()) found.push_back(read_message(query));
    }
    return found;
  });
}

}  // namespace botstore::sqlite
