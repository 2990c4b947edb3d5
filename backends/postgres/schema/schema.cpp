#include "backends/postgres/schema/schema.hpp"

#include <fmt/format.h>

#include "backends/postgres/schema/builderbot_functions.hpp"
#include "lib/sql/text.hpp"

namespace botstore::postgres {

using detail::replace_all;

namespace {

// The schema stays distributable by thread: every unique index and foreign key of messages and
// metadata holds thread_id, foreign keys of theirs cascade, and there are no triggers. Names
// compare byte by byte. Columns that a page continues behind are never null.

constexpr std::string_view create_threads = R"sql(
create table {schema}.threads (
  id text collate "C" primary key,
  resource_id text collate "C" not null,
  title text not null,
  metadata jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_message_at timestamptz,
  archived_at timestamptz,
  last_sequence bigint not null default 0,
  revision bigint not null
))sql";

constexpr std::string_view index_threads_by_resource_created = R"sql(
create index threads_by_resource_created on {schema}.threads (resource_id, created_at, id))sql";
constexpr std::string_view index_threads_by_resource_updated = R"sql(
create index threads_by_resource_updated on {schema}.threads (resource_id, updated_at, id))sql";

// For lists of everybody's threads, which would otherwise sort them all. Their condition holds for
// every thread. Only those lists state it: for a list of one resource's threads the planner would
// otherwise walk everybody's, where the resource has many.
constexpr std::string_view index_threads_by_created = R"sql(
create index threads_by_created on {schema}.threads (created_at, id)
  where id <> '')sql";
constexpr std::string_view index_threads_by_updated = R"sql(
create index threads_by_updated on {schema}.threads (updated_at, id)
  where id <> '')sql";

// The content is json, not jsonb, for it comes back byte for byte. The id comes first in the
// primary key, which thus also finds a message by its id alone.
constexpr std::string_view create_messages = R"sql(
create table {schema}.messages (
  id text collate "C" not null,
  thread_id text collate "C" not null references {schema}.threads on delete cascade,
  resource_id text collate "C" not null,
  role text not null,
  type text not null,
  content json not null,
  metadata jsonb not null,
  created_at timestamptz not null,
  sequence bigint not null,
  revision bigint not null,
  primary key (id, thread_id)
))sql";

constexpr std::string_view index_messages_by_thread = R"sql(
create unique index messages_by_thread on {schema}.messages (thread_id, created_at, sequence))sql";

// A thread's own values have the message_id '', for a key's column cannot be null; the foreign key
// looks at message_ref, which is null then.
constexpr std::string_view create_metadata = R"sql(
create table {schema}.metadata (
  thread_id text collate "C" not null references {schema}.threads on delete cascade,
  message_id text collate "C" not null default '',
  key text collate "C" not null,
  value jsonb not null,
  updated_at timestamptz not null,
  revision bigint not null,
  message_ref text collate "C" generated always as (nullif(message_id, '')) stored,
  primary key (thread_id, message_id, key),
  foreign key (message_ref, thread_id) references {schema}.messages (id, thread_id)
    on delete cascade
))sql";

// Without it the deletion of a message would read the whole table.
constexpr std::string_view index_metadata_by_message = R"sql(
create index metadata_by_message on {schema}.metadata (thread_id, message_ref)
  where message_ref is not null)sql";

constexpr std::string_view create_resources = R"sql(
create table {schema}.resources (
  id text collate "C" primary key,
  working_memory text,
  metadata jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  revision bigint not null
))sql";

// Contact and history bear the columns that BuilderBot's adapter documents, and the defaults that
// its inserts rely on.
constexpr std::string_view create_contact = R"sql(
create table {schema}.contact (
  id serial primary key,
  phone text collate "C" unique,
  created_at timestamptz not null default now(),
  updated_in timestamptz,
  last_interaction timestamptz,
  "values" jsonb default '{}'
))sql";

