#include "botstore/limits.hpp"
#include "tests/conformance/checks/arguments/bad_arguments.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/listings.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Refused = std::function<void(std::string_view, const std::function<void(Storage&)>&)>;

/// Runs `tries` with a function that sees one call refused, on a store with a few rows.
void refuse_all(Context& context, const std::function<void(const Refused&)>& tries) {
  save_rows(context.store);
  BadArguments bad{context.store};
  tries([&](std::string_view field, const std::function<void(Storage&)>& call) {
    bad.expect_refused(field, call);
  });
  bad.expect_nothing_changed();
}

void what_is_no_object_is_refused(Context& context) {
  refuse_all(context, [](const Refused& refused) {
    for (const auto* text : {"null", "1", "\"text\"", "[]", "[{}]", "true"}) {
      const auto bad = Json::parse(text);
      refused("metadata", [&](Storage& s) {
        s.save_thread({.id = "t1", .resource_id = alice, .metadata = bad});
      });
      refused("merge_metadata",
              [&](Storage& s) { s.update_thread("t1", {.merge_metadata = bad}); });
      refused("metadata",
              [&](Storage& s) { s.clone_thread("t1", {.new_id = "t9", .metadata = bad}); });
      refused("messages[0].metadata", [&](Storage& s) {
        s.save_message({.thread_id = "t1", .role = "user", .metadata = bad});
      });
      refused("updates[0].merge_metadata", [&](Storage& s) {
        s.update_messages({{.key = {"t1", "m1"}, .merge_metadata = bad}});
      });
      refused("updates[1].merge_content", [&](Storage& s) {
        s.update_messages(
            {{.key = {"t1", "m1"}, .role = "tool"}, {.key = {"t1", "m2"}, .merge_content = bad}});
      });
      refused("object", [&](Storage& s) { s.merge_metadata({.thread_id = "t1"}, "k", bad); });
      refused("metadata", [&](Storage& s) { s.save_resource({.id = alice, .metadata = bad}); });
      refused("merge_metadata",
              [&](Storage& s) { s.update_resource(alice, {.merge_metadata = bad}); });
      refused("values", [&](Storage& s) { s.save_contact({.phone = "+1", .values = bad}); });
    }
  });
}

void bad_filters_are_refused(Context& context) {
  refuse_all(context, [](const Refused& refused) {
    const std::string odd = "\xff";
    std::vector<JsonFilter> bad{{where::equals({}, "1"_json)},
                                {where::has_key({})},
                                {where::equals({"a"}, "[]"_json)},
                                {where::equals({"a"}, "{}"_json)},
                                {where::has_key({"a", odd})},
                                {where::has_key({std::string{"a\0b", 3}})},
                                {where::has_key({"a"}), where::equals({}, "1"_json)}};
    for (const auto* text : {"null", "1", "\"a\"", "[1]"})
      bad.push_back({where::contains(Json::parse(text))});
    bad.push_back({where::has_key(std::vector<std::string>(limits::filter_path_keys + 1, "a"))});
    bad.emplace_back(limits::filter_conditions + 1, where::has_key({"a"}));
    for (const auto& filter : bad) {
      refused("metadata", [&](Storage& s) { (void)s.list_threads({.metadata = filter}); });
      refused("metadata",
              [&](Storage& s) { (void)s.list_messages({.thread_ids = "t1", .metadata = filter}); });
      refused("metadata", [&](Storage& s) { (void)s.list_resources({.metadata = filter}); });
      refused("values", [&](Storage& s) { (void)s.list_contacts({.values = filter}); });
    }
  });
}

void bad_times_are_refused(Context& context) {
  refuse_all(context, [](const Refused& refused) {
    for (const auto bad :
         {earliest_time - 1us, latest_time + 1us, Timestamp::max(), Timestamp::min()}) {
      const std::string id = "t1";
      refused("created_at", [&](Storage& s) {
        s.save_thread({.id = id, .resource_id = alice, .created_at = bad});
      });
      refused("updated_at", [&](Storage& s) {
        s.save_thread({.id = id, .resource_id = alice, .updated_at = bad});
      });
      refused("archived_at", [&](Storage& s) {
        s.save_thread({.id = id, .resource_id = alice, .archived_at = bad});
      });
      refused("archived_at", [&](Storage& s) { s.update_thread(id, {.archived_at = bad}); });
      refused("messages[0].created_at",
              [&](Storage& s) { s.save_message(message_at(id, "m9", bad)); });
      refused("created_at", [&](Storage& s) { s.save_resource({.id = alice, .created_at = bad}); });
      refused("updated_at", [&](Storage& s) { s.save_resource({.id = alice, .updated_at = bad}); });
      refused("created_at",
              [&](Storage& s) { s.save_contact({.phone = "+1", .created_at = bad}); });
      refused("updated_in",
              [&](Storage& s) { s.save_contact({.phone = "+1", .updated_in = bad}); });
      refused("last_interaction",
              [&](Storage& s) { s.save_contact({.phone = "+1", .last_interaction = bad}); });
      refused("created_at",
              [&](Storage& s) { s.save_history({.ref = "r", .phone = "+1", .created_at = bad}); });
    }
  });
}

