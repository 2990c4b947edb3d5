#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

void oldest_come_first_by_default(Context& context) {
  context.store.save_thread(thread("t1"));
  for (const int i : {3, 1, 5, 2, 4})
    context.store.save_message(
        message_at("t1", "m" + std::to_string(i), at(std::chrono::milliseconds{i})));
  const auto list = [&](MessageQuery query) {
    return ids(context.store.list_messages(query).items);
  };
  expect_equal(list({.thread_ids = "t1"}), numbered("m", 1, 5), "by default");
  expect_equal(list({.thread_ids = "t1", .direction = Direction::ascending}), numbered("m", 1, 5),
               "ascending");
  expect_equal(list({.thread_ids = "t1", .direction = Direction::descending}), numbered("m", 5, 1),
               "descending");
}

void messages_of_one_time_keep_their_order(Context& context) {
  context.store.save_thread(thread("t1"));
  std::vector<NewMessage> batch;
  // Neither the ids' order nor its reverse is that of the saves.
  for (int i = 0; i < 1'000; ++i)
    batch.push_back(message_at("t1", "m" + std::to_string(i * 377 % 1'000), at(1h)));
  Ids saved;
  for (const auto& one : batch) saved.push_back(*one.id);
  context.store.save_messages(batch);

  MessageQuery query{.thread_ids = "t1", .page = {.limit = Limit::all()}};
  expect_equal(ids(context.store.list_messages(query).items), saved, "ascending");
  query.direction = Direction::descending;
  expect_equal(ids(context.store.list_messages(query).items), Ids(saved.rbegin(), saved.rend()),
               "descending");
}

void single_saves_of_one_time_keep_their_order(Context& context) {
  context.store.save_thread(thread("t1"));
  for (const auto* id : {"c", "a", "b"}) context.store.save_message(message("t1", id));
  expect_equal(ids(all_messages(context.store, "t1")), Ids{"c", "a", "b"});
}

void a_replaced_message_keeps_its_place_among_ties(Context& context) {
  context.store.save_thread(thread("t1"));
  for (const auto* id : {"c", "a", "b"}) context.store.save_message(message_at("t1", id, at(1h)));
  context.store.save_message(message_at("t1", "c", at(2h), "anew"));
  expect_equal(ids(all_messages(context.store, "t1")), Ids{"c", "a", "b"});
}

void several_threads_list_as_one(Context& context) {
  for (const auto* id : {"t2", "t1"}) context.store.save_thread(thread(id));
  context.store.save_messages({message_at("t2", "a", at(1h)), message_at("t1", "b", at(2h)),
                               message_at("t2", "c", at(3h)), message_at("t2", "d", at(2h)),
                               message_at("t1", "e", at(2h)), message_at("t1", "f", at(30min))});
  const Ids ordered = {"f", "a", "b", "e", "d", "c"};
  MessageQuery query{.thread_ids = {"t2", "t1"}};
  expect_equal(ids(context.store.list_messages(query).items), ordered, "ascending");
  query.direction = Direction::descending;
  expect_equal(ids(context.store.list_messages(query).items), Ids(ordered.rbegin(), ordered.rend()),
               "descending");
}

}  // namespace

std::vector<Check> message_order_checks() {
  return {
      {"messages/oldest_come_first_by_default",
       "Messages list by created_at, oldest first unless asked otherwise.",
       oldest_come_first_by_default,
       {58, 59, 60, 94}},
      {"messages/messages_of_one_time_keep_their_order",
       "A thousand messages of one time list in the order they were saved, both ways.",
       messages_of_one_time_keep_their_order},
      {"messages/single_saves_of_one_time_keep_their_order",
       "Messages saved one by one under a clock that stands still keep their order.",
       single_saves_of_one_time_keep_their_order},
      {"messages/a_replaced_message_keeps_its_place_among_ties",
       "A replaced message stays where it was among messages of its time.",
       a_replaced_message_keeps_its_place_among_ties},
      {"messages/several_threads_list_as_one",
       "Several threads list by time, then thread, then sequence, in either direction.",
       several_threads_list_as_one},
  };
}

}  // namespace botstore::testing
