#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace botstore::from {

struct AdoptTask {
  std::string source{};           ///< libpq's connection string of BuilderBot's database.
  std::string schema = "public";  ///< Where its tables are.
  /// What its times, which bear no zone, are read in. Absent: that of the source's sessions.
  std::optional<std::string> zone{};
  bool resource_index = true;
  /// How long to wait for others to leave the tables. While it waits, they wait for it.
  std::chrono::milliseconds lock_timeout = std::chrono::seconds{5};
  /// How long each statement may take. Absent: any time.
  std::optional<std::chrono::milliseconds> timeout{};
};

/// What an adoption will do.
struct AdoptPlan {
  std::string zone{};
  std::uint64_t contacts = 0;
  std::uint64_t history = 0;
  std::uint64_t duplicates = 0;  ///< Contacts that share a phone with a newer one.
  std::vector<std::string> statements{};
};

struct AdoptReport {
  AdoptPlan plan{};
  std::uint64_t set_aside =
      0;  ///< The rows of the table contact_set_aside; without any it is gone.
  std::chrono::duration<double> down_time{};  ///< How long nobody else could use the tables.
};

/// Looks, and changes nothing. Throws `SchemaMissing` if there are no tables of BuilderBot's,
/// `AlreadyExists` if they are a store's, `Conflict` that names the views and the foreign keys of
/// others that depend on them.
[[nodiscard]] AdoptPlan plan_adoption(const AdoptTask& task);

/// Makes a store of BuilderBot's tables, where they are, in one transaction. Throws what
/// plan_adoption throws, and `Timeout` if others use the tables for longer than the lock timeout;
/// then nothing has been changed.
[[nodiscard]] AdoptReport adopt(const AdoptTask& task);

}  // namespace botstore::from
