#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string_view>

#include "backends/memory/tables.hpp"
#include "backends/memory/turnstile_mutex.hpp"
#include "botstore/storage.hpp"
#include "lib/wait/gate.hpp"

namespace botstore::memory {

/// What a store and the views of its transactions work on.
struct Database {
  /// Held by the one writer: for a call of its own, or for a whole transaction.
  detail::Gate gate{};

  /// Guards what follows: shared by calls that read, exclusive for calls that write. Held for no
  /// longer than a call, so that nobody waits here for a transaction's function.
  TurnstileMutex mutex{};
  Tables tables{};
  bool initialised = false;

  void require_schema(std::string_view operation) const;
};

/// A store, or the view that a transaction of it hands out. The two differ in whether a write takes
/// the gate and commits by itself, and in which versions of rows are seen.
class MemoryStore final : public Storage {
 public:
  explicit MemoryStore(Clock clock);

  /// The view of a transaction, for as long as the caller holds the gate.
  explicit MemoryStore(std::shared_ptr<Database> database);

 private:
  void do_init(const CallOptions& call) override;
  void do_close() override;
  Capabilities do_capabilities() const override;
  void do_transaction(const TransactionBody& body, const TransactionOptions& options,
                      const CallOptions& call) override;

#include "botstore/backend/overrides.inc"

  /// Calls `work(const Rows&)` on what this object sees.
  template <class Work>
  auto read(std::string_view operation, Work&& work) const {
    const std::shared_lock lock{database_->mutex};
    database_->require_schema(operation);
    return work(Rows{database_->tables, viewer_});
  }

  /// Calls `work(Edits&)`; what it writes is undone if it throws.
  template <class Work>
  auto write(std::string_view operation, const CallOptions& call, Work&& work) {
    const auto turn = take_turn(operation, call);
    const std::lock_guard lock{database_->mutex};
    database_->require_schema(operation);
    const Statement statement{database_->tables};
    Edits edits{database_->tables};
    auto result = work(edits);
    finish_write();
    return result;
  }

  /// Undoes what was written since it was made, unless that was kept or committed.
  class Statement {
   public:
    explicit Statement(Tables& tables) noexcept : tables_{tables} {}
    ~Statement() { tables_.undo(); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

   private:
    Tables& tables_;
  };

  [[nodiscard]] detail::Gate::Turn take_turn(std::string_view operation, const CallOptions& call);
  void finish_write() noexcept;

  std::shared_ptr<Database> database_;
  Viewer viewer_;
};

}  // namespace botstore::memory
