#include "bench/libpq/operations.hpp"

#include <algorithm>
#include <iterator>

namespace bench::libpq {

const std::vector<Operation>& operations() {
  static const auto all = [] {
    std::vector<Operation> together;
    for (const auto& part : {thread_operations(), message_operations(), people_operations()})
      std::copy(part.begin(), part.end(), std::back_inserter(together));
    return together;
  }();
  return all;
}

}  // namespace bench::libpq
