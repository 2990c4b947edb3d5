#include <string>
#include <thread>

#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/postgres/support/server.hpp"

/// \file
/// What a write looks at before it waits for a lock, somebody else may change in between; and what
/// is not there yet cannot be locked.

namespace botstore::postgres {

namespace {

using botstore::testing::message;
using testing::error_of;
using testing::Observer;

/// A thread, and somebody else in the middle of a transaction that has locked it.
class Race {
 public:
  explicit Race(const std::string& schema)
      : schema_{schema}, store_{{.connection_string = testing::server_url(), .schema = schema}} {
    Observer{}.ask("set client_min_messages to warning; drop schema if exists " + schema +
                   " cascade");
    store_.init();
    store_.save_thread({.id = "t", .resource_id = "owner"});
  }

  PostgresStore& store() { return store_; }

  /// Lets the other move the thread on, do `sql` and commit it, once our `save` waits for it.
  template <class Save>
  auto run(const std::string& sql, Save&& save) {
    return run_beside(
        "update threads set last_sequence = last_sequence + 1, last_message_at = now();" + sql,
        std::forward<Save>(save));
  }

  /// Lets the other do `sql` and commit it, once our `work` waits for it.
  template <class Work>
  auto run_beside(const std::string& sql, Work&& work) {
    Observer other;
    other.ask("begin");
    other.ask("set search_path to " + schema_);
    other.ask(sql);
    std::jthread committer{[&] {
      Observer{}.wait_until(
          "select exists (select from pg_stat_activity where wait_event_type = "
          "'Lock' and query ~ '" +
          schema_ + "')");
      other.ask("commit");
    }};
    return work(store_);
  }

 private:
  std::string schema_;
  PostgresStore store_;
};

constexpr const char* insert_theirs = R"(
  insert into messages (thread_id, id, resource_id, role, type, content, metadata, created_at,
                        sequence, revision)
  select 't', 'raced', 'owner', 'user', 'text', '"theirs"', '{}', last_message_at, last_sequence, 8
    from threads)";

SaveMessagesOptions policy(SavePolicy policy) {
  return {.if_exists = policy};
}

}  // namespace

TEST_CASE("a message that another saves at the same moment is kept, replaced or refused") {
  Race race{"messages_race"};
  const bool several = GENERATE(false, true);
  const auto save = [several](SavePolicy if_exists) {
    return [=](Storage& store) {
      std::vector<NewMessage> batch{message("t", "raced")};
      if (several) batch.push_back(message("t", "calm"));
      return store.save_messages(std::move(batch), policy(if_exists)).front();
    };
  };

  SECTION("kept") {
    const auto receipt = race.run(insert_theirs, save(SavePolicy::keep));
    CHECK(receipt.outcome == Outcome::duplicate);
    CHECK(receipt.revision == Revision{8});
    CHECK(race.store().get_message({"t", "raced"})->content == Json::string("theirs"));
  }
  SECTION("replaced") {
    const auto receipt = race.run(insert_theirs, save(SavePolicy::replace));
    CHECK(receipt.outcome == Outcome::replaced);
    CHECK(race.store().get_message({"t", "raced"})->content == message("t", "raced").content);
  }
  SECTION("refused") {
    const auto error = error_of([&] { race.run(insert_theirs, save(SavePolicy::fail)); });
    CHECK(error.code() == ErrorCode::already_exists);
    CHECK_FALSE(race.store().get_message({"t", "calm"}));
  }

  const auto thread = race.store().get_thread("t").value();
  const auto messages = race.store().list_messages({.thread_ids = "t"}).items;
  REQUIRE_FALSE(messages.empty());
  CHECK(thread.last_message_at == messages.back().created_at);
  CHECK(thread.last_sequence >= messages.back().sequence);
}

TEST_CASE("a message that another deletes at the same moment is saved anew") {
  Race race{"messages_race_deleted"};
  const bool several = GENERATE(false, true);
  race.store().save_message(message("t", "raced"));
  const auto receipt =
      race.run("delete from messages where id = 'raced'", [several](Storage& store) {
        std::vector<NewMessage> batch{message("t", "raced")};
        if (several) batch.push_back(message("t", "calm"));
        return store.save_messages(std::move(batch)).front();
      });
  CHECK(receipt.outcome == Outcome::inserted);
  CHECK(race.store().get_message({"t", "raced"})->sequence == receipt.sequence);
  const auto messages = race.store().list_messages({.thread_ids = "t"}).items;
  REQUIRE(messages.size() == (several ? 2U : 1U));
  CHECK(messages.front().id == "raced");
}

