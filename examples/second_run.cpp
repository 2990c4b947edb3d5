// What remembering_bot says when it runs again on a store that has kept everything.

#include <exception>
#include <iostream>
#include <sstream>

#include "botstore/open.hpp"
#include "tour.hpp"

int main() {
  try {
    const auto store = botstore::open("memory:");
    store->init();
    const auto deliveries = example::read_deliveries(DIALOGUES);
    std::ostringstream first;
    example::tour(first, *store, deliveries);
    example::tour(std::cout, *store, deliveries);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
