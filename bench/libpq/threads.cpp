#include <fmt/format.h>

#include "bench/harness/program.hpp"
#include "bench/libpq/operations.hpp"
#include "bench/libpq/rows.hpp"

namespace bench::libpq {

namespace {

constexpr const char* columns =
    "id, resource_id, title, metadata, created_at, updated_at, last_message_at, archived_at, "
    "last_sequence, revision";

std::string get_sql() {
  return fmt::format("select {} from threads where id = $1", columns);
}

void get(Connection& connection, Pick& pick) {
  const Args args = Args{}.text(pick.thread());
  const auto found = connection.run("get", args);
  expect(found.rows() == 1 && !read_thread(found, 0).id.empty(), "get");
}

std::string list_sql() {
  return fmt::format(
      "select {} from threads where resource_id = $1 order by created_at desc, id desc limit 20",
      columns);
}

void list(Connection& connection, Pick& pick) {
  const Args args = Args{}.text(pick.owner());
  const auto answers = connection.pipeline({{"list", &args}, {"count", &args}});
  expect(!read_all(answers[0], read_thread).empty() && answers[1].number(0, 0) > 0, "list-threads");
}

constexpr const char* save_sql = R"(
  insert into threads as t (id, resource_id, title, metadata, created_at, updated_at, revision)
  values ($1, $2, $3, $4, $5, $5, $6)
  on conflict (id) do update
     set title = excluded.title, metadata = excluded.metadata, revision = excluded.revision,
         updated_at = greatest(excluded.updated_at, t.updated_at + interval '1 microsecond')
   where t.resource_id = excluded.resource_id
  returning created_at, updated_at, (xmax = 0)::int)";

void save(Connection& connection, Pick& pick) {
  const auto n = pick.number();
  const auto title = pick.title();
  Args args;
  args.text(pick.data().thread(n)).text(pick.data().owner(n)).text(title).text(metadata);
  args.time(botstore::system_now()).number(pick.revision());
  const auto saved = connection.run("save", args);
  expect(saved.rows() == 1 && saved.time(0, 0) <= saved.time(0, 1), "save-thread");
}

std::string update_sql() {
  return fmt::format(R"(
      update threads
         set title = $2, metadata = metadata || $3, revision = $5,
             updated_at = greatest($4, updated_at + interval '1 microsecond')
       where id = $1
      returning {})",
                     columns);
}

void update(Connection& connection, Pick& pick) {
  const auto title = pick.title();
  Args args;
  args.text(pick.thread()).text(title).text(metadata);
  args.time(botstore::system_now()).number(pick.revision());
  const auto updated = connection.run("update", args);
  expect(updated.rows() == 1 && read_thread(updated, 0).title == title, "update-thread");
}

}  // namespace

std::vector<Operation> thread_operations() {
  return {
      {"get", {{"get", get_sql()}}, get},
      {"list-threads",
       {{"list", list_sql()}, {"count", "select count(*) from threads where resource_id = $1"}},
       list},
      {"save-thread", {{"save", save_sql}}, save},
      {"update-thread", {{"update", update_sql()}}, update},
  };
}

}  // namespace bench::libpq
