#include "tools/from/mastra_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "botstore/error.hpp"
#include "tools/from/blank.hpp"

namespace botstore::from {

namespace {

bool has(const std::vector<std::string>& columns, const std::string& name) {
  return std::ranges::find(columns, name) != columns.end();
}

std::string literal(std::string_view text) {
  return fmt::format("'{}'", text);  // Of instants only, which hold no quotes.
}

/// The values that an upgrade has filled a column with.
std::vector<std::string> upgrade_values(Source& source, const std::string& table,
                                        const std::string& plain, const std::string& zoned) {
  return source.values(fmt::format(
      "select {1}::text from {2} where {1} is not null group by {1} "
      "having count(distinct {0}) > 1 and max(abs(extract(epoch from {1} - {0} at time zone "
      "'UTC'))) > 60",
      plain, zoned, table));
}

/// SQL for the instant of one pair of columns.
std::string instant(Source& source, const std::string& table,
                    const std::vector<std::string>& columns, const std::string& name) {
  const auto plain = quote_name(name);
  const auto zoned = quote_name(name + "Z");
  const auto from_plain = fmt::format("m.{} at time zone 'UTC'", plain);
  if (!has(columns, name + "Z")) return from_plain;
  std::string filled;
  for (const auto& value : upgrade_values(source, table, plain, zoned))
    filled += (filled.empty() ? "" : ", ") + literal(value);
  if (filled.empty()) return fmt::format("coalesce(m.{}, {})", zoned, from_plain);
  return fmt::format("case when m.{0} is null or m.{0} in ({1}) then {2} else m.{0} end", zoned,
                     filled, from_plain);
}

Error missing(const std::string& schema, const std::string& table) {
  return {ErrorCode::schema_missing,
          {.context = "import from mastra",
           .cause = fmt::format("there is no table {} in the schema {} of the source", table,
                                quote_name(schema)),
           .hint = "Name the schema that Mastra keeps its tables in with --source-schema."}};
}

/// One of Mastra's tables.
struct Table {
  std::string name{};  ///< In SQL.
  std::vector<std::string> columns{};
  std::string created{};  ///< SQL for the instants of a row `m`.
  std::string updated{};

  [[nodiscard]] bool is_there() const noexcept { return !columns.empty(); }
};

Table look_at(Source& source, const std::string& schema, const std::string& name) {
  Table table{.name = quote_name(schema) + '.' + quote_name(name),
              .columns = source.columns(schema, name)};
  if (!table.is_there()) return table;
  table.created = instant(source, table.name, table.columns, "createdAt");
  if (has(table.columns, "updatedAt"))
    table.updated = instant(source, table.name, table.columns, "updatedAt");
  return table;
}

Table need(Source& source, const std::string& schema, const std::string& name) {
  auto table = look_at(source, schema, name);
  if (!table.is_there()) throw missing(schema, name);
  return table;
}

/// SQL for the resource that a message `m` names; old tables have no column for it.
std::string named_resource(const Table& messages) {
  if (!has(messages.columns, "resourceId")) return "null::text";
  return fmt::format(R"(case when {} then m."resourceId" end)", not_blank(R"(m."resourceId")"));
}

/// Threads that only messages name: id, owner, and the times of the first and the last message.
std::string select_orphan_threads(const Table& messages, const Table& threads) {
  const auto named = named_resource(messages);
  return fmt::format(
      "select m.thread_id, (array_agg({0} order by {1}, m.id) filter (where {0} is not null))[1] "
      "as owner, {2} as first, {3} as last "
      "from {4} as m where not exists (select from {5} as t where t.id = m.thread_id) "
      "group by m.thread_id",
      named, messages.created, as_text(fmt::format("min({})", messages.created)),
      as_text(fmt::format("max({})", messages.created)), messages.name, threads.name);
}

std::string select_messages(const Table& messages, const Table& threads) {
  return fmt::format(
      R"(select m.thread_id, m.id, coalesce({0}, t."resourceId", o.owner), m.role, m.type, )"
      R"(m.content, {1}, t.id is null from {2} as m left join {3} as t on t.id = m.thread_id )"
      R"(left join ({4}) as o on o.thread_id = m.thread_id order by m.thread_id, {5}, m.id)",
      named_resource(messages), as_text(messages.created), messages.name, threads.name,
      select_orphan_threads(messages, threads), messages.created);
}

std::string select_rows(const Table& table, std::string_view columns) {
  return fmt::format("select {}, {}, {} from {} as m order by m.id", columns,
                     as_text(table.created), as_text(table.updated), table.name);
}

}  // namespace

MastraSql mastra_sql(Source& source, const std::string& schema) {
  const auto threads = need(source, schema, "mastra_threads");
  const auto messages = need(source, schema, "mastra_messages");
  const auto resources = look_at(source, schema, "mastra_resources");
  MastraSql sql{
      .threads = select_rows(threads, R"(m.id, m."resourceId", m.title, m.metadata::text)"),
      .messages = select_messages(messages, threads),
      .orphan_threads = select_orphan_threads(messages, threads) + " order by m.thread_id",
      .count = fmt::format("select (select count(*) from {}) + (select count(*) from {})",
                           threads.name, messages.name)};
  // Old databases have no resources.
  if (resources.is_there()) {
    sql.resources = select_rows(resources, R"(m.id, m."workingMemory", m.metadata::text)");
    sql.count += fmt::format(" + (select count(*) from {})", resources.name);
  }
  return sql;
}

}  // namespace botstore::from
