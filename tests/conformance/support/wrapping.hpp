#pragma once

#include <memory>

#include "botstore/storage_wrapper.hpp"

namespace botstore::testing {

/// A wrapper that wraps the view of a transaction into another `Derived`.
template <class Derived>
class Wrapping : public StorageWrapper {
 public:
  using StorageWrapper::StorageWrapper;

 protected:
  std::unique_ptr<Storage> wrap_transaction(Storage& view) override {
    return std::make_unique<Derived>(view);
  }
};

}  // namespace botstore::testing
