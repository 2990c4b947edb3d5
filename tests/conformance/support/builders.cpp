#include "tests/conformance/support/builders.hpp"

#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

using namespace botstore::literals;
using namespace std::chrono_literals;

Timestamp at(std::chrono::microseconds by) {
  return Timestamp{std::chrono::sys_days{std::chrono::year{2026} / 2 / 1}} + by;
}

NewThread thread(std::string id, std::string resource_id) {
  return {.id = std::move(id), .resource_id = std::move(resource_id), .title = "A table for two"};
}

Json content(std::string_view text) {
  return Json::object({{"text", Json::string(text)}});
}

NewMessage message(std::string thread_id, std::string id, std::string_view text) {
  return {.thread_id = std::move(thread_id),
          .id = std::move(id),
          .role = "user",
          .content = content(text)};
}

NewMessage message_at(std::string thread_id, std::string id, Timestamp created_at,
                      std::string_view text) {
  auto made = message(std::move(thread_id), std::move(id), text);
  made.created_at = created_at;
  return made;
}

void save_minutes(Storage& store, const std::string& thread_id, int first, int last) {
  std::vector<NewMessage> batch;
  for (int i = first; i <= last; ++i)
    batch.push_back(message_at(thread_id, "m" + std::to_string(i), at(std::chrono::minutes{i}),
                               "message " + std::to_string(i)));
  store.save_messages(std::move(batch));
}

std::vector<NewMessage> restaurant_dialogue(const std::string& thread_id) {
  return {
      {.thread_id = thread_id,
       .id = "wamid.1",
       .role = "user",
       .content = R"({"format": 2, "parts": [{"type": "text",
         "text": "Somewhere quiet for four on Friday, please — “Trattoria Élan” if it is free 🍝"}]})"_json,
       .metadata = R"({"channel": "whatsapp", "locale": "it"})"_json,
       .created_at = at(0s)},
      {.thread_id = thread_id,
       .id = "call-1",
       .role = "assistant",
       .type = "tool-call",
       .content = R"({"format": 2, "parts": [{"type": "tool-call", "name": "find_table",
         "arguments": {"seats": 4, "day": "2026-02-06", "near": null, "quiet": true}}],
         "metadata": {"provider": {"tokens": {"cached": 812, "estimate": 1.5e3}}}})"_json,
       .metadata = R"({"model": "large"})"_json,
       .created_at = at(1s + 250ms)},
      {.thread_id = thread_id,
       .id = "result-1",
       .role = "tool",
       .type = "tool-result",
       .content = R"({"format": 2, "parts": [{"type": "tool-result", "name": "find_table",
         "result": {"text": "", "tables": [[19, 30], [21, 0]]}}]})"_json,
       .created_at = at(1s + 250ms)},
      {.thread_id = thread_id,
       .id = "answer-1",
       .role = "assistant",
       .content = R"({"format": 2, "parts": [{"type": "text",
         "text": "They have a table at 19:30 and one at 21:00.\nWhich one shall I take?"}]})"_json,
       .metadata = R"({"model": "large", "finish": "stop"})"_json,
       .created_at = at(4s)},
  };
}

std::vector<std::string> numbered(std::string_view prefix, int first, int last) {
  std::vector<std::string> names;
  const int step = first <= last ? 1 : -1;
  for (int i = first; i != last + step; i += step)
    names.push_back(std::string{prefix} + std::to_string(i));
  return names;
}

std::vector<std::string> ids(const std::vector<Thread>& threads) {
  std::vector<std::string> found;
  for (const auto& one : threads) found.push_back(one.id);
  return found;
}

std::vector<std::string> ids(const std::vector<Message>& messages) {
  std::vector<std::string> found;
  for (const auto& one : messages) found.push_back(one.id);
  return found;
}

std::vector<MessageKey> keys(const std::vector<Message>& messages) {
  std::vector<MessageKey> found;
  for (const auto& one : messages) found.push_back(one.key());
  return found;
}

std::vector<MessageKey> keys(const std::string& thread_id, const std::vector<std::string>& ids) {
  std::vector<MessageKey> made;
  for (const auto& id : ids) made.push_back({thread_id, id});
  return made;
}

Thread stored_thread(Storage& store, std::string_view id) {
  return expect_some(store.get_thread(id), "thread " + std::string{id});
}

Message stored_message(Storage& store, std::string_view thread_id, std::string_view id) {
  return expect_some(store.get_message({std::string{thread_id}, std::string{id}}),
                     "message " + std::string{id});
}

std::vector<Message> all_messages(Storage& store, const std::string& thread_id) {
  return store.list_messages({.thread_ids = thread_id, .page = {.limit = Limit::all()}}).items;
}

}  // namespace botstore::testing
