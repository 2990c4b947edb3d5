#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "backends/postgres/operations/restore.hpp"
#include "backends/postgres/statements/expand.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "backends/postgres/statements/where.hpp"

namespace botstore::postgres {

namespace {

/// The largest id, of 32 bits as BuilderBot's tables have it. Throws if the column does not hold
/// it.
template <class Row>
std::int64_t largest_id(const std::vector<Row>& rows, std::string_view what) {
  std::int64_t largest = 0;
  for (const auto& row : rows) largest = std::max(largest, row.id);
  if (largest > std::numeric_limits<std::int32_t>::max())
    throw Error(ErrorCode::unsupported,
                {.context = fmt::format("restore: {} {}", what, largest),
                 .cause = "PostgreSQL's column id holds 32 bits, and this id needs more",
                 .hint = "Give the row the id 0: it gets a new one."});
  return largest;
}

// Nobody takes a number in between: whoever inserts a contact or an entry writes to the contacts
// first, which are locked.
constexpr SqlTemplate pass_id_sql{"restore pass id", R"(
      select setval(s.numbers, $2)
        from (select pg_get_serial_sequence($1, 'id')::regclass as numbers) s
       where $2 > coalesce(pg_sequence_last_value(s.numbers), 0) and {restore_is_granted})"};

void add_pass(Batch& batch, const SqlTexts& texts, std::string_view table, std::int64_t id) {
  batch.add(texts[pass_id_sql], Params{fmt::format("{}.{}", texts.schema(), table), id});
}

/// Chooses the id of each row of `input`: that of the stored row with its key, its own if that is
/// free or belongs to a row without a key as it is one itself, else a new one ($1 names the table).
/// Where a row without a key would get a new one, an equal row may stand for it. Subqueries, not
/// joins: each looks its row up, where the planner might read the table.
constexpr std::string_view choose_ids = R"(
      placed as (
        select i.*,
               coalesce((select k.id from {s}.{table} k where k.{key} = i.{key}),
                        case when i.id > 0 and not coalesce(
                                    (select i.{key} is not null or h.{key} is not null
                                       from {s}.{table} h where h.id = i.id), false)
                             then i.id end) as at
          from input i
      ), chosen as (
        select p.*, coalesce(p.at, nextval(pg_get_serial_sequence($1, 'id')::regclass)) as new_id
          from placed p
         where case when p.at is null and p.{key} is null
                    then not exists (select from {s}.{table} o
                                      where o.{key} is null and o.created_at = p.created_at
                                        and o.id not in (select id from input where {key} is null)
                                        and {same})
                    else true end
         order by p.id
      ))";

/// What differs between the statements of the two tables.
struct Kind {
  std::string_view name;
  std::string_view table;
  std::string_view key;
  std::string_view same;  ///< Whether the rows `o` and `p` say the same.
  std::string_view insert;
};

SharedSql composed(const SqlTexts& texts, const Kind& kind) {
  return texts.composed(kind.name, kind.name, [&] {
    const auto choose = expand(texts.schema(), choose_ids,
                               {{"table", kind.table}, {"key", kind.key}, {"same", kind.same}});
    return expand(texts.schema(), kind.insert, {{"choose", choose}});
  });
}

constexpr std::string_view same_contact = R"(
                                            (o.updated_in, o.last_interaction,
                                             coalesce(o."values", '{}'))
                                            is not distinct from
                                            (p.updated_in, p.last_interaction, p."values"))";

constexpr std::string_view insert_contact = R"(
      with input as (
        select * from unnest($2, $3, $4, $5, $6, $7)
                      as i (id, phone, created_at, updated_in, last_interaction, "values")
         where {restore_is_granted}
      ), {choose}
      insert into {s}.contact (id, phone, created_at, updated_in, last_interaction, "values")
      select new_id, phone, created_at, updated_in, last_interaction, "values" from chosen
      on conflict (id) do update
         set created_at = excluded.created_at, updated_in = excluded.updated_in,
             last_interaction = excluded.last_interaction, "values" = excluded."values")";

