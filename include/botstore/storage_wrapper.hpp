#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <stop_token>

#include "botstore/storage.hpp"

namespace botstore {

/// A store that passes every call on to another one. Derive from it and override what you want to
/// see or change: to cache, to measure, to redact, or to break a promise in a test. An override
/// calls the wrapper's own function to go on:
///
///     class Counting : public botstore::StorageWrapper {
///      public:
///       using StorageWrapper::StorageWrapper;
///       int saves = 0;
///
///      protected:
///       std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
///                                                    const CallOptions& call) override {
///         ++saves;
///         return StorageWrapper::do_save_messages(request, call);
///       }
///       std::unique_ptr<Storage> wrap_transaction(Storage& view) override { … }
///     };
///
/// What can be overridden is listed, with what it is given, in backend/operations.hpp. The wrapper
/// calls public functions of the inner store, whose checks, clock and revisions count. May be
/// called from wherever the inner store may be.
class BOTSTORE_EXPORT StorageWrapper : public Storage {
 public:
  /// Refers to `inner`, which must outlive the wrapper. Closing the wrapper closes it too, once the
  /// wrapper's grace is over.
  explicit StorageWrapper(Storage& inner);
  /// Keeps `inner`, which must not be null.
  explicit StorageWrapper(std::unique_ptr<Storage> inner);
  ~StorageWrapper() override;

 protected:
  [[nodiscard]] Storage& inner() const noexcept { return *inner_; }

  /// The wrapper for the view of a transaction, so that what is done inside passes through the same
  /// overrides. It refers to `view` and lives until the transaction's function returns.
  virtual std::unique_ptr<Storage> wrap_transaction(Storage& view) = 0;

  void do_init(const CallOptions& call) override;
  void do_close() override;
  Capabilities do_capabilities() const override;
  void do_transaction(const TransactionBody& body, const TransactionOptions& options,
                      const CallOptions& call) override;
  std::optional<HistoryEntry> do_last_history(std::string_view phone,
                                              const LastHistoryOptions& options,
                                              const CallOptions& call) override;
#include "botstore/backend/overrides.inc"

 private:
  void cancel_inner() noexcept;

  std::unique_ptr<Storage> owned_;
  Storage* inner_;
  std::exception_ptr close_error_;
  std::stop_callback<std::function<void()>> on_closing_;
};

}  // namespace botstore
