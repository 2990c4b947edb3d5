#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

const MetadataOwner on_thread{.thread_id = "t1"};
const MetadataOwner on_message{.thread_id = "t1", .message_id = "m1"};

/// Thread `t1` with message `m1`.
void save_owners(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
}

MetadataEntry entry(Context& context, const MetadataOwner& owner, const std::string& key) {
  return expect_some(context.store.get_metadata(owner, key), "the value");
}

void set_returns_what_it_wrote(Context& context) {
  save_owners(context);
  for (const auto& owner : {on_thread, on_message}) {
    const auto receipt = context.store.set_metadata(owner, "state", R"({"step": "ask_day"})"_json);
    expect_equal(receipt.outcome, Outcome::inserted, "outcome");
    expect_equal(receipt.updated_at, context.clock.now(), "updated_at");
    expect(receipt.revision != no_revision, "a stored value bears a revision");
    expect_same(entry(context, owner, "state"), {.owner = owner,
                                                 .key = "state",
                                                 .value = R"({"step": "ask_day"})"_json,
                                                 .updated_at = receipt.updated_at,
                                                 .revision = receipt.revision});
  }
}

void set_replaces_the_whole_value(Context& context) {
  save_owners(context);
  const auto first = context.store.set_metadata(on_thread, "state", R"({"a": 1, "b": 2})"_json);
  context.clock.advance(1s);
  const auto second = context.store.set_metadata(on_thread, "state", R"({"c": 3})"_json);
  expect_equal(second.outcome, Outcome::replaced, "outcome");
  expect_equal(second.updated_at, context.clock.now(), "updated_at");
  expect(second.revision != first.revision, "the revision is a new one");
  const auto stored = entry(context, on_thread, "state");
  expect_equal(stored.value, R"({"c": 3})"_json, "value");
  expect_equal(stored.revision, second.revision, "revision");
  expect_equal(context.store.list_metadata(on_thread).items.size(), 1, "the number of values");
}

void a_value_may_be_any_json(Context& context) {
  save_owners(context);
  for (const auto* text : {"null", "true", "0", "\"\"", "[]", "{}", "[1, [2, {\"a\": null}]]"}) {
    context.store.set_metadata(on_thread, "any", Json::parse(text));
    expect_equal(entry(context, on_thread, "any").value, Json::parse(text), "value");
  }
}

void updated_at_moves_forward(Context& context) {
  save_owners(context);
  auto last = context.store.set_metadata(on_thread, "state", R"({"n": 0})"_json).updated_at;
  for (int i = 1; i <= 3; ++i) {
    const auto text = R"({"n": )" + std::to_string(i) + "}";
    const auto moved = context.store.merge_metadata(on_thread, "state", Json::parse(text));
    expect(moved.updated_at > last, "updated_at moves forward while the clock stands");
    last = moved.updated_at;
  }
}

void merge_is_at_the_top_level(Context& context) {
  save_owners(context);
  context.store.set_metadata(on_message, "slots", R"({"day": {"d": 5}, "seats": 2, "x": 1})"_json);
  const auto receipt = context.store.merge_metadata(
      on_message, "slots", R"({"day": {"m": 3}, "x": null, "new": []})"_json);
  expect_equal(receipt.outcome, Outcome::replaced, "outcome");
  expect_equal(entry(context, on_message, "slots").value,
               R"({"day": {"m": 3}, "seats": 2, "x": null, "new": []})"_json, "value");
}

void merge_sets_where_there_is_none(Context& context) {
  save_owners(context);
  const auto receipt = context.store.merge_metadata(on_thread, "slots", R"({"a": null})"_json);
  expect_equal(receipt.outcome, Outcome::inserted, "outcome");
  expect_equal(entry(context, on_thread, "slots").value, R"({"a": null})"_json, "value");
}

void merge_that_changes_nothing_writes_nothing(Context& context) {
  save_owners(context);
  context.store.set_metadata(on_thread, "slots", R"({"a": 1, "b": [null, "x"]})"_json);
  const auto before = entry(context, on_thread, "slots");
  context.clock.advance(1s);
  for (const auto* same : {"{}", R"({"a": 1})", R"({"b": [ null, "\u0078" ], "a": 1.0})"}) {
    const auto receipt = context.store.merge_metadata(on_thread, "slots", Json::parse(same));
    expect_equal(receipt.outcome, Outcome::unchanged, "outcome");
    expect_equal(receipt.updated_at, before.updated_at, "updated_at");
    expect_equal(receipt.revision, before.revision, "revision");
    expect_same(entry(context, on_thread, "slots"), before);
  }
}

void merge_into_another_type_is_a_conflict(Context& context) {
  save_owners(context);
  for (const auto* text : {"null", "7", "\"text\"", "[{}]"}) {
    context.store.set_metadata(on_thread, "value", Json::parse(text));
    const auto before = entry(context, on_thread, "value");
    const auto error = expect_error(ErrorCode::conflict, [&] {
      context.store.merge_metadata(on_thread, "value", R"({"a": 1})"_json);
    });
    expect(!error.retryable(), "the same merge would fail again");
    expect_same(entry(context, on_thread, "value"), before);
  }
}

void get_of_what_is_not_there_is_empty(Context& context) {
  expect(!context.store.get_metadata(on_thread, "state"), "no thread: no value");
  expect(context.store.list_metadata(on_message).items.empty(), "no message: no values");
  save_owners(context);
  context.store.set_metadata(on_thread, "state", "1"_json);
  expect(!context.store.get_metadata(on_thread, "State"), "keys are compared byte by byte");
  expect(!context.store.get_metadata(on_message, "state"), "a message has its own values");
  expect(!context.store.get_metadata({.thread_id = "t1", .message_id = "m2"}, "state"),
         "an unknown message has none");
}

