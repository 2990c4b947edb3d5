#include "tests/conformance/support/parallel.hpp"

#include <cstddef>
#include <exception>
#include <latch>
#include <thread>
#include <vector>

namespace botstore::testing {

namespace {

/// Lets the threads go at the end of the scope, even if one of them could not be started.
struct LetGo {
  std::latch& start;
  ~LetGo() { start.count_down(); }
};

}  // namespace

void in_parallel(int count, const std::function<void(int)>& body) {
  std::vector<std::exception_ptr> errors(static_cast<std::size_t>(count));
  std::latch start{1};
  std::vector<std::jthread> threads;
  {
    const LetGo let_go{start};
    for (int i = 0; i < count; ++i)
      threads.emplace_back([&, i] {
        start.wait();
        try {
          body(i);
        } catch (...) {
          errors[static_cast<std::size_t>(i)] = std::current_exception();
        }
      });
  }
  threads.clear();
  for (const auto& error : errors)
    if (error) std::rethrow_exception(error);
}

}  // namespace botstore::testing
