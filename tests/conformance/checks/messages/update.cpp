#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

void save_dialogue(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_messages(restaurant_dialogue("t1"));
  context.clock.advance(1s);
}

MessageReceipt update(Context& context, const MessageUpdate& change) {
  return context.store.update_messages({change}).at(0);
}

/// Does the update of call-1; `expected` needs only the fields that change.
void expect_updated(Context& context, const MessageUpdate& change, Message expected,
                    Place place = Place::here()) {
  const auto old_revision = expected.revision;
  const auto receipt = update(context, change);
  expect_equal(receipt.key, expected.key(), "key in the receipt", place);
  expect_equal(receipt.outcome, Outcome::replaced, "outcome", place);
  expect_equal(receipt.created_at, expected.created_at, "created_at in the receipt", place);
  expect_equal(receipt.sequence, expected.sequence, "sequence in the receipt", place);
  expect(receipt.revision != old_revision, "the revision is a new one", place);
  expected.revision = receipt.revision;
  expect_same(stored_message(context.store, "t1", "call-1"), expected, place);
}

void update_touches_only_what_it_names(Context& context) {
  save_dialogue(context);
  const MessageKey key{"t1", "call-1"};
  const auto stored = [&] { return stored_message(context.store, "t1", "call-1"); };

  auto expected = stored();
  expected.role = "model";
  expect_updated(context, {.key = key, .role = "model"}, expected);

  expected = stored();
  expected.type = "function-call";
  expect_updated(context, {.key = key, .type = "function-call"}, expected);

  expected = stored();
  expected.metadata = R"({"model": "large", "cost": null})"_json;
  expect_updated(context, {.key = key, .merge_metadata = R"({"cost": null})"_json}, expected);

  expected = stored();
  expected.metadata = R"({"model": "small"})"_json;
  expect_updated(context,
                 {.key = key,
                  .remove_metadata_keys = {"cost", "model", "unknown"},
                  .merge_metadata = R"({"model": "small"})"_json},
                 expected);
}

void update_replaces_content_byte_for_byte(Context& context) {
  save_dialogue(context);
  for (const auto* text : {R"({ "parts" : [ ],  "b":1.0, "a":"\u00e9" })", "null", "[1, 2]"}) {
    auto expected = stored_message(context.store, "t1", "call-1");
    expected.content = Json::parse(text);
    expect_updated(context, {.key = {"t1", "call-1"}, .content = expected.content}, expected);
  }
}

void update_with_an_extended_content(Context& context) {
  save_dialogue(context);
  auto expected = stored_message(context.store, "t1", "call-1");
  expected.content = R"({"format": 2, "parts": [{"type": "tool-call", "name": "find_table",
      "arguments": {"seats": 4, "day": "2026-02-06", "near": null, "quiet": true}}],
      "metadata": {"provider": {"tokens": {"cached": 812, "estimate": 1.5e3}},
                   "framework": {"sealed": true}}})"_json;
  expect_updated(context, {.key = {"t1", "call-1"}, .content = expected.content}, expected);
  expect_equal(context.store.find_messages({"call-1"}).at(0).content, expected.content, "content");
}

void update_keeps_places(Context& context) {
  save_dialogue(context);
  const auto before = ids(all_messages(context.store, "t1"));
  for (const auto& id : before)
    update(context, {.key = {"t1", id}, .content = content("later"), .merge_metadata = "{}"_json});
  expect_equal(ids(all_messages(context.store, "t1")), before, "order");
  expect_equal(stored_thread(context.store, "t1").last_message_at, at(4s), "last_message_at");
}

void update_moves_its_thread(Context& context) {
  save_dialogue(context);
  const auto before = stored_thread(context.store, "t1");
  update(context, {.key = {"t1", "call-1"}, .role = "model"});
  auto expected = before;
  expected.updated_at = context.clock.now();
  expect_same(stored_thread(context.store, "t1"), expected);
}

