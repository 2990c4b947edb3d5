#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/libpq/connection.hpp"

/// \file
/// The rows of the tables, as a program without the library would hold them.

namespace bench::libpq {

using botstore::Timestamp;

struct Thread {
  std::string id, resource_id, title, metadata;
  Timestamp created_at, updated_at;
  std::optional<Timestamp> last_message_at, archived_at;
  std::int64_t last_sequence, revision;
};

struct Message {
  std::string thread_id, id, resource_id, role, type, content, metadata;
  Timestamp created_at;
  std::int64_t sequence, revision;
};

struct Resource {
  std::string id, working_memory, metadata;
  Timestamp created_at, updated_at;
  std::int64_t revision;
};

struct Contact {
  std::int64_t id;
  std::string phone;
  Timestamp created_at;
  std::optional<Timestamp> updated_in, last_interaction;
  std::string values;
};

struct HistoryEntry {
  std::int64_t id;
  std::string ref, keyword, answer, refserialize, phone, options;
  Timestamp created_at;
  std::optional<Timestamp> updated_in;
  std::int64_t contact_id;
  std::string entry_key;
};

/// What a save of a message answers.
struct Saved {
  Timestamp created_at;
  std::int64_t sequence, revision;
};

inline Thread read_thread(const Answer& a, int row) {
  return {a.text(row, 0),   a.text(row, 1),  a.text(row, 2),        a.jsonb(row, 3),
          a.time(row, 4),   a.time(row, 5),  a.time_if_any(row, 6), a.time_if_any(row, 7),
          a.number(row, 8), a.number(row, 9)};
}

inline Message read_message(const Answer& a, int row) {
  return {a.text(row, 0), a.text(row, 1),  a.text(row, 2), a.text(row, 3),   a.text(row, 4),
          a.text(row, 5), a.jsonb(row, 6), a.time(row, 7), a.number(row, 8), a.number(row, 9)};
}

inline Resource read_resource(const Answer& a, int row) {
  return {a.text(row, 0), a.text(row, 1), a.jsonb(row, 2),
          a.time(row, 3), a.time(row, 4), a.number(row, 5)};
}

inline Contact read_contact(const Answer& a, int row) {
  return {a.number(row, 0),      a.text(row, 1),        a.time(row, 2),
          a.time_if_any(row, 3), a.time_if_any(row, 4), a.jsonb(row, 5)};
}

inline HistoryEntry read_history(const Answer& a, int row) {
  return {a.number(row, 0),
          a.text(row, 1),
          a.text(row, 2),
          a.text(row, 3),
          a.text(row, 4),
          a.text(row, 5),
          a.null(row, 6) ? std::string{} : a.jsonb(row, 6),
          a.time(row, 7),
          a.time_if_any(row, 8),
          a.number(row, 9),
          a.text(row, 10)};
}

inline Saved read_saved(const Answer& a, int row) {
  return {a.time(row, 0), a.number(row, 1), a.number(row, 2)};
}

template <class Read>
auto read_all(const Answer& answer, Read read) {
  std::vector<decltype(read(answer, 0))> rows;
  rows.reserve(static_cast<std::size_t>(answer.rows()));
  for (int row = 0; row < answer.rows(); ++row) rows.push_back(read(answer, row));
  return rows;
}

}  // namespace bench::libpq
