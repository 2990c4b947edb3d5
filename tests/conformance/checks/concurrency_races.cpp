#include <atomic>

#include "tests/conformance/model/random.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/parallel.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;

/// True if `call` was done; false if it found nothing to work on.
bool done_or_not_found(const std::function<void()>& call) {
  try {
    call();
    return true;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
    return false;
  }
}

void delete_races_with_saves(Context& context) {
  for (int round = 0; round < 20; ++round) {
    context.store.save_thread(thread("t1"));
    std::atomic<int> deleted = 0;
    in_parallel(3, [&](int role) {
      if (role == 0) {
        if (context.store.delete_thread("t1")) ++deleted;
        return;
      }
      done_or_not_found([&] {
        context.store.save_messages(
            {message("t1", "a" + std::to_string(role)), message("t1", "b" + std::to_string(role))});
        context.store.set_metadata({.thread_id = "t1"}, "state", "1"_json);
      });
    });
    expect_equal(deleted.load(), 1, "deletes that found the thread");
    expect(context.store.find_messages({"a1", "a2", "b1", "b2"}).empty(), "no message is left");
    expect(context.store.list_messages({.resource_id = alice}).items.empty(),
           "no message of the resource is left");
    context.store.save_thread(thread("t1"));
    expect(all_messages(context.store, "t1").empty(), "a new thread has no messages");
    expect(context.store.list_metadata({.thread_id = "t1"}).items.empty(), "and no values");
    context.store.delete_thread("t1");
  }
}

void delete_of_a_message_races_with_values(Context& context) {
  context.store.save_thread(thread("t1"));
  const MetadataOwner owner{.thread_id = "t1", .message_id = "m1"};
  for (int round = 0; round < 20; ++round) {
    context.store.save_message(message("t1", "m1"));
    in_parallel(2, [&](int role) {
      if (role == 0)
        context.store.delete_messages({{"t1", "m1"}});
      else
        done_or_not_found(
            [&] { context.store.merge_metadata(owner, "state", R"({"a": 1})"_json); });
    });
    context.store.save_message(message("t1", "m1"));
    expect(context.store.list_metadata(owner).items.empty(), "a new message has no values");
  }
}

void deletes_of_one_row_count_it_once(Context& context) {
  for (int round = 0; round < 10; ++round) {
    context.store.save_thread(thread("t1"));
    context.store.save_message(message("t1", "m1"));
    std::atomic<std::uint64_t> messages = 0;
    std::atomic<int> threads = 0;
    in_parallel(4, [&](int) {
      messages += context.store.delete_messages({{"t1", "m1"}});
      if (context.store.delete_thread("t1")) ++threads;
    });
    // A thread that is deleted first takes the message along.
    expect(messages.load() <= 1, "the message is counted once at most");
    expect_equal(threads.load(), 1, "deletes that found the thread");
  }
}

void one_clone_takes_the_id(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  std::atomic<int> made = 0;
  in_parallel(6, [&](int) {
    try {
      context.store.clone_thread("t1", {.new_id = "copy"});
      ++made;
    } catch (const Error& error) {
      expect_equal(error.code(), ErrorCode::already_exists, "the others' error");
    }
  });
  expect_equal(made.load(), 1, "clones");
  expect_equal(all_messages(context.store, "copy").size(), 1, "messages of the clone");
}

void one_update_wins_a_revision(Context& context) {
  for (int round = 0; round < 10; ++round) {
    const auto revision = context.store.save_thread(thread("t1")).revision;
    std::atomic<int> won = 0;
    in_parallel(6, [&](int i) {
      try {
        context.store.update_thread(
            "t1", {.title = "Title " + std::to_string(i), .expected_revision = revision});
        ++won;
      } catch (const Error& error) {
        expect_equal(error.code(), ErrorCode::conflict, "the losers' error");
        expect(error.details().current_revision.has_value(), "it tells the stored revision");
      }
    });
    expect_equal(won.load(), 1, "winners");
  }
}

void moves_cross_each_other(Context& context) {
  for (const auto* id : {"t1", "t2"}) context.store.save_thread(thread(id));
  context.store.save_messages({message("t1", "m1"), message("t2", "m2")});
  for (int round = 0; round < 10; ++round) {
    const bool forth = round % 2 == 0;
    in_parallel(2, [&](int i) {
      const std::string from = (i == 0) == forth ? "t1" : "t2";
      const std::string to = from == "t1" ? "t2" : "t1";
      const auto id = i == 0 ? "m1" : "m2";
      const auto receipt =
          context.store.update_messages({{.key = {from, id}, .move_to_thread = to}});
      expect_equal(receipt[0].key, MessageKey{to, id}, "where it is now");
    });
  }
  expect_equal(ids(all_messages(context.store, "t1")), {"m1"}, "messages of t1");
  expect_equal(ids(all_messages(context.store, "t2")), {"m2"}, "messages of t2");
}

