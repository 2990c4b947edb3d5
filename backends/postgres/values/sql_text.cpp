#include "backends/postgres/values/sql_text.hpp"

#include <utility>

namespace botstore::postgres {

namespace {

__extension__ typedef unsigned __int128 Hash;

// FNV-1a of 128 bits (http://www.isthe.com/chongo/tech/comp/fnv/).
constexpr Hash offset_basis = Hash{0x6c62272e07bb0142} << 64 | 0x62b821756295c58d;
constexpr Hash prime = Hash{1} << 88 | 0x13b;

constexpr Hash step(Hash hash, std::uint32_t value) noexcept {
  return (hash ^ value) * prime;
}

StatementIdentity split(Hash hash) noexcept {
  return {static_cast<std::uint64_t>(hash >> 64), static_cast<std::uint64_t>(hash)};
}

StatementIdentity hash_of(std::string_view text) noexcept {
  auto hash = offset_basis;
  for (const char c : text) hash = step(hash, static_cast<unsigned char>(c));
  return split(hash);
}

}  // namespace

SqlText::SqlText(std::string sql) : sql_{std::move(sql)}, hash_{hash_of(sql_)} {}

StatementIdentity SqlText::identity(std::span<const std::uint32_t> types,
                                    std::uint32_t edition) const noexcept {
  auto hash = step(Hash{hash_.high} << 64 | hash_.low, edition);
  for (const auto type : types) hash = step(hash, type);
  return split(hash);
}

}  // namespace botstore::postgres
