#include "lib/text/json/space.hpp"

#include <algorithm>
#include <iterator>

namespace botstore::detail {

std::string_view trimmed(std::string_view json) noexcept {
  const auto first = json.find_first_not_of(white_space);
  if (first == std::string_view::npos) return {};
  return json.substr(first, json.find_last_not_of(white_space) + 1 - first);
}

void write_one_line(std::string& out, std::string_view json) {
  std::ranges::replace_copy_if(
      json, std::back_inserter(out), [](char c) { return c == '\n' || c == '\r'; }, ' ');
}

}  // namespace botstore::detail
