#include <algorithm>
#include <atomic>
#include <map>
#include <set>

#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/parallel.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

constexpr int fifty = 50;

/// `{"key7": 7}`.
Json one_key(int i) {
  return Json::object({{"key" + std::to_string(i), Json::number(std::int64_t{i})}});
}

void expect_fifty_keys(const Json& object, Place place = Place::here()) {
  expect_equal(object.members().size(), fifty, "keys", place);
  for (int i = 0; i < fifty; ++i)
    expect_equal(object.find({"key" + std::to_string(i)}), Json::number(std::int64_t{i}),
                 "key " + std::to_string(i), place);
}

void merges_of_message_metadata(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  in_parallel(fifty, [&](int i) {
    context.store.update_messages({{.key = {"t1", "m1"}, .merge_metadata = one_key(i)}});
  });
  expect_fifty_keys(stored_message(context.store, "t1", "m1").metadata);
}

void merges_of_content(Context& context) {
  context.store.save_thread(thread("t1"));
  auto saved = message("t1", "m1");
  saved.content = R"({"metadata": {}})"_json;
  context.store.save_message(saved);
  in_parallel(fifty, [&](int i) {
    const auto patch = i % 2 == 0 ? one_key(i) : Json::object({{"metadata", one_key(i)}});
    context.store.update_messages({{.key = {"t1", "m1"}, .merge_content = patch}});
  });
  const auto content = stored_message(context.store, "t1", "m1").content;
  expect_equal(content.members().size(), fifty / 2 + 1, "keys");
  expect_equal(expect_some(content.find({"metadata"})).members().size(), fifty / 2,
               "keys of its metadata");
}

void merges_of_values(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  const MetadataOwner on_thread{.thread_id = "t1"};
  const MetadataOwner on_message{.thread_id = "t1", .message_id = "m1"};
  in_parallel(fifty, [&](int i) {
    context.store.merge_metadata(on_thread, "state", one_key(i));
    context.store.merge_metadata(on_message, "state", one_key(i));
  });
  expect_fifty_keys(expect_some(context.store.get_metadata(on_thread, "state")).value);
  expect_fifty_keys(expect_some(context.store.get_metadata(on_message, "state")).value);
}

void writes_of_different_keys(Context& context) {
  context.store.save_thread(thread("t1"));
  in_parallel(fifty, [&](int i) {
    context.store.set_metadata({.thread_id = "t1"}, "key" + std::to_string(i), one_key(i));
  });
  const auto page = context.store.list_metadata({.thread_id = "t1"}, {.page = {.limit = 100}});
  expect_equal(page.items.size(), fifty, "values");
}

void merges_of_resources(Context& context) {
  in_parallel(fifty,
              [&](int i) { context.store.update_resource(alice, {.merge_metadata = one_key(i)}); });
  expect_fifty_keys(expect_some(context.store.get_resource(alice)).metadata);
}

void merges_of_contacts(Context& context) {
  in_parallel(fifty,
              [&](int i) { context.store.save_contact({.phone = "+1", .values = one_key(i)}); });
  expect_fifty_keys(expect_some(context.store.get_contact("+1")).values);
  expect_equal(context.store.list_contacts().items.size(), 1, "contacts");
}

void appends_to_one_thread(Context& context) {
  constexpr int writers = 8;
  constexpr int each = 20;
  context.store.save_thread(thread("t1"));
  in_parallel(writers, [&](int writer) {
    std::int64_t last = 0;
    for (int i = 0; i < each; ++i) {
      const auto id = std::to_string(writer) + "-" + std::to_string(i);
      const auto receipt = context.store.save_message(message("t1", id));
      expect(receipt.sequence > last, "each writer's sequences grow");
      last = receipt.sequence;
    }
  });
  const auto all = all_messages(context.store, "t1");
  expect_equal(all.size(), writers * each, "messages");
  std::set<std::int64_t> sequences;
  for (const auto& one : all) sequences.insert(one.sequence);
  expect_equal(sequences.size(), all.size(), "different sequences");
  const auto in_order = [](const Message& left, const Message& right) {
    return left.sequence < right.sequence;
  };
  expect(std::ranges::is_sorted(all, in_order), "messages of one time list by sequence");
  expect_equal(stored_thread(context.store, "t1").last_sequence, *sequences.rbegin(),
               "last_sequence");
}

void batches_are_seen_whole(Context& context) {
  constexpr std::size_t batch = 5;
  constexpr int batches = 20;
  context.store.save_thread(thread("t1"));
  std::atomic<bool> writing = true;
  in_parallel(2, [&](int role) {
    if (role == 0) {
      for (int i = 0; i < batches; ++i) {
        std::vector<NewMessage> messages;
        for (std::size_t m = 0; m < batch; ++m)
          messages.push_back({.thread_id = "t1", .role = "user"});
        context.store.save_messages(messages);
      }
      writing = false;
    } else {
      while (writing)
        expect_equal(all_messages(context.store, "t1").size() % batch, 0, "a part of a batch");
    }
  });
  expect_equal(all_messages(context.store, "t1").size(), batches * batch, "messages");
}

