#include "backends/postgres/schema/migrate.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>
#include <vector>

#include "backends/postgres/connection/run_batch.hpp"
#include "backends/postgres/schema/index_build.hpp"
#include "backends/postgres/schema/inspect.hpp"
#include "backends/postgres/schema/upgrade.hpp"

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

constexpr std::string_view operation = "init";

/// How long to wait before asking again for the right to migrate.
constexpr std::chrono::milliseconds poll_interval{30};

/// What PostgreSQL says of a relation, and of a function, whose name is taken.
constexpr std::string_view duplicate_relation = "42P07";

/// One call of migrate().
class Migrator {
 public:
  Migrator(Connection& connection, const SchemaGoal& goal, const Limits& limits)
      : connection_{connection}, goal_{goal}, limits_{limits} {}

  std::string run();

 private:
  void look(Framing framing);
  void require_usable() const;
  void require_current() const;
  void upgrade();
  void upgrade_locked();
  [[nodiscard]] bool try_lock();
  void pause();
  void build_index();

  [[nodiscard]] int newest() const noexcept { return goal_.migrations.back().version; }
  [[nodiscard]] bool outdated() const noexcept { return state_.version < newest(); }
  // A newer schema may have done away with the index.
  [[nodiscard]] bool lacks_index() const noexcept {
    return goal_.resource_index && state_.version == newest() && state_.resource_index != true;
  }

  [[nodiscard]] Upgrade needed() const;
  [[nodiscard]] Error error(ErrorCode code, std::string cause, std::string hint) const;
  [[nodiscard]] Error refused(const Error& error, const std::string& script) const;

  Connection& connection_;
  const SchemaGoal& goal_;
  const Limits& limits_;
  SchemaState state_{};
};

std::string Migrator::run() {
  look(Framing::read);
  if (goal_.mode == SchemaMode::verify) {
    require_current();
    return state_.name;
  }
  if (outdated()) upgrade();
  if (lacks_index()) build_index();
  return state_.name;
}

void Migrator::look(Framing framing) {
  auto schema = state_.name.empty() ? goal_.schema : std::optional{state_.name};
  state_ = inspect(connection_, schema, framing, limits_);
  require_usable();
}

void Migrator::require_usable() const {
  if (!state_.ours && !state_.tables.empty())
    throw error(ErrorCode::already_exists,
                fmt::format("has others' tables of the store's names: {}", state_.tables),
                "Name a schema of its own in the store's options; init() creates it.");
  if (state_.version > newest() && state_.readable_from > newest())
    throw error(ErrorCode::schema_too_new,
                fmt::format("is of version {} and needs a library that knows version {}; this one "
                            "knows up to {}",
                            state_.version, state_.readable_from, newest()),
                "Update this program's botstore.");
  if (state_.version == newest() && !state_.missing.empty())
    throw error(
        ErrorCode::corrupt,
        fmt::format("is of version {}, but lacks tables: {}", state_.version, state_.missing),
        "Restore them, or, to start anew, drop the schema.");
}

void Migrator::require_current() const {
  if (outdated()) {
    const auto script = upgrade_script(needed());
    if (state_.version == 0)
      throw error(ErrorCode::schema_missing, "has no tables of the store's",
                  "This SQL makes them:\n" + script);
    throw error(ErrorCode::schema_outdated,
                fmt::format("is of version {}, older than {}", state_.version, newest()),
                "This SQL brings it up to date:\n" + script);
  }
  if (lacks_index() && !is_building_resource_index(connection_, state_.name, limits_))
    throw error(ErrorCode::schema_outdated, fmt::format("lacks the index {}", resource_index_name),
                "Do without it (resource_index = false), or run this SQL outside a transaction:\n" +
                    resource_index_script(state_.name));
}

void Migrator::upgrade() {
  while (!try_lock()) pause();
  const struct RollBack {
    Connection& connection;
    ~RollBack() { roll_back(connection); }  // Does nothing after a commit.
  } guard{connection_};
  // Others may have been at work before the lock was free.
  look(Framing::inside);
  if (!outdated()) return;
  try {
    upgrade_locked();
  } catch (const Error& error) {
    throw refused(error, upgrade_script(needed()));
  }
}

void Migrator::upgrade_locked() {
  Batch batch;
  for (auto& statement : upgrade_statements(needed())) batch.add(std::move(statement));
  static_cast<void>(run_batch(connection_, operation, batch, Framing::inside, limits_));
  static_cast<void>(run_batch(connection_, operation, Batch{}, Framing::commit, limits_));
  const bool is_new = state_.version == 0;
  state_.version = newest();
  if (is_new && goal_.resource_index) state_.resource_index = true;
}

/// Begins a transaction that holds the right to migrate. The lock is asked for and not waited for:
/// whoever waits for it inside a transaction would keep an index build from its end.
bool Migrator::try_lock() {
  // What was committed before the lock was free must be seen, whatever the role's default is.
  Batch batch{"set transaction isolation level read committed"};
  batch.add("select pg_try_advisory_xact_lock(hashtextextended($1, 0))",
            Params{"botstore schema " + state_.name});
  const auto results = run_batch(connection_, operation, batch, Framing::begin, limits_);
  if (results.back().front().get<bool>(0)) return true;
  roll_back(connection_);
  return false;
}

void Migrator::pause() {
  const auto end = limits_.until(steady_clock::now() + poll_interval);
  Waiting waiting{connection_.waker(), end};
  static_cast<void>(waiting.wait(connection_.socket(), Waiting::For::reading));
  if (const auto over = limits_.over()) throw interruption(operation, *over);
}

void Migrator::build_index() {
  try {
    build_resource_index(connection_, state_.name, limits_);
  } catch (const Error& error) {
    throw refused(error, resource_index_script(state_.name));
  }
}

Upgrade Migrator::needed() const {
  return {.schema = state_.name,
          .migrations = goal_.migrations,
          .from_version = state_.version,
          .schema_itself = state_.exists ? SchemaItself::is_there : SchemaItself::create,
          .resource_index = goal_.resource_index};
}

Error Migrator::error(ErrorCode code, std::string cause, std::string hint) const {
  return {code,
          {.context = fmt::format("{}: schema {}", operation, quote_name(state_.name)),
           .cause = std::move(cause),
           .hint = std::move(hint)}};
}

/// What the server's refusal of DDL means: with the SQL for somebody who may run it.
Error Migrator::refused(const Error& error, const std::string& script) const {
  auto details = error.details();
  if (error.code() == ErrorCode::permission_denied) {
    if (!details.hint.empty()) details.hint += details.hint.ends_with('.') ? " " : ". ";
    details.hint += "Or let a role that may do it run this SQL:\n" + script;
    return {error.code(), std::move(details)};
  }
  if (error.sqlstate() == duplicate_relation) {
    details.hint = "Name a schema of its own in the store's options; init() creates it.";
    return {ErrorCode::already_exists, std::move(details)};
  }
  return error;
}

}  // namespace

std::string migrate(Connection& connection, const SchemaGoal& goal, const Limits& limits) {
  if (goal.mode == SchemaMode::none)
    return goal.schema ? *goal.schema : default_schema(connection, limits);
  return Migrator{connection, goal, limits}.run();
}

}  // namespace botstore::postgres