void writes_need_their_owner(Context& context) {
  const MetadataOwner missing_message{.thread_id = "t1", .message_id = "m2"};
  const auto refuse = [&](const MetadataOwner& owner) {
    expect_error(ErrorCode::not_found,
                 [&] { context.store.set_metadata(owner, "state", "1"_json); });
    expect_error(ErrorCode::not_found,
                 [&] { context.store.merge_metadata(owner, "state", "{}"_json); });
    expect(!context.store.remove_metadata(owner, "state"), "there is nothing to remove");
  };
  refuse(on_thread);
  refuse(on_message);
  save_owners(context);
  refuse(missing_message);
  context.store.save_message(message("t1", "m2"));
  expect(context.store.list_metadata(missing_message).items.empty(), "no value was kept for m2");
}

void values_do_not_touch_their_owner(Context& context) {
  save_owners(context);
  const auto thread_before = stored_thread(context.store, "t1");
  const auto message_before = stored_message(context.store, "t1", "m1");
  context.clock.advance(1s);
  for (const auto& owner : {on_thread, on_message}) {
    context.store.set_metadata(owner, "state", R"({"a": 1})"_json);
    context.store.merge_metadata(owner, "state", R"({"b": 1})"_json);
    context.store.remove_metadata(owner, "state");
    context.store.set_metadata(owner, "kept", "1"_json);
  }
  expect_same(stored_thread(context.store, "t1"), thread_before);
  expect_same(stored_message(context.store, "t1", "m1"), message_before);
}

void owners_have_values_of_their_own(Context& context) {
  save_owners(context);
  context.store.save_thread(thread("t2"));
  context.store.save_message(message("t2", "m1"));
  const std::vector<MetadataOwner> owners{
      on_thread, on_message, {.thread_id = "t2"}, {.thread_id = "t2", .message_id = "m1"}};
  for (std::size_t i = 0; i < owners.size(); ++i)
    context.store.set_metadata(owners[i], "state", Json::number(static_cast<std::int64_t>(i)));
  for (std::size_t i = 0; i < owners.size(); ++i) {
    const auto listed = context.store.list_metadata(owners[i]).items;
    expect_equal(listed.size(), 1, "the number of values of " + describe(owners[i]));
    expect_same(listed[0], entry(context, owners[i], "state"));
    expect_equal(listed[0].value, Json::number(static_cast<std::int64_t>(i)), "value");
  }
}

void remove_says_whether_there_was_one(Context& context) {
  save_owners(context);
  expect(!context.store.remove_metadata(on_thread, "state"), "there was none");
  context.store.set_metadata(on_thread, "state", "1"_json);
  context.store.set_metadata(on_thread, "state2", "2"_json);
  expect(context.store.remove_metadata(on_thread, "state"), "there was one");
  expect(!context.store.get_metadata(on_thread, "state"), "it is gone");
  expect(context.store.get_metadata(on_thread, "state2").has_value(), "the other one stays");
  expect(!context.store.remove_metadata(on_thread, "state"), "it is gone for good");
  expect_equal(context.store.set_metadata(on_thread, "state", "3"_json).outcome, Outcome::inserted,
               "the outcome of a new value");
}

std::vector<Check> value_checks() {
  return {
      {"metadata/set_returns_what_it_wrote",
       "A value is stored under its key on a thread or a message, with time and revision.",
       set_returns_what_it_wrote},
      {"metadata/set_replaces_the_whole_value",
       "A second set replaces the value and makes a new revision.", set_replaces_the_whole_value},
      {"metadata/a_value_may_be_any_json", "A value is any JSON value, null included.",
       a_value_may_be_any_json},
      {"metadata/updated_at_moves_forward", "Each change moves the value's updated_at forward.",
       updated_at_moves_forward},
      {"metadata/merge_is_at_the_top_level",
       "A merge replaces whole values of the top level; null is a value.",
       merge_is_at_the_top_level},
      {"metadata/merge_sets_where_there_is_none", "A merge under a new key sets the object.",
       merge_sets_where_there_is_none},
      {"metadata/merge_that_changes_nothing_writes_nothing",
       "A merge of what is there is unchanged: time and revision stay.",
       merge_that_changes_nothing_writes_nothing},
      {"metadata/merge_into_another_type_is_a_conflict",
       "A merge into a stored value that is not an object is a conflict and changes nothing.",
       merge_into_another_type_is_a_conflict},
      {"metadata/get_of_what_is_not_there_is_empty",
       "Reads of unknown keys and owners are empty and no error.",
       get_of_what_is_not_there_is_empty},
      {"metadata/writes_need_their_owner",
       "A write on a missing thread or message is NotFound; a remove finds nothing.",
       writes_need_their_owner},
      {"metadata/values_do_not_touch_their_owner",
       "Writes of values leave the thread and the message as they are.",
       values_do_not_touch_their_owner},
      {"metadata/owners_have_values_of_their_own",
       "A list holds the values of exactly its owner, and no message's are its thread's.",
       owners_have_values_of_their_own},
      {"metadata/remove_says_whether_there_was_one",
       "A remove takes one key away and says whether there was one.",
       remove_says_whether_there_was_one},
  };
}

}  // namespace

std::vector<Check> metadata_checks() {
  return joined({value_checks(), metadata_list_checks(), metadata_message_checks()});
}

}  // namespace botstore::testing
