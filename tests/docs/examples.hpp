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
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "botstore/botstore.hpp"

namespace docs {

/// `Store` is what the document's examples find under the name `store`.
template <class Store>
struct Example {
  int line = 0;
  void (*run)(Store& store) = nullptr;
};

template <class Store>
struct Section {
  const char* title = "";
  std::vector<Example<Store>> examples{};
};

/// Runs an example. Says where it stands, and returns false, if it throws.
template <class Store>
bool passes(const char* document, const Example<Store>& example, Store& store) {
  try {
    example.run(store);
    return true;
  } catch (const std::exception& error) {
    std::cerr << document << ':' << example.line << ": it throws: " << error.what() << '\n';
    return false;
  }
}

/// Runs the examples of each section in order on a store of the section's own, until one fails.
template <class Store>
int run_examples(const char* document, const std::vector<Section<Store>>& sections,
                 std::unique_ptr<Store> (*open_store)()) {
  for (const auto& section : sections) {
    const auto store = open_store();
    for (const auto& example : section.examples)
      if (!passes(document, example, *store)) return 1;
  }
  return 0;
}

}  // namespace docs