constexpr std::string_view index_contact_by_interaction = R"sql(
create index contact_by_interaction on {schema}.contact
  (coalesce(last_interaction, created_at), id))sql";
constexpr std::string_view index_contact_by_values = R"sql(
create index contact_by_values on {schema}.contact
  using gin ((coalesce("values", '{}')) jsonb_path_ops))sql";

// A contact's history outlives it. The database sees to that, not the store, so that it holds for
// whoever deletes a contact and for an entry that is saved at the same moment. Neither table is
// ever distributed, so nothing is lost by it.
constexpr std::string_view create_history = R"sql(
create table {schema}.history (
  id serial primary key,
  ref text not null,
  keyword text,
  answer text not null,
  refserialize text not null,
  phone text collate "C",
  options jsonb,
  created_at timestamptz not null default now(),
  updated_in timestamptz,
  contact_id integer references {schema}.contact on delete set null,
  entry_key text collate "C" unique
))sql";

constexpr std::string_view index_history_by_phone = R"sql(
create index history_by_phone on {schema}.history (phone, created_at, id))sql";
// The last entry with a keyword may lie behind any number without one.
constexpr std::string_view index_history_by_phone_keyword = R"sql(
create index history_by_phone_keyword on {schema}.history (phone, created_at, id)
  where keyword is not null)sql";
constexpr std::string_view index_history_by_contact = R"sql(
create index history_by_contact on {schema}.history (contact_id, created_at, id))sql";
constexpr std::string_view index_history_by_created = R"sql(
create index history_by_created on {schema}.history (created_at, id))sql";

// One row for each version that the schema has had.
constexpr std::string_view create_versions = R"sql(
create table {schema}.botstore_schema (
  version integer primary key,
  readable_from integer not null,
  applied_at timestamptz not null default now()
))sql";

// One row for each index that somebody is building beside writers.
constexpr std::string_view create_builds = R"sql(
create table {schema}.botstore_builds (
  index_name text collate "C" primary key,
  claimed_at timestamptz not null
))sql";

constexpr std::array version_1{
    create_threads,
    index_threads_by_resource_created,
    index_threads_by_resource_updated,
    index_threads_by_created,
    index_threads_by_updated,
    create_messages,
    index_messages_by_thread,
    create_metadata,
    index_metadata_by_message,
    create_resources,
    create_contact,
    index_contact_by_interaction,
    index_contact_by_values,
    create_history,
    index_history_by_phone,
    index_history_by_phone_keyword,
    index_history_by_contact,
    index_history_by_created,
    create_versions,
    create_builds,
    save_contact_function,
    save_history_function,
};

constexpr std::array migrations{
    Migration{.version = 1, .readable_from = 1, .statements = version_1},
};

/// A dollar quote that the schema's name does not end early.
std::string dollar_quote(std::string_view schema) {
  std::string quote = "$botstore$";
  for (int i = 1; schema.find(quote) != std::string_view::npos; ++i)
    quote = fmt::format("$botstore{}$", i);
  return quote;
}

}  // namespace

std::span<const Migration> all_migrations() noexcept {
  return migrations;
}

std::span<const std::string_view> shared_tables() noexcept {
  static constexpr std::array statements{create_contact, create_history};
  return statements;
}

std::string create_resource_index(std::string_view schema, IndexBuild build) {
  return fmt::format(
      "create index {}{} on {}.messages (resource_id, created_at, thread_id, sequence)",
      build == IndexBuild::concurrent ? "concurrently " : "", resource_index_name,
      quote_name(schema));
}

std::string quote_name(std::string_view name) {
  return fmt::format("\"{}\"", replace_all(name, "\"", "\"\""));
}

std::string in_schema(std::string_view statement, std::string_view schema) {
  // The name comes last: nothing in it is a placeholder.
  const auto quoted = replace_all(statement, "{quote}", dollar_quote(schema));
  return replace_all(quoted, "{schema}", quote_name(schema));
}

}  // namespace botstore::postgres