void add_contacts(Batch& batch, const SqlTexts& texts, const std::vector<Contact>& contacts) {
  Params params{fmt::format("{}.contact", texts.schema())};
  params.add_array(contacts, [](const auto& row) { return row.id; })
      .add_array(contacts, [](const auto& row) { return row.phone; })
      .add_array(contacts, [](const auto& row) { return row.created_at; })
      .add_array(contacts, [](const auto& row) { return row.updated_in; })
      .add_array(contacts, [](const auto& row) { return row.last_interaction; })
      .add_array(contacts, [](const auto& row) { return as_jsonb(row.values); });
  batch.add(composed(texts, {.name = "restore contact",
                             .table = "contact",
                             .key = "phone",
                             .same = same_contact,
                             .insert = insert_contact}),
            std::move(params));
}

constexpr std::string_view same_history = R"(
                                            (o.ref, o.keyword, o.answer, o.refserialize, o.phone,
                                             o.options, o.updated_in, o.contact_id)
                                            is not distinct from
                                            (p.ref, p.keyword, p.answer, p.refserialize, p.phone,
                                             p.options, p.updated_in, p.contact_id))";

constexpr std::string_view insert_history = R"(
      with input as (
        select i.id, i.ref, i.keyword, i.answer, i.refserialize, i.phone, i.options, i.created_at,
               i.updated_in, i.entry_key,
               coalesce((select c.id from {s}.contact c
                          where c.id = i.contact_id and c.phone is not distinct from i.phone),
                        (select c.id from {s}.contact c where c.phone = i.phone)) as contact_id
          from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
               as i (id, ref, keyword, answer, refserialize, phone, options, created_at,
                     updated_in, contact_id, entry_key)
         where {restore_is_granted}
      ), {choose}
      insert into {s}.history (id, ref, keyword, answer, refserialize, phone, options, created_at,
                               updated_in, contact_id, entry_key)
      select new_id, ref, keyword, answer, refserialize, phone, options, created_at, updated_in,
             contact_id, entry_key
        from chosen
      on conflict (id) do update
         set ref = excluded.ref, keyword = excluded.keyword, answer = excluded.answer,
             refserialize = excluded.refserialize, phone = excluded.phone,
             options = excluded.options, created_at = excluded.created_at,
             updated_in = excluded.updated_in, contact_id = excluded.contact_id)";

void add_history(Batch& batch, const SqlTexts& texts, const std::vector<HistoryEntry>& history) {
  Params params{fmt::format("{}.history", texts.schema())};
  params.add_array(history, [](const auto& row) { return row.id; })
      .add_array(history, [](const auto& row) { return std::string_view{row.ref}; })
      .add_array(history, [](const auto& row) { return row.keyword; })
      .add_array(history, [](const auto& row) { return std::string_view{row.answer}; })
      .add_array(history, [](const auto& row) { return std::string_view{row.ref_serialize}; })
      .add_array(history, [](const auto& row) { return row.phone; })
      .add_array(history, [](const auto& row) { return as_jsonb(row.options); })
      .add_array(history, [](const auto& row) { return row.created_at; })
      .add_array(history, [](const auto& row) { return row.updated_in; })
      .add_array(history, [](const auto& row) { return row.contact_id; })
      .add_array(history, [](const auto& row) { return row.entry_key; });
  batch.add(composed(texts, {.name = "restore history",
                             .table = "history",
                             .key = "entry_key",
                             .same = same_history,
                             .insert = insert_history}),
            std::move(params));
}

}  // namespace

// Other writers of contacts and history wait, readers do not: what an id is chosen by holds until
// the rows are written.
constexpr SqlTemplate lock_contacts_sql{"restore lock contacts",
                                        "lock table {s}.contact in exclusive mode"};

void add_people(Batch& batch, const SqlTexts& texts, const std::vector<Contact>& contacts,
                const std::vector<HistoryEntry>& history) {
  const auto last_contact = largest_id(contacts, "contact");
  const auto last_entry = largest_id(history, "history entry");
  batch.add(texts[lock_contacts_sql]);
  if (last_contact > 0) add_pass(batch, texts, "contact", last_contact);
  if (last_entry > 0) add_pass(batch, texts, "history", last_entry);
  if (!contacts.empty()) add_contacts(batch, texts, contacts);
  if (!history.empty()) add_history(batch, texts, history);
}

}  // namespace botstore::postgres
