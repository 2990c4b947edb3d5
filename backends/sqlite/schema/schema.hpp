#pragma once

#include <cstdint>
#include <span>

namespace botstore::sqlite {

/// One step from a schema's version to the next.
struct Migration {
  std::int64_t version;
  /// The oldest library that can use the schema after this step, by the version that it brings.
  std::int64_t readable_from;
  const char* sql;
};

/// All steps, from version 1 on, in their order.
[[nodiscard]] std::span<const Migration> all_migrations() noexcept;

/// What marks a file as ours: SQLite's application_id, `bots` in ASCII.
inline constexpr std::int64_t application_id = 0x626f7473;

}  // namespace botstore::sqlite
