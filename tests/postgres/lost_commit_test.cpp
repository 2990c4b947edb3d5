#include <functional>
#include <thread>

#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/conformance/support/moved.hpp"
#include "tests/postgres/support/proxy.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::error_of;
using testing::Observer;
using testing::Proxy;

constexpr auto schema = "lost commits";

/// A store behind a line that breaks, with a thread `t` and a message `m` in it.
class Store {
 public:
  Store() {
    Observer{}.ask(
        "set client_min_messages = warning; drop schema if exists \"lost commits\" cascade");
    store_.init();
    store_.save_thread({.id = "t", .resource_id = "ada"});
    store_.save_message({.thread_id = "t", .id = "m", .role = "user"});
  }

  /// Does `work`, whose first answer is lost after the server has committed.
  template <class Work>
  auto lose_answer(const Work& work) {
    static_cast<void>(store_.get_thread("t"));  // There is a connection now.
    Observer observer;
    const auto before = observer.ask("select clock_timestamp()");
    proxy_.hold_answers();
    const std::jthread cutter{[&] {
      observer.wait_until(
          "select exists (select from pg_stat_activity where application_name = 'botstore' "
          "and state = 'idle' and state_change > '" +
          before + "')");
      proxy_.cut();
    }};
    return work(store_);
  }

  /// Does `work`, whose first try ends in the server before the commit, without an answer.
  template <class Work>
  auto lose_work(const Work& work) {
    static_cast<void>(store_.get_thread("t"));
    Observer locking;
    locking.ask("begin");
    locking.ask("lock table \"lost commits\".threads");
    proxy_.hold_answers();
    const std::jthread cutter{[&] {
      Observer observer;
      observer.wait_until(
          "select exists (select from pg_stat_activity where application_name = 'botstore' "
          "and wait_event_type = 'Lock')");
      observer.ask(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = "
          "'botstore'");
      observer.wait_until(
          "select not exists (select from pg_stat_activity where application_name = 'botstore')");
      proxy_.cut();
      locking.ask("rollback");
    }};
    return work(store_);
  }

  PostgresStore& operator*() noexcept { return store_; }

 private:
  Proxy proxy_;
  PostgresStore store_{{.connection_string = proxy_.url(), .schema = schema}};
};

/// A save, and what it answers when it is done twice.
struct Save {
  const char* name;
  std::function<Outcome(Storage&)> run;
  Outcome second;
};

const std::vector<Save>& saves() {
  static const std::vector<Save> all{
      {"save_thread",
       [](Storage& s) {
         return s.save_thread({.id = "new", .resource_id = "ada", .title = "x"}).outcome;
       },
       Outcome::replaced},
      {"save_message, replacing",
       [](Storage& s) {
         return s.save_message({.thread_id = "t", .id = "new", .role = "user"}).outcome;
       },
       Outcome::replaced},
      {"save_message, keeping",
       [](Storage& s) {
         return s
             .save_message({.thread_id = "t", .id = "new", .role = "user"},
                           {.if_exists = SavePolicy::keep})
             .outcome;
       },
       Outcome::duplicate},
      {"save_resource",
       [](Storage& s) { return s.save_resource({.id = "new", .working_memory = "x"}).outcome; },
       Outcome::replaced},
      {"set_metadata",
       [](Storage& s) { return s.set_metadata({"t"}, "new", Json::parse("{\"a\": 1}")).outcome; },
       Outcome::replaced},
      {"merge_metadata",
       [](Storage& s) { return s.merge_metadata({"t"}, "new", Json::parse("{\"a\": 1}")).outcome; },
       Outcome::unchanged},
      {"save_contact",
       [](Storage& s) {
         return s.save_contact({.phone = "+1", .values = Json::parse("{}")}).outcome;
       },
       Outcome::replaced},
      {"save_history",
       [](Storage& s) {
         return s.save_history({.ref = "r", .answer = "a", .phone = "+1", .entry_key = "new"})
             .outcome;
       },
       Outcome::duplicate},
  };
  return all;
}

}  // namespace

