#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

/// What must be stored of a message that was saved with an id and a time.
Message as_stored(const NewMessage& saved, const MessageReceipt& receipt) {
  return {.thread_id = saved.thread_id,
          .id = *saved.id,
          .resource_id = saved.resource_id.value_or(alice),
          .role = saved.role,
          .type = saved.type,
          .content = saved.content,
          .metadata = saved.metadata,
          .created_at = *saved.created_at,
          .sequence = receipt.sequence,
          .revision = receipt.revision};
}

void save_keeps_every_field(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto dialogue = restaurant_dialogue("t1");
  const auto receipts = context.store.save_messages(dialogue);
  expect_equal(receipts.size(), dialogue.size(), "receipts");
  std::vector<Message> expected;
  for (std::size_t i = 0; i < dialogue.size(); ++i)
    expected.push_back(as_stored(dialogue[i], receipts[i]));
  expect_same(all_messages(context.store, "t1"), expected);
}

void save_returns_receipts(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto dialogue = restaurant_dialogue("t1");
  const auto receipts = context.store.save_messages(dialogue);
  for (std::size_t i = 0; i < dialogue.size(); ++i) {
    const MessageKey key{"t1", *dialogue[i].id};
    expect_equal(receipts[i].key, key, "key");
    expect_equal(receipts[i].outcome, Outcome::inserted, "outcome");
    expect_equal(receipts[i].created_at, *dialogue[i].created_at, "created_at");
    expect(receipts[i].revision != no_revision, "a stored row bears a revision");
    expect(receipts[i].sequence > (i == 0 ? 0 : receipts[i - 1].sequence), "sequences grow");
  }
  const auto one = context.store.save_message(message("t1", "m1"));
  expect_equal(one.outcome, Outcome::inserted, "outcome of one");
  expect(one.sequence > receipts.back().sequence, "the next save gets a larger sequence");
}

void save_keeps_content_byte_for_byte(Context& context) {
  context.store.save_thread(thread("t1"));
  for (const auto* text : {
           R"({"format": 2, "parts": [{"type": "text", "text": "{\"a\": [1, \"\\u00e9\"]}"}]})",
           R"({"parts":[{"type":"tool","meta":{"provider":{"tokens":{"estimate":1.50e3}}}}]})",
           R"({ "b" : 1 , "a" : 1.0 , "b" : 2 })",
           R"(["\u0041\/", 1E+2, -0.0, 12345678901234567890.123])",
           R"("")",
           "null",
           "  [ ]\n",
       }) {
    auto saved = message("t1", "m1");
    saved.content = Json::parse(text);
    context.store.save_message(saved);
    expect_equal(stored_message(context.store, "t1", "m1").content.text(), text, "content");
    expect_equal(all_messages(context.store, "t1")[0].content.text(), text, "content in a list");
  }
}

void save_fills_in_what_is_absent(Context& context) {
  context.store.save_thread(thread("t1", bob));
  const auto receipt = context.store.save_message({.thread_id = "t1", .role = "note taker"});
  expect_equal(receipt.key.id.size(), 36, "the length of an id that the store made");
  expect_same(all_messages(context.store, "t1"), {{.thread_id = "t1",
                                                   .id = receipt.key.id,
                                                   .resource_id = bob,
                                                   .role = "note taker",
                                                   .type = "text",
                                                   .content = Json{},
                                                   .metadata = Json::object({}),
                                                   .created_at = context.clock.now(),
                                                   .sequence = receipt.sequence,
                                                   .revision = receipt.revision}});
  expect(context.store.save_message({.thread_id = "t1", .role = "user"}).key.id != receipt.key.id,
         "each message gets an id of its own");
}

void save_of_nothing_does_nothing(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto before = stored_thread(context.store, "t1");
  context.clock.advance(1s);
  expect_equal(context.store.save_messages({}).size(), 0, "receipts");
  expect_same(stored_thread(context.store, "t1"), before);
}

void save_to_a_missing_thread_stores_nothing(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto before = stored_thread(context.store, "t1");
  context.clock.advance(1s);
  expect_error(ErrorCode::not_found, [&] {
    context.store.save_messages({message("t1", "m1"), message("t9", "m2"), message("t1", "m3")});
  });
  expect(all_messages(context.store, "t1").empty(), "nothing of the batch is stored");
  expect_same(stored_thread(context.store, "t1"), before);
  expect(!context.store.get_thread("t9"), "a save of messages makes no thread");
}

