#include "backends/memory/store.hpp"

#include <utility>

#include "backends/memory/backend.hpp"
#include "botstore/backend/errors.hpp"
#include "botstore/memory.hpp"
#include "lib/arguments/check.hpp"

namespace botstore {

std::unique_ptr<Storage> make_memory_store(Clock clock) {
  return std::make_unique<memory::MemoryStore>(std::move(clock));
}

namespace memory {

std::unique_ptr<Storage> open(const std::string& url, const OpenOptions& options) {
  if (url.find(':') + 1 != url.size())
    detail::Check{"open"}.refuse("url", "says something behind memory:",
                                 "A store in memory has no name; it is new each time.");
  return make_memory_store(options.clock);
}

void Database::require_schema(std::string_view operation) const {
  if (!initialised) throw backend::schema_missing(operation, "the store in memory");
}

MemoryStore::MemoryStore(Clock clock)
    : Storage{std::move(clock)},
      database_{std::make_shared<Database>()},
      viewer_{Viewer::committed} {}

MemoryStore::MemoryStore(std::shared_ptr<Database> database)
    : database_{std::move(database)}, viewer_{Viewer::writer} {}

void MemoryStore::do_init(const CallOptions&) {
  const std::lock_guard lock{database_->mutex};
  database_->initialised = true;
}

void MemoryStore::do_close() {
  const std::lock_guard lock{database_->mutex};
  database_->tables.clear();
}

Capabilities MemoryStore::do_capabilities() const {
  return {.backend = "memory"};
}

void MemoryStore::do_transaction(const TransactionBody& body, const TransactionOptions&,
                                 const CallOptions& call) {
  const auto turn = take_turn("transaction", call);
  // Where nothing is pending, because it was committed or the store was closed, it does nothing.
  const struct Rollback {
    Database& database;
    ~Rollback() {
      const std::lock_guard lock{database.mutex};
      database.tables.rollback();
    }
  } rollback{*database_};
  MemoryStore view{database_};
  body(view);
  const std::lock_guard lock{database_->mutex};
  database_->tables.commit();
}

detail::Gate::Turn MemoryStore::take_turn(std::string_view operation, const CallOptions& call) {
  if (viewer_ == Viewer::writer) return {};
  return database_->gate.enter(operation, detail::limits_of(call, closing()));
}

void MemoryStore::finish_write() noexcept {
  if (viewer_ == Viewer::writer)
    database_->tables.keep();
  else
    database_->tables.commit();
}

}  // namespace memory

}  // namespace botstore
