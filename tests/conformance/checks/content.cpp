#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// Contents that a store which parses and writes them anew would change.
std::vector<std::string> odd_contents() {
  return {
      " { \"b\" : 1 ,\n\t\"a\":2 } ",
      R"({"z": 1, "a": 2, "m": 3})",
      R"({"a": 1, "a": 2})",
      R"({"": {"": ""}})",
      R"("caf\u00e9 \ud83d\ude00 \/ \b\f\n\r\t \" \\")",
      "\"😀 \xe2\x80\xae \xef\xbf\xbf \x7f\"",
      R"([1.0, 1.00, 1e2, 1E+2, -0, -0.0, 0.1e-7, 100000000000000000000])",
      "12345678901234567890.123456789012345678901234567890",
      "1e308",
      "\"\"",
      "\"text\"",
      "null",
      "true",
      "-7",
      "[]",
      "{}",
      R"({"a": null, "b": [null, {"c": []}]})",
      R"({"text": "{\"format\": 2, \"parts\": [\"\\u0041\"]}"})",
      R"({"type": "tool_use", "id": "call_1", "input": {"city": "Roma"}, "x-new": {"y": [1]}})",
      R"({"type": "tool_result", "tool_use_id": "call_1", "content": ""})",
      R"({"type": "image", "source": {"media_type": "image/png", "data": "iVBORw0KGgo="}})",
      repeated("[", 512) + repeated("]", 512),
      R"({"a": )" + repeated(R"({"b":)", 500) + "1" + repeated("}", 500) + " }",
  };
}

void expect_text(const Message& message, const std::string& text, Place place = Place::here()) {
  expect_equal(message.content.text(), text, "content", place);
}

void content_keeps_its_bytes(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto texts = odd_contents();
  std::vector<NewMessage> messages;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    messages.push_back(message("t1", "m" + std::to_string(i)));
    messages.back().content = Json::parse(texts[i]);
  }
  context.store.save_messages(messages);
  const auto listed = all_messages(context.store, "t1");
  expect_equal(listed.size(), texts.size(), "messages");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    expect_text(listed[i], texts[i]);
    expect_text(stored_message(context.store, "t1", listed[i].id), texts[i]);
    expect_text(context.store.find_messages({listed[i].id}).at(0), texts[i]);
  }
}

void content_keeps_its_bytes_on_its_ways(Context& context) {
  for (const auto* id : {"t1", "t2"}) context.store.save_thread(thread(id));
  for (const auto& text : odd_contents()) {
    auto saved = message("t1", "m1");
    saved.content = Json::parse(text);
    context.store.save_message(saved);
    context.store.update_messages(
        {{.key = {"t1", "m1"}, .role = "tool", .merge_metadata = R"({"a": 1})"_json}});
    expect_text(stored_message(context.store, "t1", "m1"), text);
    context.store.update_messages({{.key = {"t1", "m1"}, .move_to_thread = "t2"}});
    expect_text(stored_message(context.store, "t2", "m1"), text);
    context.store.clone_thread("t2", {.new_id = "copy"});
    expect_text(stored_message(context.store, "copy", "m1"), text);
    context.store.update_messages({{.key = {"t2", "m1"}, .content = Json::parse(" " + text)}});
    expect_text(stored_message(context.store, "t2", "m1"), " " + text);
    context.store.delete_thread("copy");
    context.store.delete_messages({{"t2", "m1"}});
  }
}

