#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace botstore::postgres {

/// What tells one statement from every other one: a hash of 128 bits. Equal means the same text and
/// the same types, in every process, so that a name made of it never means two things.
struct StatementIdentity {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend bool operator==(const StatementIdentity&, const StatementIdentity&) = default;
};

struct HashOfIdentity {
  std::size_t operator()(const StatementIdentity& identity) const noexcept { return identity.low; }
};

/// The text of a statement, and its identity, which is known without reading the text again.
class SqlText {
 public:
  explicit SqlText(std::string sql);

  [[nodiscard]] const std::string& sql() const noexcept { return sql_; }

  /// With parameters of these types. Each `edition` is a statement of its own.
  [[nodiscard]] StatementIdentity identity(std::span<const std::uint32_t> types,
                                           std::uint32_t edition) const noexcept;

 private:
  std::string sql_;
  StatementIdentity hash_;
};

/// One that its maker keeps costs nothing to pass on; see SqlTexts.
using SharedSql = std::shared_ptr<const SqlText>;

}  // namespace botstore::postgres
