#include "backends/sqlite/schema/schema.hpp"

#include <array>

namespace botstore::sqlite {

namespace {

// The tables of the PostgreSQL schema, by the same names. Texts compare byte by byte; times are
// microseconds since 1970 in UTC; JSON is text that the library has checked. Columns that a page
// continues behind are never null.

constexpr const char* version_1 = R"sql(
create table threads (
  id text primary key not null,
  resource_id text not null,
  title text not null,
  metadata text not null,
  created_at integer not null,
  updated_at integer not null,
  last_message_at integer,
  archived_at integer,
  last_sequence integer not null,
  revision integer not null
) strict;
create index threads_by_resource_created on threads (resource_id, created_at, id);
create index threads_by_resource_updated on threads (resource_id, updated_at, id);
create index threads_by_created on threads (created_at, id);
create index threads_by_updated on threads (updated_at, id);

create table messages (
  id text not null,
  thread_id text not null references threads on delete cascade,
  resource_id text not null,
  role text not null,
  type text not null,
  metadata text not null,
  created_at integer not null,
  sequence integer not null,
  revision integer not null,
  content text not null,
  primary key (id, thread_id)
) strict;
create unique index messages_by_thread on messages (thread_id, created_at, sequence);
create index messages_by_resource on messages (resource_id, created_at, thread_id, sequence);

-- message_id is empty for a value of the thread's own. A message that moves takes its values along,
-- so whether each hangs on a message is looked at when a transaction ends.
create table metadata (
  thread_id text not null references threads on delete cascade,
  message_id text not null,
  key text not null,
  value text not null,
  updated_at integer not null,
  revision integer not null,
  message_ref text generated always as (nullif(message_id, '')) stored,
  primary key (thread_id, message_id, key),
  foreign key (message_ref, thread_id) references messages (id, thread_id)
    on delete cascade deferrable initially deferred
) strict;
create index metadata_by_message on metadata (message_ref, thread_id);

create table resources (
  id text primary key not null,
  working_memory text,
  metadata text not null,
  created_at integer not null,
  updated_at integer not null,
  revision integer not null
) strict;

create table contact (
  id integer primary key autoincrement,
  phone text unique,
  created_at integer not null,
  updated_in integer,
  last_interaction integer,
  "values" text not null
) strict;
create index contact_by_interaction on contact (coalesce(last_interaction, created_at), id);

create table history (
  id integer primary key autoincrement,
  ref text not null,
  keyword text,
  answer text not null,
  refserialize text not null,
  phone text,
  options text,
  created_at integer not null,
  updated_in integer,
  contact_id integer references contact on delete set null,
  entry_key text unique
) strict;
create index history_by_phone on history (phone, created_at, id);
create index history_by_phone_keyword on history (phone, created_at, id)
  where keyword is not null;
create index history_by_contact on history (contact_id, created_at, id);
create index history_by_created on history (created_at, id);

create table botstore_schema (
  version integer not null,
  readable_from integer not null
) strict;
)sql";

constexpr std::array migrations{
    Migration{.version = 1, .readable_from = 1, .sql = version_1},
};

}  // namespace

std::span<const Migration> all_migrations() noexcept {
  return migrations;
}

}  // namespace botstore::sqlite
