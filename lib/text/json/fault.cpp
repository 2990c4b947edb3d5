#include "lib/text/json/fault.hpp"

#include <fmt/format.h>

namespace botstore::detail {

std::string describe(const Fault& fault) {
  return fault.at ? fmt::format("{} at byte {}", fault.what, *fault.at) : fault.what;
}

}  // namespace botstore::detail
