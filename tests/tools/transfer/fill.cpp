#include <cstdint>
#include <exception>
#include <iostream>
#include <string>

#include "botstore/open.hpp"
#include "tests/tools/support/rows.hpp"

/// transfer-fill URL THREADS MESSAGES-EACH: fills a store, for scripts/soak.
int main(int argc, char** argv) {
  try {
    if (argc != 4) throw std::runtime_error{"usage: transfer-fill URL THREADS MESSAGES-EACH"};
    const auto store = botstore::open(argv[1]);
    store->init();
    botstore::tools::testing::fill_with_messages(*store, std::stoll(argv[2]), std::stoll(argv[3]));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
