#include "backends/sqlite/sessions/database.hpp"

#include <utility>

#include "backends/sqlite/schema/migrate.hpp"

namespace botstore::sqlite {

namespace {

/// Idle readers to keep open. More than that many calls at once make and close their own.
constexpr std::size_t readers_kept = 16;

}  // namespace

void Database::init(const Limits& limits) {
  const auto turn = gate_.enter("init", limits);
  const auto connection = writer([&] { return open_or_create(options_, limits); });
  const Connection::Use use{*connection, "init", limits};
  migrate(*connection);
}

std::unique_ptr<Connection> Database::connect(std::string_view operation,
                                              const Limits& limits) const {
  return open_existing(options_, operation, limits);
}

std::unique_ptr<Connection> Database::take_reader(std::string_view operation,
                                                  const Limits& limits) {
  {
    const std::lock_guard lock{mutex_};
    if (!readers_.empty()) {
      auto reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  return connect(operation, limits);
}

void Database::give_back(std::unique_ptr<Connection> reader) noexcept {
  const std::lock_guard lock{mutex_};
  if (readers_.size() < readers_kept) readers_.push_back(std::move(reader));
}

Database::Writer::Writer(Database& database, std::string_view operation, const Limits& limits)
    : database_{database},
      turn_{database.gate_.enter(operation, limits)},
      connection_{database.writer([&] { return database.connect(operation, limits); })} {}

void Database::Writer::retire_connection() const noexcept {
  const std::lock_guard lock{database_.mutex_};
  database_.writer_.reset();
}

void Database::close() noexcept {
  const std::lock_guard lock{mutex_};
  readers_.clear();
  writer_.reset();
}

}  // namespace botstore::sqlite
