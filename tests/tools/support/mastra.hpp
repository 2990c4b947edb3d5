#pragma once

/// \file
/// A database of Mastra's PostgreSQL adapter.

namespace botstore::tools::testing {

/// The tables of Mastra's adapter, in the schema `agents`.
inline constexpr const char* mastra_tables = R"sql(
create schema agents;
set search_path = agents;
create table mastra_threads (
  id text primary key, "resourceId" text not null, title text not null, metadata jsonb,
  "createdAt" timestamp not null, "updatedAt" timestamp not null,
  "createdAtZ" timestamptz default now(), "updatedAtZ" timestamptz default now());
create table mastra_messages (
  id text primary key, thread_id text not null, content text not null, role text not null,
  type text not null, "createdAt" timestamp not null, "resourceId" text,
  "createdAtZ" timestamptz default now());
create table mastra_resources (
  id text primary key, "workingMemory" text, metadata jsonb,
  "createdAt" timestamp not null, "updatedAt" timestamp not null,
  "createdAtZ" timestamptz default now(), "updatedAtZ" timestamptz default now());
)sql";

// Old rows bear the time of the upgrade in their Z columns, 2025-06-01. Of "orphans" the messages
// are there and the thread is not.
inline constexpr const char* mastra_rows = R"sql(
set search_path = agents;
insert into mastra_threads values
  ('old-1', 'ada', 'Old', '{"k": 1}', '2024-01-01 10:00:00', '2024-01-02 10:00:00.123456',
   '2025-06-01 00:00:00Z', '2025-06-01 00:00:00Z'),
  ('old-2', 'ada', '', null, '2024-02-01 10:00:00', '2024-02-01 10:00:00',
   '2025-06-01 00:00:00Z', '2025-06-01 00:00:00Z'),
  ('new', 'grace', 'New', '[1]', '2026-01-01 00:00:00', '2026-01-01 00:00:01',
   '2026-01-01 00:00:00.000001Z', '2026-01-01 00:00:01.000001Z'),
  ('null', ' ', 'Null', '{}', '2026-01-03 00:00:00', '2026-01-03 00:00:00', null, null);
insert into mastra_messages values
  ('m3', 'new', '{"format":2, "parts":[],"content":"x"}', 'assistant', 'v2',
   '2026-01-01 00:00:02', 'grace', '2026-01-01 00:00:02Z'),
  ('m1', 'new', 'plain text', 'user', 'v2', '2026-01-01 00:00:00', null, '2026-01-01 00:00:00Z'),
  ('m2', 'new', '[{"type":"text","text":"zero \u0000 \\u0000 \ud83d\ude00 \ud800"}]', 'user', 'v2',
   '2026-01-01 00:00:01', 'other', '2026-01-01 00:00:01Z'),
  ('m4', 'new', '{not json', 'signal', '', '2026-01-01 00:00:03', '', '2026-01-01 00:00:03Z'),
  ('m5', 'new', '42', 'user', 'v2', '2026-01-01 00:00:04', 'grace', '2026-01-01 00:00:04Z'),
  ('o1', 'orphans', '"first"', 'user', 'v2', '2026-02-01 00:00:00', null, '2026-02-01 00:00:00Z'),
  ('o2', 'orphans', '"last"', 'user', 'v2', '2026-02-02 00:00:00', 'eve', '2026-02-02 00:00:00Z');
insert into mastra_resources values
  ('ada', '# Ada', '{"a": 1}', '2026-01-01 00:00:00', '2026-01-02 00:00:00',
   '2026-01-01 00:00:00Z', '2026-01-02 00:00:00Z'),
  ('grace', null, '"{\"b\": 2}"', '2026-01-01 00:00:00', '2026-01-01 00:00:00', null, null);
)sql";

}  // namespace botstore::tools::testing
