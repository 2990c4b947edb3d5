#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "botstore/query.hpp"

/// \file
/// Pieces of SQL that are the same for every database.

namespace botstore::detail {

/// `text` with `replacement` in place of every `placeholder`.
[[nodiscard]] std::string replace_all(std::string_view text, std::string_view placeholder,
                                      std::string_view replacement);

/// The least text behind all those that begin with `prefix`, in the order of their bytes; absent if
/// nothing lies behind them. Valid UTF-8, as `prefix` is.
[[nodiscard]] std::optional<std::string> end_of_prefix(std::string prefix);

/// ` order by …` for columns that all go the same way.
[[nodiscard]] std::string order_by(std::initializer_list<std::string_view> columns,
                                   Direction direction);

/// `>` or `<`: how what comes after a position compares with it.
[[nodiscard]] inline std::string_view after(Direction direction) noexcept {
  return direction == Direction::ascending ? ">" : "<";
}

}  // namespace botstore::detail
