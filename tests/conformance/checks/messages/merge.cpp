#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/parallel.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

void save_content(Context& context, const char* text) {
  context.store.save_thread(thread("t1"));
  auto saved = message("t1", "m1");
  saved.content = Json::parse(text);
  saved.metadata = R"({"channel": "web"})"_json;
  context.store.save_message(saved);
}

/// The stored content after this merge.
Json merged(Context& context, Json patch) {
  const auto receipts =
      context.store.update_messages({{.key = {"t1", "m1"}, .merge_content = std::move(patch)}});
  expect_equal(receipts.at(0).outcome, Outcome::replaced, "outcome");
  const auto stored = stored_message(context.store, "t1", "m1");
  expect_equal(stored.metadata, R"({"channel": "web"})"_json, "the message's own metadata");
  return stored.content;
}

void merge_adds_to_the_contents_metadata(Context& context) {
  save_content(context, R"({"format": 2, "parts": [{"type": "text"}], "content": "hi"})");
  expect_equal(merged(context, R"({"metadata": {"seen": true}})"_json),
               R"({"format": 2, "parts": [{"type": "text"}], "content": "hi",
                   "metadata": {"seen": true}})"_json);
  expect_equal(merged(context, R"({"metadata": {"score": 0.5}})"_json),
               R"({"format": 2, "parts": [{"type": "text"}], "content": "hi",
                   "metadata": {"seen": true, "score": 0.5}})"_json);
}

void merge_replaces_values_of_the_top_level(Context& context) {
  save_content(context, R"({"content": "hi", "parts": [1, 2], "metadata": {"seen": true}})");
  expect_equal(merged(context, R"({"content": "hello"})"_json),
               R"({"content": "hello", "parts": [1, 2], "metadata": {"seen": true}})"_json);
  expect_equal(merged(context, R"({"parts": [3], "content": null})"_json),
               R"({"content": null, "parts": [3], "metadata": {"seen": true}})"_json);
}

void merge_goes_one_level_into_metadata_only(Context& context) {
  save_content(context, R"({"state": {"a": 1}, "metadata": {"p": {"a": 1}, "q": 2}})");
  expect_equal(merged(context, R"({"state": {"b": 2}, "metadata": {"p": {"b": 2}}})"_json),
               R"({"state": {"b": 2}, "metadata": {"p": {"b": 2}, "q": 2}})"_json);
}

void merge_replaces_metadata_that_is_no_object(Context& context) {
  save_content(context, R"({"metadata": [1, 2]})");
  expect_equal(merged(context, R"({"metadata": {"a": 1}})"_json), R"({"metadata": {"a": 1}})"_json);
  expect_equal(merged(context, R"({"metadata": "text"})"_json), R"({"metadata": "text"})"_json);
  expect_equal(merged(context, R"({"metadata": {"b": null}})"_json),
               R"({"metadata": {"b": null}})"_json);
  expect_equal(merged(context, R"({"metadata": null})"_json), R"({"metadata": null})"_json);
}

void merge_into_other_content_is_a_conflict(Context& context) {
  for (const auto* text : {R"("hi")", "null", "[{}]", "1"}) {
    save_content(context, text);
    const auto before = stored_message(context.store, "t1", "m1");
    const auto owner = stored_thread(context.store, "t1");
    context.clock.advance(1s);
    const auto error = expect_error(ErrorCode::conflict, [&] {
      context.store.update_messages({{.key = {"t1", "m1"}, .merge_content = R"({"a": 1})"_json}});
    });
    expect(!error.retryable(), "the same call would fail again");
    expect_same(stored_message(context.store, "t1", "m1"), before);
    expect_same(stored_thread(context.store, "t1"), owner);
  }
}

void a_patch_must_be_an_object(Context& context) {
  save_content(context, "{}");
  for (const auto* patch : {"null", "[]", R"("a")", "1"}) {
    expect_error(ErrorCode::invalid_argument, [&] {
      context.store.update_messages({{.key = {"t1", "m1"}, .merge_content = Json::parse(patch)}});
    });
    expect_error(ErrorCode::invalid_argument, [&] {
      context.store.update_messages({{.key = {"t1", "m1"}, .merge_metadata = Json::parse(patch)}});
    });
  }
}

void content_is_replaced_or_merged_but_not_both(Context& context) {
  save_content(context, "{}");
  expect_error(ErrorCode::invalid_argument, [&] {
    context.store.update_messages(
        {{.key = {"t1", "m1"}, .content = "{}"_json, .merge_content = "{}"_json}});
  });
}

void merges_at_once_lose_nothing(Context& context) {
  save_content(context, R"({"metadata": {}})");
  in_parallel(20, [&](int i) {
    const auto number = std::to_string(i);
    const auto value = Json::number(std::int64_t{i});
    context.store.update_messages(
        {{.key = {"t1", "m1"},
          .merge_content = Json::object(
              {{"c" + number, value}, {"metadata", Json::object({{"d" + number, value}})}}),
          .merge_metadata = Json::object({{"e" + number, value}})}});
  });
  const auto stored = stored_message(context.store, "t1", "m1");
  expect_equal(stored.content.members().size(), 21, "keys of the content");
  expect_equal(expect_some(stored.content.find({"metadata"})).members().size(), 20,
               "keys of the content's metadata");
  expect_equal(stored.metadata.members().size(), 21, "keys of the metadata");
}

}  // namespace

std::vector<Check> message_merge_checks() {
  return {
      {"messages/merge_adds_to_the_contents_metadata",
       "A merge of the content's metadata adds its keys and leaves the rest of the content.",
       merge_adds_to_the_contents_metadata,
       {116, 118}},
      {"messages/merge_replaces_values_of_the_top_level",
       "A merge replaces the named values of the content and leaves its metadata.",
       merge_replaces_values_of_the_top_level,
       {117}},
      {"messages/merge_goes_one_level_into_metadata_only",
       "Only an object under metadata is merged one level deeper.",
       merge_goes_one_level_into_metadata_only},
      {"messages/merge_replaces_metadata_that_is_no_object",
       "Where one side's metadata is no object, the new one replaces it.",
       merge_replaces_metadata_that_is_no_object},
      {"messages/merge_into_other_content_is_a_conflict",
       "A merge into a content that is no object is a conflict and changes nothing.",
       merge_into_other_content_is_a_conflict},
      {"messages/a_patch_must_be_an_object", "What is merged must be an object.",
       a_patch_must_be_an_object},
      {"messages/content_is_replaced_or_merged_but_not_both",
       "An update cannot state a content and a merge of it.",
       content_is_replaced_or_merged_but_not_both},
      {"messages/merges_at_once_lose_nothing",
       "Merges of different keys at once keep all of them, in content and metadata.",
       merges_at_once_lose_nothing},
  };
}

}  // namespace botstore::testing
