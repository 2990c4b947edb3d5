#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "backends/postgres/schema/schema.hpp"
#include "backends/postgres/schema/upgrade.hpp"
#include "botstore/postgres_schema.hpp"
#include "lib/arguments/check.hpp"
#include "lib/sql/text.hpp"

namespace botstore::postgres {

using detail::replace_all;

namespace {

// Times without a zone are read in the session's, which the first statement sets: a cast to
// timestamptz does it, and leaves a column that has a zone as it is.

// Rows that are about to change, as they were. The newest contact of a phone wins.
constexpr std::string_view set_aside = R"sql(
create table {schema}.contact_set_aside as
select case when ranked.winner <> c.id then 'another contact of this phone is newer'
            when btrim(c.phone, {space}) = '' then 'the phone was blank'
            else 'the values were no object' end as reason,
       ranked.winner as kept_id, c.*
  from {schema}.contact as c
  join (select id, case when btrim(phone, {space}) <> '' then first_value(id) over (
                 partition by phone
                 order by greatest(created_at, updated_in, last_interaction) desc nulls last,
                          id desc)
               else id end as winner
          from {schema}.contact) as ranked on ranked.id = c.id
 where ranked.winner <> c.id or btrim(c.phone, {space}) = ''
    or jsonb_typeof(c."values") <> 'object')sql";

constexpr std::string_view give_history_to_winners = R"sql(
update {schema}.history as h
   set contact_id = a.kept_id
  from {schema}.contact_set_aside as a
 where h.contact_id = a.id and a.kept_id <> a.id)sql";

constexpr std::string_view delete_losers = R"sql(
delete from {schema}.contact as c
 using {schema}.contact_set_aside as a
 where c.id = a.id and a.kept_id <> a.id)sql";

constexpr std::string_view mend_contacts = R"sql(
update {schema}.contact
   set phone = case when btrim(phone, {space}) <> '' then phone end,
       "values" = case jsonb_typeof("values")
                    when 'object' then "values"
                    when 'null' then '{}'
                    else jsonb_build_object('value', "values") end
 where btrim(phone, {space}) = '' or jsonb_typeof("values") <> 'object')sql";

constexpr std::string_view drop_set_aside_if_empty = R"sql(
do {quote}
begin
  if not exists (select from {schema}.contact_set_aside) then
    drop table {schema}.contact_set_aside;
  end if;
end
{quote})sql";

constexpr std::string_view drop_phone_constraint = R"sql(
alter table {schema}.contact drop constraint if exists contact_phone_key)sql";

constexpr std::string_view alter_contact = R"sql(
alter table {schema}.contact
  alter phone drop default,
  alter phone type text collate "C",
  alter created_at drop default,
  alter created_at type timestamptz using coalesce(
    created_at::timestamptz, least(updated_in::timestamptz, last_interaction::timestamptz),
    timestamptz '1970-01-01 00:00:00Z'),
  alter created_at set default now(),
  alter created_at set not null,
  alter updated_in type timestamptz using updated_in::timestamptz,
  alter last_interaction type timestamptz using last_interaction::timestamptz,
  alter "values" set default '{}',
  add constraint contact_phone_key unique (phone))sql";

// Whatever the key is called, and whatever it does when a contact goes.
constexpr std::string_view drop_contact_keys = R"sql(
do {quote}
declare
  key name;
begin
  for key in select conname from pg_catalog.pg_constraint
              where conrelid = to_regclass({history}) and contype = 'f' loop
    execute format('alter table %s drop constraint %I', to_regclass({history}), key);
  end loop;
end
{quote})sql";

constexpr std::string_view forget_missing_contacts = R"sql(
update {schema}.history as h
   set contact_id = null
 where contact_id is not null
   and not exists (select from {schema}.contact as c where c.id = h.contact_id))sql";

constexpr std::string_view blank_phones_of_history = R"sql(
update {schema}.history set phone = null where btrim(phone, {space}) = '')sql";

constexpr std::string_view alter_history = R"sql(
alter table {schema}.history
  alter ref type text,
  alter keyword type text,
  alter phone drop default,
  alter phone type text collate "C",
  alter created_at drop default,
  alter created_at type timestamptz using coalesce(
    created_at::timestamptz, updated_in::timestamptz, timestamptz '1970-01-01 00:00:00Z'),
  alter created_at set default now(),
  alter created_at set not null,
  alter updated_in type timestamptz using updated_in::timestamptz,
  add column entry_key text collate "C" unique,
  add foreign key (contact_id) references {schema}.contact on delete set null)sql";

constexpr std::array conversion{
    set_aside,
    give_history_to_winners,
    delete_losers,
    mend_contacts,
    drop_set_aside_if_empty,
    drop_phone_constraint,
    drop_contact_keys,
    alter_contact,
    forget_missing_contacts,
    blank_phones_of_history,
    alter_history,
};

/// A phone of nothing but these counts as none.
constexpr std::string_view space = R"sql(E' \t\n\x0b\f\r')sql";

std::string quote_text(std::string_view text) {
  return "E'" + replace_all(replace_all(text, "\\", "\\\\"), "'", "''") + "'";
}

}  // namespace

std::vector<std::string> builderbot_adoption_sql(std::string_view schema, std::string_view zone,
                                                 bool resource_index) {
  constexpr std::string_view operation = "builderbot_adoption_sql";
  check_schema_name(operation, schema);
  detail::Check{operation}.name("zone", zone);
  const auto history = quote_text(quote_name(schema) + ".history");
  std::vector<std::string> statements{"set local timezone to " + quote_text(zone)};
  for (const auto statement : conversion)
    statements.push_back(in_schema(
        replace_all(replace_all(statement, "{history}", history), "{space}", space), schema));
  auto rest = upgrade_statements({.schema = schema,
                                  .migrations = all_migrations(),
                                  .resource_index = resource_index,
                                  .leave_out = shared_tables()});
  statements.insert(statements.end(), rest.begin(), rest.end());
  return statements;
}

}  // namespace botstore::postgres