void reversed_ranges_are_refused(Context& context) {
  refuse_all(context, [](const Refused& refused) {
    for (const auto& bad :
         {TimeRange{.start = at(1h), .end = at(1h) - 1us},
          TimeRange{.start = at(1h), .end = at(0h), .start_exclusive = true, .end_exclusive = true},
          TimeRange{.start = Timestamp::min()}, TimeRange{.end = Timestamp::max()}}) {
      refused("created", [&](Storage& s) { (void)s.list_threads({.created = bad}); });
      refused("updated", [&](Storage& s) { (void)s.list_threads({.updated = bad}); });
      refused("created",
              [&](Storage& s) { (void)s.list_messages({.thread_ids = "t1", .created = bad}); });
      refused("created", [&](Storage& s) { (void)s.list_history({.created = bad}); });
      refused("created",
              [&](Storage& s) { s.clone_thread("t1", {.new_id = "t9", .created = bad}); });
    }
  });
}

template <class Query>
void refuse_pages(const Refused& refused, const Query& query) {
  refused("limit", [&](Storage& s) { (void)list(s, query, {.limit = -1}); });
  refused("limit", [&](Storage& s) { (void)list(s, query, {.limit = INT64_MIN}); });
  refused("offset", [&](Storage& s) { (void)list(s, query, {.offset = -1}); });
  refused("limit", [&](Storage& s) {
    auto streamed = query;
    streamed.page.limit = -5;
    (void)open(s, streamed, {});
  });
  refused("offset", [&](Storage& s) {
    const auto cursor = list(s, query, {.limit = 1}).next_cursor;
    (void)list(s, query, {.cursor = cursor, .offset = 1});
  });
}

void bad_pages_are_refused(Context& context) {
  refuse_all(context, [](const Refused& refused) {
    refuse_pages(refused, ThreadQuery{});
    refuse_pages(refused, MessageQuery{.thread_ids = "t1"});
    refuse_pages(refused, MetadataQuery{});
    refuse_pages(refused, ResourceQuery{});
    refuse_pages(refused, ContactQuery{});
    refuse_pages(refused, HistoryQuery{});
    refused("most_recent",
            [](Storage& s) { s.clone_thread("t1", {.new_id = "t9", .most_recent = -1}); });
  });
}

void bad_message_queries_are_refused(Context& context) {
  refuse_all(context, [](const Refused& refused) {
    refused("thread_ids", [](Storage& s) { (void)s.list_messages({}); });
    refused("thread_ids", [](Storage& s) { (void)s.list_messages({.roles = "user"}); });
    refused("thread_ids", [](Storage& s) { (void)s.stream_messages({}).next(); });
    const auto with = [](Include include) {
      return MessageQuery{.thread_ids = "t1", .include = {{.message = {"t1", "m2"}}, include}};
    };
    const MessageKey m1{"t1", "m1"};
    refused("include[1].before",
            [&](Storage& s) { (void)s.list_messages(with({.message = m1, .before = -1})); });
    refused("include[1].after",
            [&](Storage& s) { (void)s.list_messages(with({.message = m1, .after = -1})); });
    refused("include[1].before", [&](Storage& s) {
      (void)s.list_messages(with({.message = m1, .before = limits::include_window + 1}));
    });
    refused("include[1].after", [&](Storage& s) {
      (void)s.list_messages(with({.message = m1, .after = limits::include_window + 1}));
    });
    refused("include", [&](Storage& s) {
      (void)s.list_messages(
          {.thread_ids = "t1",
           .include = std::vector<Include>(limits::includes + 1, {.message = m1})});
    });
  });
}

