#pragma once

#include "tests/docs/examples.hpp"

/// \file
/// For most documents: `store` is a new, empty memory store.

namespace docs {

using Store = botstore::Storage;

inline std::unique_ptr<Store> open_store() {
  auto store = botstore::open("memory:");
  store->init();
  return store;
}

}  // namespace docs
