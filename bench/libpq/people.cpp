#include <fmt/format.h>

#include "bench/harness/program.hpp"
#include "bench/libpq/operations.hpp"
#include "bench/libpq/rows.hpp"

namespace bench::libpq {

namespace {

constexpr const char* resource_columns =
    "id, working_memory, metadata, created_at, updated_at, revision";

std::string get_resource_sql() {
  return fmt::format("select {} from resources where id = $1", resource_columns);
}

void get_resource(Connection& connection, Pick& pick) {
  const Args args = Args{}.text(pick.person());
  const auto found = connection.run("get", args);
  expect(found.rows() == 1 && !read_resource(found, 0).id.empty(), "get-resource");
}

constexpr const char* save_resource_sql = R"(
  insert into resources as r (id, working_memory, metadata, created_at, updated_at, revision)
  values ($1, $2, $3, $4, $4, $5)
  on conflict (id) do update
     set working_memory = excluded.working_memory, metadata = excluded.metadata,
         updated_at = greatest(excluded.updated_at, r.updated_at + interval '1 microsecond'),
         revision = excluded.revision
  returning created_at, updated_at, (xmax = 0)::int)";

void save_resource(Connection& connection, Pick& pick) {
  Args args;
  args.text(pick.person()).text(working_memory).text(metadata);
  args.time(botstore::system_now()).number(pick.revision());
  const auto saved = connection.run("save", args);
  expect(saved.rows() == 1 && saved.time(0, 0) <= saved.time(0, 1), "save-resource");
}

std::string update_resource_sql() {
  return fmt::format(R"(
      insert into resources as r (id, working_memory, metadata, created_at, updated_at, revision)
      values ($1, $2, $3, $4, $4, $5)
      on conflict (id) do update
         set working_memory = excluded.working_memory, metadata = r.metadata || excluded.metadata,
             updated_at = greatest(excluded.updated_at, r.updated_at + interval '1 microsecond'),
             revision = excluded.revision
      returning {})",
                     resource_columns);
}

void update_resource(Connection& connection, Pick& pick) {
  const auto memory = pick.title();
  Args args;
  args.text(pick.person()).text(memory).text(metadata);
  args.time(botstore::system_now()).number(pick.revision());
  const auto updated = connection.run("update", args);
  expect(updated.rows() == 1 && read_resource(updated, 0).working_memory == memory,
         "update-resource");
}

constexpr const char* get_contact_sql = R"(
  select id, phone, created_at, updated_in, last_interaction, coalesce("values", '{}')
    from contact where phone = $1)";

void get_contact(Connection& connection, Pick& pick) {
  const Args args = Args{}.text(pick.phone());
  const auto found = connection.run("get", args);
  expect(found.rows() == 1 && read_contact(found, 0).id > 0, "get-contact");
}

constexpr const char* save_contact_sql = R"(
  insert into contact as c (phone, "values", created_at) values ($1, $2, $3)
  on conflict (phone) do update
     set "values" = coalesce(c."values", '{}') || excluded."values", updated_in = $3
  returning id, created_at, updated_in, (xmax = 0)::int)";

void save_contact(Connection& connection, Pick& pick) {
  const Args args = Args{}.text(pick.phone()).text(contact_values).time(botstore::system_now());
  const auto saved = connection.run("save", args);
  expect(saved.rows() == 1 && saved.number(0, 0) > 0, "save-contact");
}

constexpr const char* last_history_sql = R"(
  select id, ref, keyword, answer, refserialize, phone, options, created_at, updated_in, contact_id,
         entry_key
    from history where phone = $1 order by created_at desc, id desc limit 1)";

void last_history(Connection& connection, Pick& pick) {
  const Args args = Args{}.text(pick.phone());
  const auto found = connection.run("last", args);
  expect(found.rows() == 1 && read_history(found, 0).id > 0, "last-history");
}

constexpr const char* save_history_sql = R"(
  with met as (
    insert into contact as c (phone, created_at) values ($4, $5)
    on conflict (phone) do update
       set last_interaction = greatest(c.last_interaction, excluded.created_at)
    returning id
  )
  insert into history (ref, answer, refserialize, phone, created_at, contact_id, entry_key)
  select $1, $2, $3, $4, $5, id, $6 from met
  on conflict (entry_key) do nothing
  returning id, created_at, contact_id)";

void save_history(Connection& connection, Pick& pick) {
  const auto key = pick.new_id();
  Args args;
  args.text("welcome").text(answer).text("welcome-serialized").text(pick.phone());
  args.time(botstore::system_now()).text(key);
  const auto saved = connection.run("save", args);
  expect(saved.rows() == 1 && saved.number(0, 0) > 0, "save-history");
}

}  // namespace

std::vector<Operation> people_operations() {
  return {
      {"get-resource", {{"get", get_resource_sql()}}, get_resource},
      {"save-resource", {{"save", save_resource_sql}}, save_resource},
      {"update-resource", {{"update", update_resource_sql()}}, update_resource},
      {"get-contact", {{"get", get_contact_sql}}, get_contact},
      {"save-contact", {{"save", save_contact_sql}}, save_contact},
      {"last-history", {{"last", last_history_sql}}, last_history},
      {"save-history", {{"save", save_history_sql}}, save_history},
  };
}

}  // namespace bench::libpq
