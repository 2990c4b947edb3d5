#pragma once

/// \file
/// What every example of a document may use without a word, and how its examples are run.

// The examples say with assert what holds, whatever the build type.
#undef NDEBUG
#include <algorithm>
#include <cassert>
#include <chrono>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "botstore/botstore.hpp"

namespace docs {

struct Example {
  int line = 0;
  void (*run)(botstore::Storage& store) = nullptr;
};

struct Section {
  const char* title = "";
  std::vector<Example> examples{};
};

/// Runs an example. Says where it stands, and returns false, if it throws.
inline bool passes(const char* document, const Example& example, botstore::Storage& store) {
  try {
    example.run(store);
    return true;
  } catch (const std::exception& error) {
    std::cerr << document << ':' << example.line << ": it throws: " << error.what() << '\n';
    return false;
  }
}

/// Runs the examples of each section in order on a store of the section's own, until one fails.
inline int run(const char* document, const std::vector<Section>& sections) {
  for (const auto& section : sections) {
    const auto store = botstore::open("memory:");
    store->init();
    for (const auto& example : section.examples)
      if (!passes(document, example, *store)) return 1;
  }
  return 0;
}

}  // namespace docs
