#include "tests/conformance/support/moved.hpp"

#include <algorithm>
#include <iterator>

#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

using namespace botstore::literals;
using namespace std::chrono_literals;

Thread moved_thread(std::string id) {
  return {.id = std::move(id),
          .resource_id = alice,
          .title = "Moved \"here\" 🚚",
          .metadata = R"({"from": {"store": 1}})"_json,
          .created_at = at(1min + 1us),
          .updated_at = at(9h + 3us),
          .last_sequence = 0,
          .revision = Revision{41}};
}

Message moved_message(std::string thread_id, std::int64_t number) {
  return {.thread_id = std::move(thread_id),
          .id = "m" + std::to_string(number),
          .resource_id = alice,
          .role = "user",
          .type = "text",
          .content = R"({"b" : [1, 1.0],  "a":null})"_json,
          .metadata = R"({"source": "elsewhere"})"_json,
          .created_at = at(number * 1min),
          .sequence = number,
          .revision = Revision{1'000 + number}};
}

MetadataEntry moved_value(MetadataOwner owner, std::string key) {
  return {.owner = std::move(owner),
          .key = std::move(key),
          .value = R"({"step": 3})"_json,
          .updated_at = at(2h + 5us),
          .revision = Revision{77}};
}

Resource moved_resource(std::string id) {
  return {.id = std::move(id),
          .working_memory = "",
          .metadata = R"({"tier": null})"_json,
          .created_at = at(3h),
          .updated_at = at(4h),
          .revision = Revision{8}};
}

Contact moved_contact(std::int64_t id, std::optional<std::string> phone) {
  return {.id = id,
          .phone = std::move(phone),
          .created_at = at(5min),
          .updated_in = at(6min),
          .last_interaction = at(7min),
          .values = R"({"name": "Ada"})"_json};
}

HistoryEntry moved_entry(std::int64_t id, std::optional<std::string> entry_key,
                         std::optional<std::string> phone) {
  return {.id = id,
          .ref = "ans_1",
          .keyword = "menu",
          .answer = "Hi",
          .ref_serialize = "serialized",
          .phone = std::move(phone),
          .options = R"({"delay": 2})"_json,
          .created_at = at(8min),
          .updated_in = at(9min),
          .entry_key = std::move(entry_key)};
}

StoredRows moved_rows() {
  auto empty = moved_thread("t2");
  empty.archived_at = at(30min);
  empty.metadata = "{}"_json;
  auto full = moved_thread("t1");
  full.last_sequence = 9;
  full.last_message_at = at(4min);
  auto late = moved_message("t1", 2);
  late.created_at = at(4min);
  late.resource_id = bob;
  late.content = "\"text\""_json;
  auto nobody = moved_resource("nobody");
  nobody.working_memory.reset();
  auto bare = moved_contact(9, std::nullopt);
  bare.updated_in.reset();
  bare.last_interaction.reset();
  bare.values = "{}"_json;
  auto met = moved_entry(3, "e1", "+1");
  met.contact_id = 4;
  auto plain = moved_entry(5, std::nullopt);
  plain.keyword.reset();
  plain.options.reset();
  plain.updated_in.reset();
  plain.created_at = at(10min);
  return {.resources = {moved_resource(alice), nobody},
          .threads = {full, empty},
          .messages = {moved_message("t1", 1), moved_message("t1", 3), late},
          .metadata = {moved_value({"t1", {}}, "state"), moved_value({"t1", "m1"}, "receipt")},
          .contacts = {moved_contact(4, "+1"), bare},
          .history = {met, plain}};
}

StoredRows all_rows(Storage& store) {
  const Paging all{.limit = Limit::all()};
  StoredRows rows{.resources = store.list_resources({.page = all}).items,
                  .threads = store.list_threads({.page = all}).items,
                  .contacts = store
                                  .list_contacts({.order_by = ContactOrder::id,
                                                  .direction = Direction::ascending,
                                                  .page = all})
                                  .items,
                  .history = store.list_history({.page = all}).items};
  std::sort(rows.threads.begin(), rows.threads.end(),
            [](const Thread& left, const Thread& right) { return left.id < right.id; });
  for (const auto& thread : rows.threads) {
    auto messages = all_messages(store, thread.id);
    auto values = store.list_metadata({.thread_id = thread.id}, {.page = all}).items;
    for (const auto& message : messages)
      for (auto& value : store.list_metadata({thread.id, message.id}, {.page = all}).items)
        values.push_back(std::move(value));
    std::move(messages.begin(), messages.end(), std::back_inserter(rows.messages));
    std::move(values.begin(), values.end(), std::back_inserter(rows.metadata));
  }
  return rows;
}

void expect_same_rows(const StoredRows& actual, const StoredRows& expected) {
  expect_same(actual.threads, expected.threads);
  expect_same(actual.messages, expected.messages);
  expect_same(actual.metadata, expected.metadata);
  expect_same(actual.resources, expected.resources);
  expect_same(actual.contacts, expected.contacts);
  expect_same(actual.history, expected.history);
}

}  // namespace botstore::testing
