#include <fmt/format.h>

#include "bench/harness/program.hpp"
#include "bench/libpq/operations.hpp"
#include "bench/libpq/rows.hpp"

namespace bench::libpq {

namespace {

constexpr int batch_size = 100;

// The server's numbers of its types, which never change.
constexpr Oid int8_type = 20;
constexpr Oid text_type = 25;
constexpr Oid json_type = 114;
constexpr Oid jsonb_type = 3802;

constexpr std::string_view no_metadata = "{}";

// Of an equality the planner might make a walk over all that the resource has in other threads.
constexpr const char* last_20_sql = R"(
  select thread_id, id, resource_id, role, type, content, metadata, created_at, sequence, revision
    from messages where thread_id = $1 and case when resource_id = $2 then true else false end
   order by created_at desc, sequence desc limit 20)";

constexpr const char* count_sql =
    "select count(*) from messages where thread_id = $1 and resource_id = $2";

void last_20(Connection& connection, Pick& pick) {
  const auto n = pick.number();
  const Args args = Args{}.text(pick.data().thread(n)).text(pick.data().owner(n));
  const auto answer = connection.run("last-20", args);
  expect(read_all(answer, read_message).size() == 20, "last-20");
}

void last_20_total(Connection& connection, Pick& pick) {
  const auto n = pick.number();
  const Args args = Args{}.text(pick.data().thread(n)).text(pick.data().owner(n));
  const auto answers = connection.pipeline({{"last-20", &args}, {"count", &args}});
  expect(read_all(answers[0], read_message).size() == 20 && answers[1].number(0, 0) >= 20,
         "last-20-total");
}

// One statement, which commits itself, in place of BEGIN, UPDATE, INSERT and COMMIT. The update
// locks the thread, so the next save of the thread goes on from its numbers.
constexpr const char* save_sql = R"(
  with bumped as (
    update threads
       set last_sequence = last_sequence + 1, last_message_at = greatest(last_message_at, $6),
           updated_at = greatest($6, updated_at + interval '1 microsecond')
     where id = $1
    returning resource_id, last_sequence, last_message_at
  )
  insert into messages (thread_id, id, resource_id, role, type, content, metadata, created_at,
                        sequence, revision)
  select $1, $2, resource_id, $3, 'text', $4, $5, last_message_at, last_sequence, $7 from bumped
  on conflict (id, thread_id) do update
     set resource_id = excluded.resource_id, role = excluded.role, type = excluded.type,
         content = excluded.content, metadata = excluded.metadata, revision = excluded.revision
  returning created_at, sequence, revision)";

void save(Connection& connection, Pick& pick) {
  const auto id = pick.new_id();
  Args args;
  args.text(pick.thread()).text(id).text("user").text(pick.data().content()).text(no_metadata);
  args.time(botstore::system_now()).number(pick.revision());
  const auto saved = connection.run("save", args);
  expect(saved.rows() == 1 && read_saved(saved, 0).sequence > 0, "save");
}

constexpr const char* batch_sql = R"(
  with bumped as (
    update threads
       set last_sequence = last_sequence + $8::bigint,
           last_message_at = greatest(last_message_at, $7),
           updated_at = greatest($7, updated_at + interval '1 microsecond')
     where id = $1
    returning resource_id, last_sequence - $8::bigint as before, last_message_at
  )
  insert into messages (thread_id, id, resource_id, role, type, content, metadata, created_at,
                        sequence, revision)
  select $1, i.id, b.resource_id, i.role, 'text', i.content, i.metadata, b.last_message_at,
         b.before + i.n, i.revision
    from bumped b,
         unnest($2::text[], $3::text[], $4::json[], $5::jsonb[], $6::bigint[]) with ordinality
           as i (id, role, content, metadata, revision, n)
  on conflict (id, thread_id) do update
     set resource_id = excluded.resource_id, role = excluded.role, type = excluded.type,
         content = excluded.content, metadata = excluded.metadata, revision = excluded.revision
  returning created_at, sequence, revision)";

void batch(Connection& connection, Pick& pick) {
  const auto& content = pick.data().content();
  Array ids{text_type, batch_size, 36};
  Array roles{text_type, batch_size, 4};
  Array contents{json_type, batch_size, content.size()};
  Array metadata{jsonb_type, batch_size, no_metadata.size()};
  Array revisions{int8_type, batch_size, 8};
  for (int i = 0; i < batch_size; ++i) {
    ids.text(pick.new_id());
    roles.text("user");
    contents.text(content);
    metadata.jsonb(no_metadata);
    revisions.number(pick.revision());
  }
  Args args;
  args.text(pick.thread()).binary(ids.bytes()).binary(roles.bytes()).binary(contents.bytes());
  args.binary(metadata.bytes()).binary(revisions.bytes());
  args.time(botstore::system_now()).number(batch_size);
  const auto saved = connection.run("batch", args);
  expect(read_all(saved, read_saved).size() == batch_size, "batch");
}

}  // namespace

std::vector<Operation> message_operations() {
  return {
      {"last-20", {{"last-20", last_20_sql}}, last_20},
      {"last-20-total", {{"last-20", last_20_sql}, {"count", count_sql}}, last_20_total},
      {"save", {{"save", save_sql}}, save},
      {"batch", {{"batch", batch_sql}}, batch},
  };
}

}  // namespace bench::libpq
