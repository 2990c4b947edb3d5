#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "botstore/json.hpp"
#include "botstore/query.hpp"
#include "botstore/revision.hpp"
#include "botstore/time.hpp"

namespace botstore {

/// One step of a flow. The names are those of BuilderBot's table `history`.
struct HistoryEntry {
  std::int64_t id = 0;
  std::string ref{};                     ///< The step's own reference in the flow.
  std::optional<std::string> keyword{};  ///< The word that started the flow, on its first step.
  std::string answer{};
  std::string ref_serialize{};
  std::optional<std::string> phone{};  ///< Absent only in rows that came from elsewhere.
  std::optional<Json> options{};       ///< Any JSON value; its meaning is kept, its spacing is not.
  Timestamp created_at{};
  std::optional<Timestamp> updated_in{};     ///< Never set here; others' programs may.
  std::optional<std::int64_t> contact_id{};  ///< Absent once the contact was deleted.
  std::optional<std::string> entry_key{};    ///< Absent only in rows that came from elsewhere.
};

struct NewHistoryEntry {
  std::string ref{};
  std::optional<std::string> keyword{};
  std::string answer{};
  std::string ref_serialize{};
  std::string phone{};
  std::optional<Json> options{};
  std::optional<Timestamp> created_at{};  ///< Absent: now.
  /// Names this entry: saved again under the same key, nothing changes and the receipt says
  /// `duplicate`. Absent: `new_id()`.
  std::optional<std::string> entry_key{};
};

struct HistoryReceipt {
  Outcome outcome{};  ///< `inserted` or `duplicate`.
  std::int64_t id = 0;
  std::string entry_key{};
  Timestamp created_at{};
  std::optional<std::int64_t> contact_id{};
};

struct LastHistoryOptions {
  bool with_keyword = false;  ///< Only entries that have a keyword.
};

/// Ordered by (created_at, id). Conditions combine with AND; without one it is everybody's history.
struct HistoryQuery {
  std::optional<std::string> phone{};
  std::optional<std::int64_t> contact_id{};
  TimeRange created{};
  bool with_keyword = false;  ///< Only entries that have a keyword.
  Direction direction = Direction::ascending;
  Paging page{};
};

}  // namespace botstore