void a_mebibyte_comes_back(Context& context) {
  context.store.save_thread(thread("t1"));
  auto saved = message("t1", "m1");
  saved.content = Json::string(repeated("a \"quoted\" word, é ☕. ", 50'000));
  expect(saved.content.text().size() > 1'024 * 1'024, "the content is large");
  context.store.save_message(saved);
  expect(stored_message(context.store, "t1", "m1").content.text() == saved.content.text(),
         "a large content comes back byte for byte");
}

void texts_come_back_as_they_were(Context& context) {
  const std::string odd = "' \" \\ % _ $1 :x ?; -- \n\t\r é 😀 \xef\xbf\xbf {}[]";
  const auto id = odd + "id";
  context.store.save_thread({.id = id, .resource_id = odd, .title = odd});
  context.store.save_message(
      {.thread_id = id, .id = odd, .role = odd, .type = odd, .content = Json::string(odd)});
  context.store.set_metadata({.thread_id = id, .message_id = odd}, odd, Json::string(odd));
  context.store.save_resource({.id = odd, .working_memory = odd});
  context.store.save_history({.ref = odd,
                              .keyword = odd,
                              .answer = odd,
                              .ref_serialize = odd,
                              .phone = odd,
                              .entry_key = odd});

  const auto saved = expect_some(context.store.get_thread(id, {.resource_id = odd}));
  expect_equal(saved.title, odd, "title");
  const auto message = stored_message(context.store, id, odd);
  expect_equal(message.role, odd, "role");
  expect_equal(message.type, odd, "type");
  expect_equal(message.content.as_string(), odd, "content");
  expect_equal(
      context.store.list_messages({.resource_id = odd, .roles = odd, .types = odd}).items.size(), 1,
      "messages of the odd role and type");
  const auto value = context.store.get_metadata({.thread_id = id, .message_id = odd}, odd);
  expect_equal(expect_some(value).value.as_string(), odd, "value");
  expect_equal(expect_some(context.store.get_resource(odd)).working_memory, odd, "working_memory");
  const auto entry = expect_some(context.store.last_history(odd));
  for (const auto& text : {entry.ref, entry.keyword.value_or(""), entry.answer, entry.ref_serialize,
                           entry.entry_key.value_or("")})
    expect_equal(text, odd, "a text of the entry");
}

void metadata_keeps_its_meaning(Context& context) {
  const auto odd = R"({"": "", "a.b": {"$": [1.50, 1e2, -0.0, null, true]}, "n":
                       12345678901234567890.12345678901234567890, "é 😀": "\u0041\n",
                       "deep": {"deep": {"deep": [[[{}]]]}}, "%_\\'\"": "--"})"_json;
  auto made = thread("t1");
  made.metadata = odd;
  context.store.save_thread(made);
  auto saved = message("t1", "m1");
  saved.metadata = odd;
  context.store.save_message(saved);
  context.store.set_metadata({.thread_id = "t1"}, "odd", odd);
  context.store.save_resource({.id = alice, .metadata = odd});
  context.store.save_contact({.phone = "+1", .values = odd});
  context.store.save_history({.ref = "r", .phone = "+1", .options = odd});
  expect_equal(stored_thread(context.store, "t1").metadata, odd, "thread");
  expect_equal(stored_message(context.store, "t1", "m1").metadata, odd, "message");
  expect_equal(expect_some(context.store.get_metadata({.thread_id = "t1"}, "odd")).value, odd,
               "value");
  expect_equal(expect_some(context.store.get_resource(alice)).metadata, odd, "resource");
  expect_equal(expect_some(context.store.get_contact("+1")).values, odd, "contact");
  expect_equal(expect_some(context.store.last_history("+1")).options, odd, "options");
}

void contents_are_left_out_on_request(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_messages(restaurant_dialogue("t1"));
  const auto full = all_messages(context.store, "t1");
  auto bare = full;
  for (auto& one : bare) one.content = Json{};
  const GetMessagesOptions without{.with_content = false};
  expect_same(context.store.get_messages(keys(full), without), bare);
  expect_same(context.store.find_messages(ids(full), without), bare);
  expect_same(expect_some(context.store.get_message(full[0].key(), without)), bare[0]);
  const MessageQuery query{.thread_ids = "t1",
                           .include = {{.message = full[0].key(), .after = 1}},
                           .with_content = false,
                           .page = {.limit = Limit::all()}};
  expect_same(context.store.list_messages(query).items, bare);
  std::vector<Message> streamed;
  for (const auto& row : context.store.stream_messages({.thread_ids = "t1", .with_content = false}))
    streamed.push_back(row);
  expect_same(streamed, bare);
  expect_same(all_messages(context.store, "t1"), full);
}

std::vector<Check> round_trip_checks() {
  return {
      {"content/keeps_its_bytes",
       "Content of any JSON comes back byte for byte: spacing, key order, escapes, numbers.",
       content_keeps_its_bytes},
      {"content/keeps_its_bytes_on_its_ways",
       "So it does after updates of other fields, moves, clones and replacements.",
       content_keeps_its_bytes_on_its_ways},
      {"content/a_mebibyte_comes_back", "A content of more than 1 MiB comes back byte for byte.",
       a_mebibyte_comes_back},
      {"content/texts_come_back_as_they_were",
       "Ids, titles, roles and other texts may hold any character but U+0000.",
       texts_come_back_as_they_were},
      {"content/metadata_keeps_its_meaning",
       "Metadata, values and options keep their meaning, to the last digit.",
       metadata_keeps_its_meaning},
      {"content/is_left_out_on_request",
       "Without contents every content is null, and nothing else differs.",
       contents_are_left_out_on_request},
  };
}

}  // namespace

std::vector<Check> content_checks() {
  return joined({round_trip_checks(), json_checks(), filter_checks()});
}

}  // namespace botstore::testing