void bad_batches_are_refused(Context& context) {
  refuse_all(context, [](const Refused& refused) {
    refused("expected_last_sequence", [](Storage& s) {
      s.save_messages({message("t1", "a"), message("t2", "a")}, {.expected_last_sequence = 0});
    });
    refused("expected_last_sequence", [](Storage& s) {
      s.save_messages({message("t1", "a")}, {.expected_last_sequence = -1});
    });
    refused("messages[2].id", [](Storage& s) {
      s.save_messages({message("t1", "a"), message("t2", "a"), message("t1", "a")},
                      {.if_exists = SavePolicy::fail});
    });
    refused("updates[0].merge_content", [](Storage& s) {
      s.update_messages(
          {{.key = {"t1", "m1"}, .content = "1"_json, .merge_content = R"({"a": 1})"_json}});
    });
    refused("updates[1].key", [](Storage& s) {
      s.update_messages({{.key = {"t1", "m1"}, .role = "a"}, {.key = {"t1", "m1"}, .type = "b"}});
    });
    refused("updates[1].key", [](Storage& s) {
      s.update_messages(
          {{.key = {"t1", "m1"}, .move_to_thread = "t2"}, {.key = {"t2", "m1"}, .role = "a"}});
    });
    refused("updates[1].key", [](Storage& s) {
      s.update_messages(
          {{.key = {"t2", "m1"}, .role = "a"}, {.key = {"t1", "m1"}, .move_to_thread = "t2"}});
    });
    refused("updates[1].key", [](Storage& s) {
      s.update_messages({{.key = {"t1", "m1"}, .move_to_thread = "t3"},
                         {.key = {"t2", "m1"}, .move_to_thread = "t3"}});
    });
    refused("updates[0].remove_metadata_keys", [](Storage& s) {
      s.update_messages({{.key = {"t1", "m1"}, .remove_metadata_keys = {"a", "\xff"}}});
    });
    refused("remove_metadata_keys",
            [](Storage& s) { s.update_thread("t1", {.remove_metadata_keys = {"\xff"}}); });
    refused("remove_metadata_keys",
            [](Storage& s) { s.update_resource(alice, {.remove_metadata_keys = {"\xff"}}); });
    for (const int attempts : {0, -1})
      refused("attempts", [=](Storage& s) {
        s.transaction([](Storage&) {}, {.retry = true, .attempts = attempts});
      });
  });
}

void one_bad_message_refuses_the_batch(Context& context) {
  refuse_all(context, [](const Refused& refused) {
    refused("messages[2].role", [](Storage& s) {
      s.save_messages({message("t1", "a"), message("t2", "a"), {.thread_id = "t1"}});
    });
    refused("updates[1].role", [](Storage& s) {
      s.update_messages({{.key = {"t1", "m1"}, .role = "a"}, {.key = {"t1", "m2"}, .role = ""}});
    });
    refused("keys[1].id", [](Storage& s) { s.delete_messages({{"t1", "m1"}, {"t1", ""}}); });
  });
}

void extreme_times_are_times(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_messages(
      {message_at("t1", "first", earliest_time), message_at("t1", "last", latest_time)});
  const auto all = all_messages(context.store, "t1");
  expect_equal(all.at(0).created_at, earliest_time, "the earliest time");
  expect_equal(all.at(1).created_at, latest_time, "the latest time");
  const TimeRange whole{.start = earliest_time, .end = latest_time};
  const auto page = context.store.list_messages({.thread_ids = "t1", .created = whole});
  expect_equal(ids(page.items), {"first", "last"}, "messages of the widest range");
}

}  // namespace

std::vector<Check> query_argument_checks() {
  return {
      {"arguments/what_is_no_object_is_refused",
       "Metadata, values and merges that are not objects are InvalidArgument.",
       what_is_no_object_is_refused},
      {"arguments/bad_filters_are_refused",
       "Empty paths, values that are no scalars and too many keys or conditions are refused.",
       bad_filters_are_refused},
      {"arguments/bad_times_are_refused", "Times outside the years 1 to 9999 are refused.",
       bad_times_are_refused},
      {"arguments/extreme_times_are_times", "The first and the last instant are stored and found.",
       extreme_times_are_times},
      {"arguments/reversed_ranges_are_refused", "A range that ends before it starts is refused.",
       reversed_ranges_are_refused},
      {"arguments/bad_pages_are_refused",
       "Negative limits and offsets are refused, and a cursor with an offset.",
       bad_pages_are_refused},
      {"arguments/bad_message_queries_are_refused",
       "A list of messages without thread or resource is refused, and so are bad includes.",
       bad_message_queries_are_refused},
      {"arguments/bad_batches_are_refused",
       "Batches whose parts contradict each other are refused as a whole.",
       bad_batches_are_refused},
      {"arguments/one_bad_message_refuses_the_batch",
       "One bad argument anywhere in a batch is named, and nothing of the batch is done.",
       one_bad_message_refuses_the_batch},
  };
}

}  // namespace botstore::testing
