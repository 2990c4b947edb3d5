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

std::uint64_t random_bits() {
  std::uint64_t bits = 0;
  fill_random(std::as_writable_bytes(std::span{&bits, 1}));
  return bits;
}

Revision new_revision() {
  return new_revisions(1).front();
}

std::vector<Revision> new_revisions(std::size_t count) {
  std::vector<Revision> revisions(count);
  fill_random(std::as_writable_bytes(std::span{revisions}));
  for (auto& revision : revisions) {
    revision = Revision{static_cast<std::int64_t>(revision) & INT64_MAX};
    if (revision == no_revision) revision = Revision{1};
  }
  return revisions;
}

}  // namespace botstore::detail