void one_append_wins_a_round(Context& context) {
  constexpr int rounds = 10;
  constexpr int writers = 6;
  context.store.save_thread(thread("t1"));
  for (int round = 0; round < rounds; ++round) {
    const auto expected = stored_thread(context.store, "t1").last_sequence;
    std::atomic<int> won = 0;
    in_parallel(writers, [&](int) {
      try {
        context.store.save_messages(
            {{.thread_id = "t1", .role = "user"}, {.thread_id = "t1", .role = "assistant"}},
            {.expected_last_sequence = expected});
        ++won;
      } catch (const Error& error) {
        expect_equal(error.code(), ErrorCode::conflict, "the losers' error");
        const auto current = expect_some(error.details().current_sequence, "current_sequence");
        expect(current > expected, "the conflict tells the winner's sequence");
      }
    });
    expect_equal(won.load(), 1, "winners");
  }
  const auto all = all_messages(context.store, "t1");
  expect_equal(all.size(), 2 * rounds, "messages");
  for (std::size_t i = 0; i < all.size(); ++i)
    expect_equal(all[i].role, i % 2 == 0 ? "user" : "assistant", "turns stay together: role");
}

void one_delivery_is_inserted(Context& context) {
  context.store.save_thread(thread("t1"));
  for (int round = 0; round < 10; ++round) {
    const auto id = "wamid." + std::to_string(round);
    std::vector<Outcome> outcomes(2);
    in_parallel(2, [&](int i) {
      outcomes[static_cast<std::size_t>(i)] =
          context.store
              .save_message(message("t1", id, "delivery " + std::to_string(i)),
                            {.if_exists = SavePolicy::keep})
              .outcome;
    });
    std::ranges::sort(outcomes);
    expect_equal(outcomes, {Outcome::inserted, Outcome::duplicate}, "outcomes");
  }
  expect_equal(all_messages(context.store, "t1").size(), 10, "messages");
}

void one_history_delivery_is_inserted(Context& context) {
  for (int round = 0; round < 10; ++round) {
    std::vector<Outcome> outcomes(2);
    in_parallel(2, [&](int i) {
      outcomes[static_cast<std::size_t>(i)] =
          context.store
              .save_history(
                  {.ref = "step", .phone = "+1", .entry_key = "delivery " + std::to_string(round)})
              .outcome;
    });
    std::ranges::sort(outcomes);
    expect_equal(outcomes, {Outcome::inserted, Outcome::duplicate}, "outcomes");
  }
  expect_equal(context.store.list_history().items.size(), 10, "entries");
}

void first_entries_make_one_contact(Context& context) {
  for (int round = 0; round < 10; ++round) {
    const auto phone = "+" + std::to_string(round);
    in_parallel(4, [&](int i) {
      if (i == 0)
        context.store.save_contact({.phone = phone, .values = one_key(0)});
      else
        context.store.save_history({.ref = std::to_string(i), .phone = phone});
    });
    const auto contact = expect_some(context.store.get_contact(phone));
    expect_equal(contact.values, one_key(0), "values");
    const auto entries = context.store.list_history({.contact_id = contact.id}).items;
    expect_equal(entries.size(), 3, "entries of the one contact");
  }
  expect_equal(context.store.list_contacts().items.size(), 10, "contacts");
}

std::vector<Check> survival_checks() {
  return {
      {"concurrency/merges_of_message_metadata",
       "Fifty merges of different keys of a message's metadata at once keep all fifty.",
       merges_of_message_metadata},
      {"concurrency/merges_of_content",
       "Fifty merges into one content at once lose nothing, at the top or one level deeper.",
       merges_of_content},
      {"concurrency/merges_of_values",
       "Fifty merges into one metadata value at once keep all fifty, the first one included.",
       merges_of_values},
      {"concurrency/writes_of_different_keys",
       "Fifty values of one owner, written at once, are all there.", writes_of_different_keys},
      {"concurrency/merges_of_resources",
       "Fifty first merges of one resource at once keep all fifty.", merges_of_resources},
      {"concurrency/merges_of_contacts",
       "Fifty first saves of one phone at once make one contact with all fifty keys.",
       merges_of_contacts},
      {"concurrency/appends_to_one_thread",
       "Appends to one thread at once get sequences of their own, in the order of the list.",
       appends_to_one_thread},
      {"concurrency/batches_are_seen_whole",
       "A reader sees a batch that is being saved whole or not at all.", batches_are_seen_whole},
      {"concurrency/one_append_wins_a_round",
       "Of appends that expect one last sequence exactly one wins; turns stay together.",
       one_append_wins_a_round},
      {"concurrency/one_delivery_is_inserted",
       "Of two deliveries of one message id at once one is inserted, the other a duplicate.",
       one_delivery_is_inserted},
      {"concurrency/one_history_delivery_is_inserted",
       "Of two saves of one entry key at once one is inserted, the other a duplicate.",
       one_history_delivery_is_inserted},
      {"concurrency/first_entries_make_one_contact",
       "First entries and a first save of one phone at once make one contact with all of them.",
       first_entries_make_one_contact},
  };
}

}  // namespace

std::vector<Check> concurrency_checks() {
  return joined({survival_checks(), race_checks()});
}

}  // namespace botstore::testing
