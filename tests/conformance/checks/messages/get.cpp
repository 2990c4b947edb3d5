#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace std::chrono_literals;

using Keys = std::vector<MessageKey>;

/// Three threads of two owners; their messages' times interleave.
void save_interleaved(Storage& store) {
  store.save_thread(thread("t1", alice));
  store.save_thread(thread("t2", bob));
  store.save_thread(thread("t3", alice));
  store.save_messages({message_at("t1", "a", at(1min)), message_at("t2", "b", at(2min)),
                       message_at("t3", "c", at(3min)), message_at("t1", "d", at(4min)),
                       message_at("t2", "e", at(5min))});
}

void get_finds_a_message_by_its_key(Context& context) {
  save_interleaved(context.store);
  expect_equal(stored_message(context.store, "t2", "b").content, content("hi"), "content");
  expect(!context.store.get_message({"t1", "b"}), "another thread's message is not found");
  expect(!context.store.get_message({"t9", "b"}), "nor is one of an unknown thread");
  expect(!context.store.get_message({"t2", "B"}), "ids are compared byte by byte");
}

void get_returns_each_once_in_order(Context& context) {
  save_interleaved(context.store);
  const auto found = context.store.get_messages(
      {{"t2", "e"}, {"t1", "d"}, {"t9", "a"}, {"t1", "a"}, {"t1", "e"}, {"t2", "b"}, {"t1", "d"}});
  expect_equal(keys(found), Keys{{"t1", "a"}, {"t2", "b"}, {"t1", "d"}, {"t2", "e"}});
  for (const auto& one : found)
    expect_same(one, stored_message(context.store, one.thread_id, one.id));
}

void get_and_find_of_nothing_are_empty(Context& context) {
  save_interleaved(context.store);
  expect(context.store.get_messages({}).empty(), "get of no keys");
  expect(context.store.find_messages({}).empty(), "find of no ids");
  expect(context.store.find_messages({"unknown"}).empty(), "find of an unknown id");
}

void find_looks_into_every_thread(Context& context) {
  save_interleaved(context.store);
  const auto found = context.store.find_messages({"e", "c", "a", "unknown", "d", "b", "c"});
  expect_equal(keys(found), Keys{{"t1", "a"}, {"t2", "b"}, {"t3", "c"}, {"t1", "d"}, {"t2", "e"}});
  expect_equal(found[1].resource_id, bob, "resource_id");
  for (const auto& one : found)
    expect_same(one, stored_message(context.store, one.thread_id, one.id));
}

void find_returns_all_that_share_an_id(Context& context) {
  save_interleaved(context.store);
  context.store.save_messages({message_at("t2", "a", at(6min)), message_at("t3", "a", at(1min))});
  expect_equal(keys(context.store.find_messages({"a"})),
               Keys{{"t1", "a"}, {"t3", "a"}, {"t2", "a"}});
  expect_equal(keys(context.store.get_messages({{"t3", "a"}})), Keys{{"t3", "a"}});
}

void ties_order_by_thread_and_sequence(Context& context) {
  for (const auto* id : {"t2", "T1", "t1"}) context.store.save_thread(thread(id));
  context.store.save_messages({message_at("t2", "a", at(1h)), message_at("t1", "z", at(1h)),
                               message_at("t1", "b", at(1h)), message_at("T1", "c", at(1h))});
  const Keys ordered = {{"T1", "c"}, {"t1", "z"}, {"t1", "b"}, {"t2", "a"}};
  expect_equal(keys(context.store.find_messages({"a", "b", "c", "z"})), ordered, "found");
  expect_equal(keys(context.store.get_messages(ordered)), ordered, "got");
}

void without_content_the_rest_is_there(Context& context) {
  save_interleaved(context.store);
  auto expected = stored_message(context.store, "t1", "a");
  expected.content = Json{};
  const GetMessagesOptions options{.with_content = false};
  expect_same(expect_some(context.store.get_message({"t1", "a"}, options)), expected);
  expect_same(context.store.get_messages({{"t1", "a"}}, options), {expected});
  expect_same(context.store.find_messages({"a"}, options), {expected});
  const auto page = context.store.list_messages({.thread_ids = "t1",
                                                 .include = {{.message = {"t2", "b"}}},
                                                 .with_content = false,
                                                 .page = {.limit = 1}});
  expect_same(page.items.at(0), expected);
  expect_equal(page.items.at(1).content, Json{}, "the content of an included message");
}

}  // namespace

std::vector<Check> message_get_checks() {
  return {
      {"messages/get_finds_a_message_by_its_key", "A message is named by thread and id together.",
       get_finds_a_message_by_its_key},
      {"messages/get_returns_each_once_in_order",
       "A get returns the known messages once each, in the list order.",
       get_returns_each_once_in_order},
      {"messages/get_and_find_of_nothing_are_empty",
       "A get or find of nothing returns nothing.",
       get_and_find_of_nothing_are_empty,
       {109}},
      {"messages/find_looks_into_every_thread",
       "A find by ids returns messages of all threads and owners, oldest first.",
       find_looks_into_every_thread,
       {110, 113, 114}},
      {"messages/find_returns_all_that_share_an_id",
       "A find returns every message of an id, whichever thread it is in.",
       find_returns_all_that_share_an_id},
      {"messages/ties_order_by_thread_and_sequence",
       "Messages of one time order by thread and then by sequence.",
       ties_order_by_thread_and_sequence},
      {"messages/without_content_the_rest_is_there",
       "Without contents, every other field is as stored.", without_content_the_rest_is_there},
  };
}

}  // namespace botstore::testing
