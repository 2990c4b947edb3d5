#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace botstore::detail {

/// What is wrong with a JSON text.
struct Fault {
  std::string what{};
  std::optional<std::size_t> at{};  ///< The byte; absent where it concerns the text as a whole.
};

/// `invalid value at byte 3`
[[nodiscard]] inline std::string describe(const Fault& fault) {
  return fault.at ? fault.what + " at byte " + std::to_string(*fault.at) : fault.what;
}

}  // namespace botstore::detail
