#include "botstore/limits.hpp"
#include "tests/conformance/model/operation.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;

void expect_no_json(const std::string& text, Place place = Place::here()) {
  try {
    expect_error(
        ErrorCode::invalid_argument, [&] { (void)Json::parse(text); }, place);
  } catch (const Failure& failure) {
    fail(describe(text) + ": " + failure.what(), place);
  }
}

void what_is_no_json_is_refused(Context& /*context*/) {
  for (const auto* text :
       {"",          " ",      "{",       "}",         "[1,]",     "{\"a\":}",
        "{\"a\" 1}", "{a: 1}", "'a'",     "nul",       "True",     "01",
        "1.",        ".5",     "+1",      "1e",        "0x10",     "NaN",
        "Infinity",  "\"a",    "\"\\x\"", "\"\\u12\"", "\"a\tb\"", "\"a\nb\"",
        "1 2",       "[1] x",  "{} {}",   "// c\n1",   "/**/1",    "\xef\xbb\xbf{}"})
    expect_no_json(text);
}

void unsafe_characters_are_refused(Context& /*context*/) {
  for (const auto* text :
       {R"("\u0000")", R"({"\u0000": 1})", R"("\ud800")", R"("\udc00")", R"("\ud800x")",
        R"("\ud800\u0041")", R"({"\udfff": 1})", "\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
        "\"\xf4\x90\x80\x80\"", "\"caf\xc3\"", "{\"\xe9\": 1}"})
    expect_no_json(text);
  expect_no_json(std::string{"\"a\0b\"", 5});
  expect_no_json(std::string{"1\0", 2});
}

void unsafe_sizes_are_refused(Context& /*context*/) {
  for (const auto* text : {"1e309", "-1e309", "1e400", "[1e99999]", "123e400"})
    expect_no_json(text);
  expect_no_json(std::string(limits::json_number_chars + 1, '1'));
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  expect_equal(Json::parse(nested(limits::json_depth)).type(), JsonType::array, "type");
  expect_no_json(nested(limits::json_depth + 1));
  expect_no_json(nested(100'000));
  expect_no_json('"' + std::string(limits::text_bytes, 'x') + '"');
}

/// Tries to store an object whose keys come twice in every place that takes no such object.
void try_everywhere(Storage& store, const Json& doubled,
                    const std::function<void(const std::function<void()>&)>& refused) {
  auto made = thread("t9");
  made.metadata = doubled;
  refused([&] { store.save_thread(made); });
  refused([&] { store.update_thread("t1", {.merge_metadata = doubled}); });
  refused([&] { store.clone_thread("t1", {.new_id = "t9", .metadata = doubled}); });
  auto saved = message("t1", "m9");
  saved.metadata = doubled;
  refused([&] { store.save_message(saved); });
  refused([&] { store.update_messages({{.key = {"t1", "m1"}, .merge_metadata = doubled}}); });
  refused([&] { store.update_messages({{.key = {"t1", "m1"}, .merge_content = doubled}}); });
  refused([&] { store.set_metadata({.thread_id = "t1"}, "k", doubled); });
  refused([&] { store.merge_metadata({.thread_id = "t1"}, "k", doubled); });
  refused([&] { store.save_resource({.id = alice, .metadata = doubled}); });
  refused([&] { store.update_resource(alice, {.merge_metadata = doubled}); });
  refused([&] { store.save_contact({.phone = "+1", .values = doubled}); });
  refused([&] { store.save_history({.ref = "r", .phone = "+1", .options = doubled}); });
  refused([&] { (void)store.list_threads({.metadata = {where::contains(doubled)}}); });
}

void keys_that_come_twice_are_refused(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  Side side{context.store};
  const auto before = whole_state(side);
  for (const auto* text : {R"({"a": 1, "a": 1})", R"({"a": 1, "\u0061": 2})",
                           R"({"x": [{"y": {"b": 1, "b": 2}}]})", R"({"": 1, "": 2})"})
    try_everywhere(context.store, Json::parse(text), [](const std::function<void()>& call) {
      expect_error(ErrorCode::invalid_argument, call);
    });
  expect_equal(whole_state(side), before, "the state after all of them");
}

void same_keys_in_different_objects_are_fine(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto nested = R"({"a": {"a": [{"a": 1}, {"a": 2}]}, "b": {"a": 1}})"_json;
  context.store.set_metadata({.thread_id = "t1"}, "k", nested);
  expect_equal(expect_some(context.store.get_metadata({.thread_id = "t1"}, "k")).value, nested,
               "value");
}

void a_refused_message_hides_no_other(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  auto bad = message("t1", "m2");
  bad.role = std::string{"us\0er", 5};
  expect_error(ErrorCode::invalid_argument, [&] { context.store.save_message(bad); });
  context.store.save_message(message("t1", "m3"));
  expect_equal(ids(all_messages(context.store, "t1")), {"m1", "m3"}, "messages");
}

}  // namespace

std::vector<Check> json_checks() {
  return {
      {"content/what_is_no_json_is_refused", "Text that is not JSON makes no value.",
       what_is_no_json_is_refused},
      {"content/unsafe_characters_are_refused",
       "U+0000, lone surrogates and invalid UTF-8 are refused in strings and keys.",
       unsafe_characters_are_refused},
      {"content/unsafe_sizes_are_refused",
       "Numbers beyond a double, deep nesting and long texts are refused at the stated limits.",
       unsafe_sizes_are_refused},
      {"content/keys_that_come_twice_are_refused",
       "An object with a key twice, at any depth, is no metadata, value, option or filter.",
       keys_that_come_twice_are_refused},
      {"content/same_keys_in_different_objects_are_fine",
       "The same key in different objects of one value is allowed.",
       same_keys_in_different_objects_are_fine},
      {"content/a_refused_message_hides_no_other",
       "A refused message leaves the thread's others as readable as before.",
       a_refused_message_hides_no_other},
  };
}

}  // namespace botstore::testing
