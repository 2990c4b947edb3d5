#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

void save_source(Context& context) {
  auto source = thread("t1");
  source.metadata = R"({"category": "support"})"_json;
  context.store.save_thread(source);
  context.store.save_messages(restaurant_dialogue("t1"));
  context.clock.advance(1min);
}

/// What a copy must be: the original, but for its thread and its revision.
std::vector<Message> as_copies(std::vector<Message> messages, const std::vector<Message>& copies) {
  expect_equal(copies.size(), messages.size(), "copies");
  for (std::size_t i = 0; i < messages.size(); ++i) {
    messages[i].thread_id = copies[i].thread_id;
    messages[i].revision = copies[i].revision;
  }
  return messages;
}

void clone_copies_the_messages(Context& context) {
  save_source(context);
  context.store.delete_messages({{"t1", "wamid.1"}});
  const auto originals = all_messages(context.store, "t1");
  const auto result = context.store.clone_thread("t1", {.new_id = "t2"});
  expect_equal(result.messages, 3, "how many were copied");
  const auto copies = all_messages(context.store, "t2");
  expect_same(copies, as_copies(originals, copies));
  expect_equal(copies[0].thread_id, "t2", "thread_id");
}

void clone_makes_a_thread_like_its_source(Context& context) {
  save_source(context);
  const auto made = context.store.clone_thread("t1", {.new_id = "t2"}).thread;
  expect_same(stored_thread(context.store, "t2"), made);
  expect_equal(made.id, "t2", "id");
  expect_equal(made.resource_id, alice, "resource_id");
  expect_equal(made.title, "A table for two", "title");
  expect_equal(made.created_at, context.clock.now(), "created_at");
  expect_equal(made.updated_at, context.clock.now(), "updated_at");
  expect_equal(made.last_message_at, at(4s), "last_message_at");
  expect_equal(made.archived_at, std::nullopt, "archived_at");
}

void clone_records_where_it_came_from(Context& context) {
  save_source(context);
  const auto made = context.store.clone_thread(
      "t1", {.new_id = "t2", .metadata = R"({"purpose": "retry", "cloned_from": "me"})"_json});
  const auto& metadata = made.thread.metadata;
  expect_equal(metadata.members().size(), 2, "keys: the caller's one and cloned_from");
  expect_equal(metadata.find({"purpose"}), Json::string("retry"), "the caller's own key");
  expect_equal(metadata.find({"cloned_from", "thread_id"}), Json::string("t1"), "thread_id");
  const auto when = expect_some(metadata.find({"cloned_from", "at"})).as_string();
  expect_equal(parse_time(expect_some(when)), context.clock.now(), "at");
}

void clone_takes_the_callers_title_and_owner(Context& context) {
  save_source(context);
  auto foreign = message("t1", "m9");
  foreign.resource_id = bob;
  context.store.save_message(foreign);
  const auto made = context.store.clone_thread(
      "t1", {.new_id = "t2", .resource_id = "carol", .title = "Second try"});
  expect_equal(made.thread.resource_id, "carol", "resource_id");
  expect_equal(made.thread.title, "Second try", "title");
  for (const auto& copy : all_messages(context.store, "t2"))
    expect_equal(copy.resource_id, copy.id == "m9" ? bob : "carol", "resource_id of " + copy.id);
}

void clone_copies_the_messages_values(Context& context) {
  save_source(context);
  context.store.set_metadata({"t1", "call-1"}, "delivery", R"({"state": "read"})"_json);
  context.store.set_metadata({"t1", "call-1"}, "cost", R"(0.25)"_json);
  context.store.set_metadata({"t1", "answer-1"}, "delivery", R"("sent")"_json);
  context.store.clone_thread("t1", {.new_id = "t2", .message_ids = {"call-1", "result-1"}});
  const auto values = context.store.list_metadata({"t2", "call-1"}).items;
  expect_equal(values.size(), 2, "values of the copy");
  expect_equal(values[0].value, "0.25"_json, "cost");
  expect_equal(values[1].value, R"({"state": "read"})"_json, "delivery");
  expect(context.store.list_metadata({"t2", "result-1"}).items.empty(), "there was none");
  expect(context.store.get_metadata({"t1", "call-1"}, "cost").has_value(), "the source keeps its");

  context.store.save_message(message("t2", "answer-1"));
  expect(context.store.list_metadata({"t2", "answer-1"}).items.empty(),
         "the values of a message that was not copied did not come along");
}

