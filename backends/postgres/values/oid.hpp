#pragma once

#include <cstdint>

/// \file
/// The numbers of the types that travel. PostgreSQL never changes those of its built-in types;
/// libpq does not publish them.

namespace botstore::postgres::oid {

inline constexpr std::uint32_t boolean = 16;
inline constexpr std::uint32_t int8 = 20;
inline constexpr std::uint32_t int2 = 21;
inline constexpr std::uint32_t int4 = 23;
inline constexpr std::uint32_t name = 19;
inline constexpr std::uint32_t text = 25;
inline constexpr std::uint32_t varchar = 1043;
inline constexpr std::uint32_t json = 114;
inline constexpr std::uint32_t float8 = 701;
inline constexpr std::uint32_t timestamptz = 1184;
inline constexpr std::uint32_t jsonb = 3802;

inline constexpr std::uint32_t boolean_array = 1000;
inline constexpr std::uint32_t int8_array = 1016;
inline constexpr std::uint32_t text_array = 1009;
inline constexpr std::uint32_t json_array = 199;
inline constexpr std::uint32_t float8_array = 1022;
inline constexpr std::uint32_t timestamptz_array = 1185;
inline constexpr std::uint32_t jsonb_array = 3807;

}  // namespace botstore::postgres::oid
