#pragma once

#include <string_view>

#include "backends/postgres/connection/meaning.hpp"

namespace botstore::postgres {

/// What it means that a server, or a pooler before it, admits no connection or ends one: by the
/// SQLSTATE and, where that says nothing, by the words. Poolers give nearly everything one
/// SQLSTATE, 08P01 or XX000, and speak English.
[[nodiscard]] Meaning meaning_of_refusal(std::string_view sqlstate,
                                         std::string_view words) noexcept;

}  // namespace botstore::postgres
