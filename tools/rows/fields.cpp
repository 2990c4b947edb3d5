#include "tools/rows/fields.hpp"

#include <array>

namespace botstore::transfer {

std::string_view name_of(Kind kind) noexcept {
  static constexpr std::array<std::string_view, kinds> names{"resource", "thread",  "message",
                                                             "metadata", "contact", "history"};
  return names.at(static_cast<std::size_t>(kind));
}

}  // namespace botstore::transfer
