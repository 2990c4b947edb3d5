#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "botstore/call_options.hpp"
#include "botstore/storage.hpp"
#include "lib/storage/lifecycle.hpp"
#include "lib/storage/transaction.hpp"
#include "lib/wait/limits.hpp"

namespace botstore::detail {

/// One call of a store's public function: every one passes through `run`.
class Call {
 public:
  /// Calls `work` if the store is open, the caller still waits, and the place is right; what it
  /// throws inside a transaction dooms that.
  template <class Work>
  static auto run(const Storage& store, std::string_view operation, const CallOptions& options,
                  Work&& work) {
    if (store.transaction_ == nullptr) {
      Transaction::require_outside(*store.lifecycle_, operation);
      return counted(*store.lifecycle_, false, operation, limits_of(options, {}),
                     std::forward<Work>(work));
    }
    auto& transaction = *store.transaction_;
    transaction.require_usable(operation);
    try {
      return counted(transaction.outer(), true, operation,
                     limits_of(options, {}, transaction.call()), std::forward<Work>(work));
    } catch (...) {
      transaction.note_failure();
      throw;
    }
  }

  /// Throws `Unsupported` if `store` is the view of a transaction.
  static void require_no_transaction(const Storage& store, std::string_view operation);

  /// Runs a transaction's function on a view of `store`, which must not be a view itself. Throws
  /// if the transaction is doomed, or `call`, which it is run for, is over.
  static void run_body(const Storage& store, Storage& view,
                       const std::function<void(Storage&)>& body, const CallOptions& call);

 private:
  template <class Work>
  static auto counted(Lifecycle& lifecycle, bool in_body, std::string_view operation,
                      const Limits& limits, Work&& work) {
    lifecycle.enter(operation, in_body);
    const struct Leave {
      Lifecycle& lifecycle;
      ~Leave() { lifecycle.leave(); }
    } leave{lifecycle};
    require_time(operation, limits, "before it began");
    return work();
  }
};

}  // namespace botstore::detail
