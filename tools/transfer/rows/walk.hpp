#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "botstore/json.hpp"
#include "botstore/storage.hpp"
#include "tools/rows/fields.hpp"
#include "tools/transfer/rows/calls.hpp"

namespace botstore::transfer {

/// A place between two rows of a walk.
struct Position {
  enum class Part : std::uint8_t { resources, threads, contacts, history, end };

  Part part = Part::resources;
  std::string cursor{};  ///< Of the part's list: where the page starts that the place is in.

  std::int64_t rows = 0;  ///< How many threads the page has, as it must have again; 0: any number.

  // Inside a page of threads:
  std::string thread{};  ///< The last thread that was begun; empty: none of this page.
  bool done = true;      ///< All of it has been passed; otherwise it is passed up to:
  bool in_metadata = false;
  std::string thread_cursor{};
};

[[nodiscard]] Json to_json(const Position& position);
/// Throws std::bad_optional_access for what to_json does not write.
[[nodiscard]] Position position_from(const Json& json);

/// Who is shown a store's rows.
struct Walker {
  std::function<void(Row row)> row{};
  /// Called between rows, where a later walk can go on.
  std::function<void(const Position& position)> rest{};
};

/// Shows all rows of a store behind `from`: resources by id, threads by time of creation, and with
/// them their messages and metadata values, then contacts and history. A row comes after those that
/// it needs.
///
/// It holds no snapshot: a row that others write meanwhile is shown or not. But what is shown fits
/// together: of a thread, messages that came after it was read are left out, and so are values
/// whose message is. Memory use is that of a page of rows.
void walk(Storage& store, const Position& from, const Walker& walker, const Calls& call);

/// How many rows a walk will show, or somewhat more.
[[nodiscard]] std::uint64_t estimate_rows(Storage& store, const Calls& call);

}  // namespace botstore::transfer
