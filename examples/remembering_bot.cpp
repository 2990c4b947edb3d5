// A bot that remembers: remembering_bot [STORE [DIALOGUES]]
//
// STORE is a URL, `memory:` by default. Read on in tour.cpp, what is shown; bot.cpp, how the bot
// remembers; recall.cpp, how it answers from memory.

#include <exception>
#include <iostream>
#include <string>

#include "botstore/open.hpp"
#include "tour.hpp"

int main(int argc, char** argv) {
  const std::string url = argc > 1 ? argv[1] : "memory:";
  const std::string dialogues = argc > 2 ? argv[2] : DIALOGUES;
  try {
    const auto store = botstore::open(url);
    store->init();
    example::tour(std::cout, *store, example::read_deliveries(dialogues));
    store->close();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
