#include "tests/tools/support/rows.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "botstore/restore.hpp"

namespace botstore::tools::testing {

namespace {

using namespace botstore::literals;

constexpr std::int64_t batch_rows = 1'000;

const Timestamp start = parse_time("2026-03-01T08:00:00.000001Z");

/// Contents whose bytes are easily changed.
std::vector<Json> contents() {
  return {R"({"text": "plain"})"_json,   "{\n  \"pretty\": [1,\r\n 2]\n}\n"_json, " 1.50"_json,
          R"({"b":1,"a":2,"a":3})"_json, R"("\u00e4\/\ud83d\ude00")"_json,        "null"_json,
          "[1E+2, -0, 0.10]"_json};
}

void fill_large_thread(Storage& store) {
  store.save_thread({.id = "large", .resource_id = "ada", .created_at = start});
  std::vector<NewMessage> messages;
  const auto spellings = contents();
  for (int i = 0; i < 1'234; ++i)
    messages.push_back({.thread_id = "large",
                        .id = "m" + std::to_string(i),
                        .role = i % 2 == 0 ? "user" : "assistant",
                        .content = spellings.at(static_cast<std::size_t>(i) % spellings.size()),
                        .created_at = start + std::chrono::microseconds{i / 3}});
  store.save_messages(std::move(messages));
  store.delete_messages({{"large", "m7"}, {"large", "m1233"}});
  for (int i = 0; i < 700; ++i)
    store.set_metadata({"large", "m" + std::to_string(i + 100)}, "state", Json::number(i));
  for (const auto* const key : {"a", "b", "summary"})
    store.set_metadata({"large", {}}, key, R"({"n": 1.0, "z": null, "a": [true]})"_json);
}

void fill_small_threads(Storage& store) {
  for (int i = 0; i < 450; ++i) {
    const auto id = "small-" + std::to_string(i);
    store.save_thread({.id = id,
                       .resource_id = i % 3 == 0 ? "ada" : "grace",
                       .title = i % 5 == 0 ? "Title \"quoted\"\n\\ ä 👋" : "",
                       .metadata = Json::object({{"n", Json::number(i)}}),
                       .created_at = start + std::chrono::hours{i / 2}});
    if (i % 4 == 0)
      store.save_messages({{.thread_id = id, .id = "m", .role = "user", .content = "1"_json},
                           {.thread_id = id, .id = "n", .role = "tool", .type = "call"}});
    if (i % 8 == 0) store.set_metadata({id, "m"}, "seen", Json::boolean(true));
    if (i % 50 == 0) store.update_thread(id, {.archived_at = latest_time});
  }
}

void fill_people(Storage& store) {
  store.save_resource({.id = "ada", .working_memory = "# Ada\n\tlikes \"tea\""});
  store.save_resource({.id = "grace", .metadata = R"({"k": [1, {"x": "y"}]})"_json});
  store.save_resource({.id = "empty", .working_memory = ""});
  for (int i = 0; i < 600; ++i) {
    const auto phone = "+155501" + std::to_string(i);
    store.save_history({.ref = "r" + std::to_string(i),
                        .keyword = i % 2 == 0 ? std::optional<std::string>{"hi"} : std::nullopt,
                        .answer = "answer\n" + std::to_string(i),
                        .ref_serialize = "s",
                        .phone = "+155501" + std::to_string(i % 7),
                        .options = i % 3 == 0 ? std::optional{"null"_json} : std::nullopt,
                        .created_at = start + std::chrono::seconds{i / 4}});
    if (i % 10 == 0)
      store.save_contact(
          {.phone = phone, .values = R"({"name": "Ada"})"_json, .created_at = start});
  }
  StoredRows foreign;
  foreign.contacts = {
      {.id = 9'001, .created_at = start, .values = R"({"from": "elsewhere"})"_json}};
  foreign.history = {{.id = 9'001,
                      .ref = "foreign",
                      .answer = "a",
                      .ref_serialize = "s",
                      .created_at = start,
                      .updated_in = start,
                      .contact_id = 9'001}};
  store.restore(std::move(foreign));
}

}  // namespace

void fill(Storage& store) {
  // In one transaction, so that it does not wait for the disk each time.
  store.transaction([](Storage& view) {
    fill_large_thread(view);
    fill_small_threads(view);
    fill_people(view);
  });
}

void fill_with_messages(Storage& store, std::int64_t threads, std::int64_t messages_each) {
  std::vector<NewMessage> batch;
  const auto send = [&] { store.save_messages(std::exchange(batch, {})); };
  for (std::int64_t thread = 0; thread < threads; ++thread) {
    const auto id = "thread-" + std::to_string(thread);
    send();
    store.save_thread({.id = id, .resource_id = "ada"});
    for (std::int64_t i = 0; i < messages_each; ++i) {
      batch.push_back({.thread_id = id,
                       .id = id + "-" + std::to_string(i),
                       .role = "user",
                       .content = R"({"format": 2, "parts": [{"type": "text", "text": "a message )"
                                  R"(of a common length, as a person writes it"}]})"_json});
      if (static_cast<std::int64_t>(batch.size()) == batch_rows) send();
    }
  }
  send();
}

}  // namespace botstore::tools::testing