void update_that_changes_nothing_writes_nothing(Context& context) {
  save_dialogue(context);
  const auto owner = stored_thread(context.store, "t1");
  const auto message = stored_message(context.store, "t1", "call-1");
  const MessageKey key{"t1", "call-1"};
  for (const auto& change : std::vector<MessageUpdate>{
           {.key = key},
           {.key = key, .role = message.role, .type = message.type},
           {.key = key, .content = message.content},
           {.key = key, .merge_content = R"({"format": 2.0, "metadata": {}})"_json},
           {.key = key, .remove_metadata_keys = {"unknown"}, .merge_metadata = "{}"_json},
           {.key = key, .merge_metadata = R"({"model": "large"})"_json},
           {.key = key, .move_to_thread = "t1"},
       }) {
    const auto receipt = update(context, change);
    expect_equal(receipt.outcome, Outcome::unchanged, "outcome");
    expect_equal(receipt.revision, message.revision, "revision in the receipt");
    expect_equal(receipt.sequence, message.sequence, "sequence in the receipt");
    expect_same(stored_message(context.store, "t1", "call-1"), message);
    expect_same(stored_thread(context.store, "t1"), owner);
  }
}

void update_checks_the_expected_revision(Context& context) {
  save_dialogue(context);
  const MessageKey key{"t1", "call-1"};
  const auto stale = stored_message(context.store, "t1", "call-1").revision;
  const auto current =
      update(context, {.key = key, .role = "model", .expected_revision = stale}).revision;
  const auto before = stored_message(context.store, "t1", "call-1");
  const auto owner = stored_thread(context.store, "t1");
  const auto error = expect_error(ErrorCode::conflict, [&] {
    update(context, {.key = key, .content = content("late"), .expected_revision = stale});
  });
  expect_equal(error.details().current_revision, current, "the current revision");
  expect_same(stored_message(context.store, "t1", "call-1"), before);
  expect_same(stored_thread(context.store, "t1"), owner);
}

void update_of_an_unknown_message_is_reported(Context& context) {
  save_dialogue(context);
  const auto owner = stored_thread(context.store, "t1");
  for (const MessageKey& key : {MessageKey{"t1", "unknown"}, MessageKey{"t9", "call-1"}}) {
    for (const std::optional<Revision>& expected : {std::optional<Revision>{}, {Revision{7}}}) {
      const auto receipt =
          update(context, {.key = key, .role = "model", .expected_revision = expected});
      expect_equal(receipt.key, key, "key");
      expect_equal(receipt.outcome, Outcome::not_found, "outcome");
    }
    expect(!context.store.get_message(key), "an update makes no message");
  }
  expect_same(stored_thread(context.store, "t1"), owner);
}

}  // namespace

std::vector<Check> message_update_checks() {
  return {
      {"messages/update_touches_only_what_it_names",
       "Role, type and metadata change one by one, and everything else stays.",
       update_touches_only_what_it_names,
       {115}},
      {"messages/update_replaces_content_byte_for_byte",
       "A new content is stored byte for byte, whatever kind of JSON it is.",
       update_replaces_content_byte_for_byte},
      {"messages/update_with_an_extended_content",
       "A content written anew with an addition comes back with it and with all the rest.",
       update_with_an_extended_content,
       {119}},
      {"messages/update_keeps_places", "An update changes neither order nor created_at.",
       update_keeps_places},
      {"messages/update_moves_its_thread",
       "An update sets its thread's updated_at to now, and nothing else of it.",
       update_moves_its_thread,
       {121}},
      {"messages/update_that_changes_nothing_writes_nothing",
       "An update that asks for what is there leaves the message and its thread.",
       update_that_changes_nothing_writes_nothing},
      {"messages/update_checks_the_expected_revision",
       "A stale expected revision is a conflict that tells the stored one and changes nothing.",
       update_checks_the_expected_revision},
      {"messages/update_of_an_unknown_message_is_reported",
       "An update of an unknown message says not_found and changes nothing.",
       update_of_an_unknown_message_is_reported,
       {123}},
  };
}

}  // namespace botstore::testing