void inits_at_once_all_succeed(Context& context) {
  const auto fresh = context.fixture.make_store(context.clock.clock());
  in_parallel(8, [&](int) { fresh->init(); });
  fresh->save_thread(thread("t1"));
  in_parallel(8, [&](int) { fresh->init(); });
  expect(fresh->get_thread("t1").has_value(), "a later init keeps what is stored");
  fresh->close();
}

void transactions_in_opposite_order_all_commit(Context& context) {
  constexpr int writers = 4;
  constexpr int rounds = 10;
  for (const auto* id : {"t0", "t1"}) context.store.save_thread(thread(id));
  in_parallel(writers, [&](int writer) {
    for (int round = 0; round < rounds; ++round)
      context.store.transaction(
          [&](Storage& view) {
            for (int i = 0; i < 2; ++i)
              view.save_message(
                  {.thread_id = "t" + std::to_string((writer + i) % 2), .role = "user"});
          },
          {.retry = true, .attempts = 1'000});
  });
  for (const auto* id : {"t0", "t1"})
    expect_equal(all_messages(context.store, id).size(), writers * rounds, "messages");
}

/// One random write; the threads and messages that it names are few, and come in any order.
void write_something(Storage& store, Random& random) {
  const auto thread_id = [&] { return "t" + std::to_string(random.below(4)); };
  const auto key = [&] { return MessageKey{thread_id(), "m" + std::to_string(random.below(6))}; };
  switch (random.below(6)) {
    case 0:
      store.save_thread(thread(thread_id()));
      return;
    case 1:
    case 2:
      store.save_messages(random.several(1, 4, [&] {
        const auto name = key();
        return message(name.thread_id, name.id);
      }));
      return;
    case 3:
      store.update_messages({{.key = key(), .role = "assistant", .move_to_thread = thread_id()}});
      return;
    case 4:
      store.delete_messages(random.several(1, 4, key));
      return;
    default:
      if (random.chance(20)) store.delete_thread(thread_id());
      store.update_thread(thread_id(), {.merge_metadata = random.object()});
  }
}

void random_writes_meet_no_unexpected_error(Context& context) {
  for (int i = 0; i < 4; ++i) context.store.save_thread(thread("t" + std::to_string(i)));
  in_parallel(8, [&](int writer) {
    Random random{static_cast<std::uint64_t>(writer)};
    for (int i = 0; i < 100; ++i) try {
        write_something(context.store, random);
      } catch (const Error& error) {
        const bool expected =
            error.code() == ErrorCode::not_found || error.code() == ErrorCode::already_exists;
        if (!expected) throw;
      }
  });
  for (const auto& one : context.store.list_threads().items) {
    const auto messages = all_messages(context.store, one.id);
    std::optional<Timestamp> last;
    for (const auto& each : messages) last = std::max(last, std::optional{each.created_at});
    expect_equal(one.last_message_at, last, "last_message_at of " + one.id);
  }
}

}  // namespace

std::vector<Check> race_checks() {
  return {
      {"concurrency/delete_races_with_saves",
       "A save that races with the delete of its thread lands before it or is NotFound.",
       delete_races_with_saves},
      {"concurrency/delete_of_a_message_races_with_values",
       "A value that races with the delete of its message leaves no orphan.",
       delete_of_a_message_races_with_values},
      {"concurrency/deletes_of_one_row_count_it_once",
       "Of deletes of one row at once one finds it.", deletes_of_one_row_count_it_once},
      {"concurrency/one_clone_takes_the_id",
       "Of clones to one id at once one is made; the others get AlreadyExists.",
       one_clone_takes_the_id},
      {"concurrency/one_update_wins_a_revision",
       "Of updates that expect one revision exactly one wins; the others get Conflict.",
       one_update_wins_a_revision},
      {"concurrency/moves_cross_each_other",
       "Moves between two threads in both directions at once are both done.",
       moves_cross_each_other},
      {"concurrency/inits_at_once_all_succeed", "Inits of one store at once all succeed.",
       inits_at_once_all_succeed},
      {"concurrency/transactions_in_opposite_order_all_commit",
       "Retried transactions that write two threads in opposite order all commit.",
       transactions_in_opposite_order_all_commit},
      {"concurrency/random_writes_meet_no_unexpected_error",
       "Random writes of eight threads meet no error but those that the rows explain.",
       random_writes_meet_no_unexpected_error},
  };
}

}  // namespace botstore::testing
