#pragma once

#include <exception>
#include <string_view>

#include "botstore/call_options.hpp"
#include "lib/storage/lifecycle.hpp"

namespace botstore::detail {

/// A transaction whose function is running, from the base's point of view: whether it is doomed,
/// and that the running thread must not use the outer store.
class Transaction {
 public:
  Transaction(Lifecycle& outer, const CallOptions& call) noexcept;
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  [[nodiscard]] Lifecycle& outer() const noexcept { return outer_; }

  /// The options of the call that runs it, which hold for every call in it.
  [[nodiscard]] const CallOptions& call() const noexcept { return call_; }

  /// Throws, with the code of the error that doomed the transaction, if one has.
  void require_usable(std::string_view operation) const;

  /// Notes the exception that is being handled. `InvalidArgument` dooms nothing: nothing was sent.
  void note_failure() noexcept;

  /// Throws what doomed the transaction, if something has.
  void rethrow_doom() const;

  /// Throws `Unsupported` if the calling thread is inside a transaction of this store.
  static void require_outside(const Lifecycle& store, std::string_view operation);

 private:
  Lifecycle& outer_;
  const CallOptions& call_;
  const Transaction* enclosing_;  // The calling thread's next transaction, of another store.
  std::exception_ptr doom_;
};

}  // namespace botstore::detail
