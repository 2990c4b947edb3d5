#include "backends/postgres/statements/locks.hpp"

namespace botstore::postgres {

Error never_written(std::string_view operation, const std::string& what) {
  return {ErrorCode::unsupported,
          {.context = std::string{operation},
           .cause = what + ": was written and is not there",
           .hint = "A trigger or a policy of the table may keep its rows from being written."}};
}

constexpr SqlTemplate lock_thread{
    "lock thread", "select {thread_columns} from {s}.threads where id = $1 for no key update"};

constexpr SqlTemplate lock_threads{"lock threads", R"(
      with found as materialized (
        select id, last_sequence from {s}.threads where id = any($1) order by id for no key update
      ), noted as materialized (
        select set_config('botstore.locked', coalesce(array_agg(id), '{{}}')::text, true) from found
      )
      select f.id, f.last_sequence from noted left join found f on true)"};

constexpr SqlTemplate lock_one_thread{"lock thread of messages", R"(
      with found as materialized (
        select id, last_sequence from {s}.threads where id = $1 for no key update
      ), noted as materialized (
        select set_config('botstore.locked', coalesce(array_agg(id), '{{}}')::text, true) from found
      )
      select f.id, f.last_sequence from noted left join found f on true)"};

constexpr SqlTemplate refresh_last_message{"refresh last_message_at", R"(
      update {s}.threads t set last_message_at = m.latest
        from (select id, (select created_at from {s}.messages
                           where thread_id = x.id order by created_at desc limit 1) as latest
                from {s}.threads x
               where id = any ((select current_setting('botstore.losers')::text[])::text[])) m
       where t.id = m.id and t.last_message_at is distinct from m.latest)"};

}  // namespace botstore::postgres