void clone_leaves_its_source_alone(Context& context) {
  save_source(context);
  const auto thread_before = stored_thread(context.store, "t1");
  const auto messages_before = all_messages(context.store, "t1");
  context.store.clone_thread("t1", {.new_id = "t2", .resource_id = bob});
  context.store.save_message(message("t2", "wamid.1", "changed"));
  context.store.delete_messages({{"t2", "answer-1"}});
  context.store.update_thread("t2", {.title = "Changed"});
  expect_same(stored_thread(context.store, "t1"), thread_before);
  expect_same(all_messages(context.store, "t1"), messages_before);
  context.store.delete_thread("t2");
  expect_same(all_messages(context.store, "t1"), messages_before);
}

void a_clone_appends_after_its_copies(Context& context) {
  save_source(context);
  const auto made = context.store.clone_thread("t1", {.new_id = "t2"}).thread;
  const auto last = all_messages(context.store, "t2").back().sequence;
  expect(made.last_sequence >= last, "last_sequence covers the copies");
  const auto receipt = context.store.save_message(message("t2", "m9"));
  expect(receipt.sequence > made.last_sequence, "a new message's sequence is larger");
  expect_equal(all_messages(context.store, "t2").back().id, "m9", "the last message");
}

void clone_without_id_makes_one(Context& context) {
  save_source(context);
  const auto first = context.store.clone_thread("t1").thread.id;
  const auto second = context.store.clone_thread("t1").thread.id;
  expect(first != second && first != "t1", "each clone gets an id of its own");
  expect_equal(all_messages(context.store, first).size(), 4, "messages of the first");
  expect_equal(all_messages(context.store, second).size(), 4, "messages of the second");
}

void clone_of_an_empty_thread(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto result = context.store.clone_thread("t1", {.new_id = "t2"});
  expect_equal(result.messages, 0, "how many were copied");
  expect_equal(result.thread.last_message_at, std::nullopt, "last_message_at");
  expect(all_messages(context.store, "t2").empty(), "the clone has no messages");
}

void clone_of_a_missing_thread_is_not_found(Context& context) {
  expect_error(ErrorCode::not_found, [&] { context.store.clone_thread("t1", {.new_id = "t2"}); });
  expect(!context.store.get_thread("t2"), "no thread was made");
}

void clone_refuses_a_taken_id(Context& context) {
  save_source(context);
  context.store.save_thread(thread("t2", bob));
  const auto before = stored_thread(context.store, "t2");
  for (const auto* taken : {"t1", "t2"})
    expect_error(ErrorCode::already_exists,
                 [&] { context.store.clone_thread("t1", {.new_id = taken}); });
  expect_same(stored_thread(context.store, "t2"), before);
  expect(all_messages(context.store, "t2").empty(), "nothing was copied");
}

}  // namespace

std::vector<Check> thread_clone_checks() {
  return {
      {"threads/clone_copies_the_messages",
       "Copies keep ids, times, sequences, order, owner, metadata and content.",
       clone_copies_the_messages},
      {"threads/clone_makes_a_thread_like_its_source",
       "A clone has its source's title and owner, unless given others, and its own times.",
       clone_makes_a_thread_like_its_source},
      {"threads/clone_records_where_it_came_from",
       "A clone's metadata is the caller's and the record cloned_from.",
       clone_records_where_it_came_from},
      {"threads/clone_takes_the_callers_title_and_owner",
       "Copies that bore the source's resource bear the clone's; others keep theirs.",
       clone_takes_the_callers_title_and_owner},
      {"threads/clone_copies_the_messages_values",
       "The metadata values of copied messages go along, and no others.",
       clone_copies_the_messages_values},
      {"threads/clone_leaves_its_source_alone",
       "Neither a clone nor changes to it touch the source.", clone_leaves_its_source_alone},
      {"threads/a_clone_appends_after_its_copies",
       "New messages of a clone get larger sequences than its copies.",
       a_clone_appends_after_its_copies},
      {"threads/clone_without_id_makes_one", "A clone without an id gets a new one.",
       clone_without_id_makes_one},
      {"threads/clone_of_an_empty_thread", "A thread without messages can be cloned.",
       clone_of_an_empty_thread},
      {"threads/clone_of_a_missing_thread_is_not_found",
       "A clone without a source is NotFound and makes nothing.",
       clone_of_a_missing_thread_is_not_found},
      {"threads/clone_refuses_a_taken_id",
       "A clone under a taken id is AlreadyExists and changes nothing.", clone_refuses_a_taken_id},
  };
}

}  // namespace botstore::testing