TEST_CASE("a thread that another deletes at the same moment is not there any more") {
  Race race{"messages_race_thread"};
  const auto error = error_of([&] {
    race.run("delete from threads",
             [](Storage& store) { return store.save_message(message("t", "raced")); });
  });
  CHECK(error.code() == ErrorCode::not_found);
}

TEST_CASE("a thread that comes to be while a batch waits is not written to and called missing") {
  Race race{"messages_race_new_thread"};
  const auto error = error_of([&] {
    race.run_beside(
        "update threads set title = 'theirs';"
        "insert into threads (id, resource_id, title, metadata, created_at, updated_at,"
        " last_sequence, revision) values ('u', 'owner', '', '{}', now(), now(), 0, 8)",
        [](Storage& store) {
          return store.save_messages({message("t", "one"), message("u", "two")});
        });
  });
  CHECK(error.code() == ErrorCode::not_found);
  CHECK_FALSE(race.store().get_message({"t", "one"}));
  CHECK_FALSE(race.store().get_message({"u", "two"}));
}

TEST_CASE("a value that is written while its message moves moves along") {
  Race race{"messages_race_move"};
  race.store().save_thread({.id = "target", .resource_id = "owner"});
  race.store().save_message(message("t", "m"));
  race.store().set_metadata({"t", "m"}, "old", Json::number(1));
  const auto move = [](Storage& store) {
    return store.update_messages({{.key = {"t", "m"}, .move_to_thread = "target"}});
  };
  SECTION("one that was there") {
    race.run_beside("update metadata set value = '2'", move);
    CHECK(race.store().get_metadata({"target", "m"}, "old")->value == Json::number(2));
  }
  SECTION("a new one") {
    race.run_beside(
        "insert into metadata (thread_id, message_id, key, value, updated_at, revision)"
        " values ('t', 'm', 'new', '2', now(), 8)",
        move);
    CHECK(race.store().get_metadata({"target", "m"}, "new")->value == Json::number(2));
    CHECK(race.store().get_metadata({"target", "m"}, "old")->value == Json::number(1));
  }
}

TEST_CASE("of two first writes of a value that want none to be there, one is a conflict") {
  Race race{"metadata_race"};
  const std::string insert =
      "insert into metadata (thread_id, message_id, key, value, updated_at, revision)"
      " values ('t', '', 'k', '{\"a\": 1}', now(), 8)";
  const auto object = Json::object({{"a", Json::number(1)}});
  SECTION("set") {
    const auto error = error_of([&] {
      race.run_beside(insert, [&](Storage& store) {
        return store.set_metadata({"t"}, "k", object, {.expected_revision = no_revision});
      });
    });
    CHECK(error.code() == ErrorCode::conflict);
  }
  SECTION("merged, with the same") {
    const auto receipt = race.run_beside(
        insert, [&](Storage& store) { return store.merge_metadata({"t"}, "k", object); });
    CHECK(receipt.outcome == Outcome::unchanged);
    CHECK(receipt.revision == Revision{8});
  }
}

TEST_CASE("first updates of a resource at the same moment all have their answer") {
  Race race{"resources_race"};
  const std::string insert =
      "insert into resources (id, metadata, created_at, updated_at, revision)"
      " values ('r', '{\"a\": 1}', now(), now(), 8)";
  const auto object = Json::object({{"a", Json::number(1)}});
  SECTION("the same change") {
    const auto resource = race.run_beside(insert, [&](Storage& store) {
      return store.update_resource("r", {.merge_metadata = object});
    });
    CHECK(resource.revision == Revision{8});
  }
  SECTION("that wants none to be there") {
    const auto error = error_of([&] {
      race.run_beside(insert, [&](Storage& store) {
        return store.update_resource("r",
                                     {.merge_metadata = object, .expected_revision = no_revision});
      });
    });
    CHECK(error.code() == ErrorCode::conflict);
  }
}

}  // namespace botstore::postgres
