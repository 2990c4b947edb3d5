#include "lib/random.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace botstore::detail {

void fill_random(std::span<std::byte> bytes) {
  constexpr std::size_t most_at_once = 256;
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(bytes.size(), most_at_once));
    if (getentropy(part.data(), part.size()) != 0)
      throw std::system_error(errno, std::generic_category(), "getentropy");
    bytes = bytes.subspan(part.size());
  }
}

Revision new_revision() {
  std::int64_t number = 0;
  do {
    fill_random(std::as_writable_bytes(std::span{&number, 1}));
    number &= INT64_MAX;
  } while (Revision{number} == no_revision);
  return Revision{number};
}

}  // namespace botstore::detail
