#include <algorithm>
#include <functional>
#include <string_view>
#include <thread>

#include "backends/postgres/connection/run_batch.hpp"
#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/own_server.hpp"
#include "tests/postgres/support/proxy.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using std::chrono::milliseconds;
using testing::error_of;
using testing::OwnServer;
using testing::Proxy;

constexpr const char* someone_waits =
    "select exists (select from pg_stat_activity where wait_event = 'SyncRep')";

constexpr const char* end_who_waits =
    "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'";

/// A primary that answers a commit when its standby has it, and the standby.
struct Pair {
  OwnServer primary{{"synchronous_standby_names=standby"}};
  OwnServer standby{primary, "standby"};

  Pair() {
    primary.wait_until("select exists (select from pg_stat_replication where sync_state = 'sync')");
  }
};

NewMessage hello(const std::string& id) {
  return {.thread_id = "t", .id = id, .role = "user", .content = Json::string("hello")};
}

/// What a store does, told by a name.
struct Write {
  const char* name;
  std::function<void(Storage&, const CallOptions&)> run;
};

const std::vector<Write>& writes() {
  static const std::vector<Write> all{
      {"save_thread",
       [](Storage& s, const CallOptions& call) {
         s.save_thread({.id = "t", .resource_id = "ada", .title = "x"}, call);
       }},
      {"save_message",
       [](Storage& s, const CallOptions& call) { s.save_message(hello("m1"), {}, call); }},
      {"save_messages",
       [](Storage& s, const CallOptions& call) {
         s.save_messages({hello("m2"), hello("m3")}, {.expected_last_sequence = 1}, call);
       }},
      {"set_metadata",
       [](Storage& s, const CallOptions& call) {
         s.set_metadata({"t"}, "k", Json::parse("1"), {}, call);
       }},
      {"save_history",
       [](Storage& s, const CallOptions& call) {
         s.save_history({.ref = "r", .phone = "+1", .entry_key = "e"}, call);
       }},
      {"update_thread",
       [](Storage& s, const CallOptions& call) { s.update_thread("t", {.title = "y"}, call); }},
      {"delete_thread", [](Storage& s, const CallOptions& call) { s.delete_thread("t", call); }},
      {"transaction",
       [](Storage& s, const CallOptions& call) {
         s.transaction([](Storage& view) { view.save_thread({.id = "u", .resource_id = "ada"}); },
                       {}, call);
       }},
  };
  return all;
}

const Write& write_of(std::string_view name) {
  return *std::ranges::find(writes(), name, &Write::name);
}

}  // namespace

TEST_CASE("a commit that its standby has not got by the deadline is OutcomeUnknown") {
  Pair pair;
  PostgresStore store{{.connection_string = pair.primary.url()}};
  store.init();
  store.save_thread({.id = "t", .resource_id = "ada"});
  pair.standby.stop();
  for (const auto& write : writes()) {
    INFO(write.name);
    const auto error = error_of([&] { write.run(store, CallOptions::within(milliseconds{100})); });
    CHECK(error.code() == ErrorCode::outcome_unknown);
    CHECK_FALSE(error.retryable());
    CHECK(error.details().cause.find("standby") != std::string::npos);
  }
  CHECK(store.pool_statistics().opened == 1);
}

TEST_CASE("what was acknowledged is there after a failover") {
  Pair pair;
  std::vector<std::string> acknowledged;
  {
    PostgresStore store{{.connection_string = pair.primary.url()}};
    store.init();
    store.save_thread({.id = "t", .resource_id = "ada"});
    for (int i = 0; i < 8; ++i) {
      const auto id = "m" + std::to_string(i);
      if (i == 4) pair.standby.stop();
      try {
        store.save_message(hello(id), {}, CallOptions::within(milliseconds{i < 4 ? 60'000 : 50}));
        acknowledged.push_back(id);
      } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::outcome_unknown);
      }
    }
  }
  CHECK(acknowledged.size() == 4);
  pair.primary.stop();
  pair.standby.start();
  pair.standby.promote();
  pair.standby.ask("alter system set synchronous_standby_names = ''");
  PostgresStore store{{.connection_string = pair.standby.url()}};
  for (const auto& id : acknowledged) CHECK(store.get_message({"t", id}));
}

TEST_CASE("a save that finds its own work is done when the standby has it, not before") {
  Pair pair;
  PostgresStore store{{.connection_string = pair.primary.url()}};
  store.init();
  store.save_thread({.id = "t", .resource_id = "ada"});
  pair.standby.stop();
  // The session ends while it waits: the rows are there, and the store tries again.
  const auto lose_session = [&] {
    pair.primary.wait_until(someone_waits);
    pair.primary.ask(end_who_waits);
  };
  for (const auto* name : {"save_message", "save_history"}) {
    INFO(name);
    const std::jthread losing{lose_session};
    CHECK(error_of([&] {
            write_of(name).run(store, CallOptions::within(std::chrono::seconds{2}));
          }).code() == ErrorCode::outcome_unknown);
  }
  std::optional<Outcome> outcome;
  std::jthread saving{[&] { outcome = store.save_message(hello("last")).outcome; }};
  lose_session();
  pair.primary.wait_until(someone_waits);
  CHECK_FALSE(outcome);
  pair.standby.start();
  saving.join();
  CHECK(outcome == Outcome::inserted);
}

TEST_CASE("a commit that was answered is done, though the server stops at the same moment") {
  OwnServer server;
  server.ask("create table t (n int)");
  Proxy proxy{server.url()};
  const auto connection = testing::Database::connect_to(proxy.url());
  static_cast<void>(run_batch(*connection, "get", Batch{"select 1"}, Framing::read, {}));
  proxy.hold_syncs();
  std::jthread stopper{[&] {
    server.wait_until("select count(*) = 1 from t");
    server.wait_until_idle(PQbackendPID(connection->get()));
    server.stop();
  }};
  const Batch batch = Batch{"insert into t values (1)"}.add("select 2");
  CHECK(run_batch(*connection, "save", batch, Framing::write, {}).size() == 2);
  CHECK(connection->broken());
}

}  // namespace botstore::postgres