void a_bad_message_stores_nothing_of_its_batch(Context& context) {
  context.store.save_thread(thread("t1"));
  auto bad = message("t1", "m2");
  bad.resource_id = "";
  const auto error = expect_error(ErrorCode::invalid_argument, [&] {
    context.store.save_messages({message("t1", "m1"), bad});
  });
  expect_equal(error.field(), "messages[1].resource_id", "the field at fault");
  expect(all_messages(context.store, "t1").empty(), "nothing of the batch is stored");
}

void save_to_several_threads(Context& context) {
  for (const auto* id : {"t1", "t2", "t3"}) context.store.save_thread(thread(id));
  const auto before = stored_thread(context.store, "t3");
  context.clock.advance(1s);
  const auto receipts = context.store.save_messages(
      {message("t2", "a"), message("t1", "b"), message("t2", "c"), message("t1", "d")});
  expect_equal(receipts[2].key, MessageKey{"t2", "c"}, "the third receipt");
  expect_equal(ids(all_messages(context.store, "t1")), Ids{"b", "d"}, "messages of t1");
  expect_equal(ids(all_messages(context.store, "t2")), Ids{"a", "c"}, "messages of t2");
  for (const auto* id : {"t1", "t2"})
    expect_equal(stored_thread(context.store, id).updated_at, context.clock.now(), id);
  expect_same(stored_thread(context.store, "t3"), before);
}

void the_same_id_in_another_thread_is_another_message(Context& context) {
  context.store.save_thread(thread("t1", alice));
  context.store.save_thread(thread("t2", bob));
  context.store.save_message(message("t1", "m1", "mine"));
  const auto mine = stored_message(context.store, "t1", "m1");
  const auto before = stored_thread(context.store, "t1");
  context.clock.advance(1s);
  for (const auto policy : {SavePolicy::fail, SavePolicy::replace, SavePolicy::keep})
    context.store.save_message(message("t2", "m1", "yours"), {.if_exists = policy});
  expect_same(stored_message(context.store, "t1", "m1"), mine);
  expect_same(stored_thread(context.store, "t1"), before);
  const auto yours = stored_message(context.store, "t2", "m1");
  expect_equal(yours.content, content("yours"), "content");
  expect_equal(yours.resource_id, bob, "resource_id");
}

}  // namespace

std::vector<Check> message_save_checks() {
  return {
      {"messages/save_keeps_every_field",
       "A saved message lists with every field as given.",
       save_keeps_every_field,
       {48, 65, 92, 111, 112}},
      {"messages/save_returns_receipts",
       "A save returns one receipt each, in the order given, with key, time and sequence.",
       save_returns_receipts},
      {"messages/save_keeps_content_byte_for_byte",
       "Content comes back byte for byte, JSON inside texts and nested metadata included.",
       save_keeps_content_byte_for_byte,
       {14, 49}},
      {"messages/save_fills_in_what_is_absent",
       "An absent id is made, an absent resource is the thread's, an absent type is text.",
       save_fills_in_what_is_absent},
      {"messages/save_of_nothing_does_nothing",
       "A save of no messages returns no receipts.",
       save_of_nothing_does_nothing,
       {93}},
      {"messages/save_to_a_missing_thread_stores_nothing",
       "A batch with a message for an unknown thread is NotFound, and nothing of it is stored.",
       save_to_a_missing_thread_stores_nothing},
      {"messages/a_bad_message_stores_nothing_of_its_batch",
       "A batch with one bad message is refused, and nothing of it is stored.",
       a_bad_message_stores_nothing_of_its_batch,
       {95}},
      {"messages/save_to_several_threads",
       "One batch can save to several threads, and moves each of them to now.",
       save_to_several_threads},
      {"messages/the_same_id_in_another_thread_is_another_message",
       "A save never moves or overwrites a message of another thread.",
       the_same_id_in_another_thread_is_another_message,
       {98}},
  };
}

}  // namespace botstore::testing