TEST_CASE("a save whose answer is lost is told as if it had arrived") {
  const auto& save = saves()[GENERATE(range(std::size_t{0}, saves().size()))];
  INFO(save.name);
  Store store;
  CHECK(store.lose_answer(save.run) == Outcome::inserted);
  CHECK(store.lose_answer(save.run) == save.second);
  CHECK(save.run(*store) == save.second);
}

TEST_CASE("the receipt of a save whose answer is lost tells what is stored") {
  Store store;
  const auto receipt = store.lose_answer([](Storage& s) {
    return s.save_messages({{.thread_id = "t", .id = "m", .role = "tool"},
                            {.thread_id = "t", .id = "n", .role = "user"}});
  });
  CHECK(receipt.at(0).outcome == Outcome::replaced);
  CHECK(receipt.at(1).outcome == Outcome::inserted);
  for (const auto& of : receipt) {
    const auto stored = (*store).get_message(of.key);
    REQUIRE(stored);
    CHECK(stored->revision == of.revision);
    CHECK(stored->sequence == of.sequence);
    CHECK(stored->created_at == of.created_at);
  }
  CHECK((*store).get_thread("t")->last_sequence == receipt.at(1).sequence);
}

TEST_CASE("a save that must be the first is told from another's when its answer is lost") {
  Store store;
  const auto save = [](Storage& s) {
    return s.save_message({.thread_id = "t", .id = "n", .role = "user"},
                          {.if_exists = SavePolicy::fail});
  };
  CHECK(store.lose_answer(save).outcome == Outcome::inserted);
  CHECK(error_of([&] { store.lose_answer(save); }).code() == ErrorCode::already_exists);
}

TEST_CASE("a restore whose answer is lost is done once more, and leaves what it has left") {
  Store store;
  auto rows = botstore::testing::moved_rows();
  // Neither has a key, and both ids are taken: each gets a new one, once.
  const auto contact = (*store).save_contact({.phone = "+7"}).id;
  const auto entry = (*store).save_history({.ref = "r", .phone = "+7"}).id;
  rows.contacts.push_back(botstore::testing::moved_contact(contact, {}));
  rows.history.push_back(botstore::testing::moved_entry(entry, {}));
  store.lose_answer([&](Storage& s) {
    s.restore(rows);
    return true;
  });
  const auto once = botstore::testing::all_rows(*store);
  CHECK(once.contacts.size() == rows.contacts.size() + 1);
  CHECK(once.history.size() == rows.history.size() + 1);
  CHECK(once.messages.size() == rows.messages.size() + 1);
  store.lose_answer([&](Storage& s) {
    s.restore(rows);
    return true;
  });
  CHECK_NOTHROW(botstore::testing::expect_same_rows(botstore::testing::all_rows(*store), once));
}

TEST_CASE("a save whose try got lost with its work is done by the next") {
  Store store;
  const auto receipt = store.lose_work(
      [](Storage& s) { return s.save_message({.thread_id = "t", .id = "n", .role = "user"}); });
  CHECK(receipt.outcome == Outcome::inserted);
  CHECK((*store).get_message({"t", "n"}));
}

TEST_CASE("what would not be the same if it were done twice is OutcomeUnknown") {
  Store store;
  const auto unknown = [&](const std::function<void(Storage&)>& work) {
    const auto error = error_of([&] { store.lose_answer(work); });
    CHECK(error.code() == ErrorCode::outcome_unknown);
    CHECK_FALSE(error.retryable());
  };
  const auto revision = (*store).get_thread("t")->revision;
  unknown([&](Storage& s) { s.update_thread("t", {.title = "x", .expected_revision = revision}); });
  unknown([](Storage& s) {
    s.save_messages({{.thread_id = "t", .id = "n", .role = "user"}}, {.expected_last_sequence = 1});
  });
  unknown([](Storage& s) {
    s.set_metadata({"t"}, "k", Json::parse("1"), {.expected_revision = no_revision});
  });
  unknown([](Storage& s) { s.clone_thread("t", {.new_id = "copy"}); });
  unknown([](Storage& s) { s.delete_thread("copy"); });
  CHECK((*store).get_thread("t")->title == "x");
  CHECK_FALSE((*store).get_thread("copy"));
}

}  // namespace botstore::postgres
