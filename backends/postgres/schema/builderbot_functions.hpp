#pragma once

#include <string_view>

namespace botstore::postgres {

/// The two stored functions of BuilderBot's PostgreSQL adapter, for programs that call them. The
/// store does not: the adapter puts its own bodies in their place at each of its starts.
///
/// Their names, and the names and types of their parameters, are those that the adapter documents:
/// with any other, its CREATE OR REPLACE would make a second function or fail.

// Both update before they insert, for an insert takes a number from the sequence even if it then
// finds the row there. Two first saves of one phone meet in ON CONFLICT. The path is set because
// operators cannot well be written with their schema.

inline constexpr std::string_view save_contact_function = R"sql(
create or replace function {schema}.save_or_update_contact(
  in_phone varchar,
  in_values jsonb
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as {quote}
begin
  update {schema}.contact
     set "values" = in_values, updated_in = now()
   where phone = in_phone;
  if not found then
    insert into {schema}.contact (phone, created_at, "values")
    values (in_phone, now(), in_values)
    on conflict (phone) do update
       set "values" = excluded."values", updated_in = excluded.created_at;
  end if;
end
{quote})sql";

inline constexpr std::string_view save_history_function = R"sql(
create or replace function {schema}.save_or_update_history_and_contact(
  in_ref varchar,
  in_keyword varchar,
  in_answer text,
  in_refserialize text,
  in_phone varchar,
  in_options jsonb
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as {quote}
declare
  _now constant timestamptz := now();
  _contact_id integer;
begin
  update {schema}.contact
     set last_interaction = greatest(last_interaction, _now)
   where phone = in_phone
  returning id into _contact_id;
  if not found then
    insert into {schema}.contact as c (phone, created_at)
    values (in_phone, _now)
    on conflict (phone) do update
       set last_interaction = greatest(c.last_interaction, excluded.created_at)
    returning id into _contact_id;
  end if;
  insert into {schema}.history
    (ref, keyword, answer, refserialize, phone, options, contact_id, created_at)
  values
    (in_ref, in_keyword, in_answer, in_refserialize, in_phone, in_options, _contact_id, _now);
end
{quote})sql";

}  // namespace botstore::postgres
