#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Keys = std::vector<std::string>;

const MetadataOwner on_thread{.thread_id = "t1"};
const MetadataOwner on_message{.thread_id = "t1", .message_id = "m1"};

Keys keys_of(const std::vector<MetadataEntry>& entries) {
  Keys found;
  for (const auto& one : entries) found.push_back(one.key);
  return found;
}

/// Thread `t1` with message `m1`, and these keys on the thread.
void save_keys(Context& context, const Keys& keys) {
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1"));
  for (const auto& key : keys) context.store.set_metadata(on_thread, key, Json::string(key));
}

Keys listed(Context& context, const MetadataQuery& query) {
  return keys_of(context.store.list_metadata(on_thread, query).items);
}

void lists_by_key_in_byte_order(Context& context) {
  save_keys(context, {"b", "é", "a", "B", "ab", "a b", "A", "_", "😀", "￿"});
  const Keys sorted{"A", "B", "_", "a", "a b", "ab", "b", "é", "￿", "😀"};
  expect_equal(listed(context, {}), sorted, "ascending");
  expect_equal(listed(context, {.direction = Direction::descending}),
               Keys(sorted.rbegin(), sorted.rend()), "descending");
}

void prefix_is_literal(Context& context) {
  save_keys(context, {"a", "a%", "a%b", "a*", "a?", "a\\", "a\\%", "a_", "a_b", "ab", "A", "b%"});
  expect_equal(listed(context, {.key_prefix = "a%"}), {"a%", "a%b"}, "prefix a%");
  expect_equal(listed(context, {.key_prefix = "a_"}), {"a_", "a_b"}, "prefix a_");
  expect_equal(listed(context, {.key_prefix = "a\\"}), {"a\\", "a\\%"}, "prefix a\\");
  expect_equal(listed(context, {.key_prefix = "a*"}), {"a*"}, "prefix a*");
  expect_equal(listed(context, {.key_prefix = "a?"}), {"a?"}, "prefix a?");
  expect_equal(listed(context, {.key_prefix = "%"}), Keys{}, "prefix %");
  expect_equal(listed(context, {.key_prefix = "_"}), Keys{}, "prefix _");
  expect_equal(listed(context, {.key_prefix = "ab"}), {"ab"}, "prefix ab");
  expect_equal(listed(context, {.key_prefix = "abc"}), Keys{}, "a prefix longer than the keys");
  expect_equal(listed(context, {}).size(), 12, "no prefix");
}

void prefix_ends_where_its_keys_end(Context& context) {
  save_keys(context, {"é", "éa", "ê", "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbfz"});
  expect_equal(listed(context, {.key_prefix = "é"}), {"é", "éa"}, "prefix é");
  expect_equal(listed(context, {.key_prefix = "\xf4\x8f\xbf\xbf"}),
               {"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbfz"}, "the last character as a prefix");
  expect_equal(listed(context, {.key_prefix = "é", .direction = Direction::descending}),
               {"éa", "é"}, "descending");
}

void pages_tell_the_truth(Context& context) {
  save_keys(context, {"a1", "a2", "a3", "a4", "a5", "b1"});
  const auto page = [&](std::int64_t limit, std::int64_t offset) {
    return context.store.list_metadata(
        on_thread,
        {.key_prefix = "a", .page = {.limit = limit, .offset = offset, .with_total = true}});
  };
  const auto first = page(2, 0);
  expect_equal(keys_of(first.items), {"a1", "a2"}, "the first page");
  expect(first.has_more, "the first page has more");
  expect_equal(first.total, std::uint64_t{5}, "total");
  const auto last = page(2, 4);
  expect_equal(keys_of(last.items), {"a5"}, "the last page");
  expect(!last.has_more, "the last page has no more");
  const auto exact = page(5, 0);
  expect(!exact.has_more, "a page that ends with the last row has no more");
  const auto none = page(0, 0);
  expect(none.items.empty() && none.has_more, "a limit of 0 returns nothing and has more");
  expect_equal(none.total, std::uint64_t{5}, "the total of a page of none");
  expect(!context.store.list_metadata(on_thread).total, "no total unless it is asked for");
}

void default_limit_is_forty(Context& context) {
  save_keys(context, numbered("key", 100, 140));
  const auto page = context.store.list_metadata(on_thread);
  expect_equal(page.items.size(), 40, "rows");
  expect(page.has_more, "one more key is there");
  expect_equal(listed(context, {.page = {.limit = Limit::all()}}).size(), 41, "all rows");
}

void each_key_has_a_revision_of_its_own(Context& context) {
  save_keys(context, {"a", "b"});
  const auto before = context.store.list_metadata(on_thread).items;
  expect(before[0].revision != before[1].revision, "each key bears its own revision");
  context.store.set_metadata(on_thread, "a", "2"_json);
  const auto after = context.store.list_metadata(on_thread).items;
  expect(after[0].revision != before[0].revision, "the changed key bears a new revision");
  expect_same(after[1], before[1]);
}

void writes_check_the_expected_revision(Context& context) {
  save_keys(context, {});
  for (const auto& owner : {on_thread, on_message}) {
    const auto first = context.store.set_metadata(owner, "k", R"({"a": 1})"_json).revision;
    const auto second =
        context.store.merge_metadata(owner, "k", R"({"b": 1})"_json, {.expected_revision = first})
            .revision;
    const auto before = expect_some(context.store.get_metadata(owner, "k"));
    const auto refused = [&](const std::function<void()>& call) {
      const auto error = expect_error(ErrorCode::conflict, call);
      expect_equal(error.details().current_revision, second, "the error's current revision");
      expect(!error.retryable(), "the same call would fail again");
      expect_same(expect_some(context.store.get_metadata(owner, "k")), before);
    };
    const WriteMetadataOptions stale{.expected_revision = first};
    refused([&] { context.store.set_metadata(owner, "k", "1"_json, stale); });
    refused([&] { context.store.merge_metadata(owner, "k", R"({"c": 1})"_json, stale); });
    refused([&] { context.store.remove_metadata(owner, "k", stale); });
    expect(context.store.remove_metadata(owner, "k", {.expected_revision = second}),
           "the stored revision is the right one to state");
    expect(!context.store.remove_metadata(owner, "k", stale),
           "there is none to remove, whatever revision was expected");
  }
}

void no_revision_means_not_there_yet(Context& context) {
  save_keys(context, {});
  const WriteMetadataOptions fresh{.expected_revision = no_revision};
  const auto set = context.store.set_metadata(on_thread, "a", "1"_json, fresh);
  expect_equal(set.outcome, Outcome::inserted, "the outcome of a set");
  const auto merged = context.store.merge_metadata(on_thread, "b", "{}"_json, fresh);
  expect_equal(merged.outcome, Outcome::inserted, "the outcome of a merge");
  const auto refused = [&](Revision stored, const std::function<void()>& call) {
    const auto error = expect_error(ErrorCode::conflict, call);
    expect_equal(error.details().current_revision, stored, "the error's current revision");
  };
  refused(set.revision, [&] { context.store.set_metadata(on_thread, "a", "2"_json, fresh); });
  refused(merged.revision,
          [&] { context.store.merge_metadata(on_thread, "b", R"({"x": 1})"_json, fresh); });
  refused(no_revision, [&] {
    context.store.set_metadata(on_thread, "c", "1"_json, {.expected_revision = set.revision});
  });
  expect_equal(listed(context, {}), {"a", "b"}, "the keys");
}

void values_are_deleted_with_their_owner(Context& context) {
  save_keys(context, {"a"});
  context.store.set_metadata(on_message, "a", "1"_json);
  context.store.delete_messages({{"t1", "m1"}});
  expect(!context.store.get_metadata(on_message, "a"), "it went with its message");
  context.store.save_message(message("t1", "m1"));
  expect(context.store.list_metadata(on_message).items.empty(), "a new message has no values");
  expect_equal(listed(context, {}), {"a"}, "the thread's keys");

  context.store.set_metadata(on_message, "a", "1"_json);
  context.store.delete_thread("t1");
  expect(!context.store.get_metadata(on_thread, "a"), "it went with its thread");
  save_keys(context, {});
  expect(context.store.list_metadata(on_thread).items.empty(), "a new thread has no values");
  expect(context.store.list_metadata(on_message).items.empty(), "nor have its messages");
}

void values_survive_saves_of_their_owner(Context& context) {
  save_keys(context, {"a"});
  context.store.set_metadata(on_message, "b", "1"_json);
  context.store.save_thread(thread("t1"));
  context.store.save_message(message("t1", "m1", "again"));
  context.store.update_messages({{.key = {"t1", "m1"}, .role = "assistant"}});
  expect_equal(listed(context, {}), {"a"}, "the thread's keys");
  expect_equal(keys_of(context.store.list_metadata(on_message).items), {"b"}, "the message's keys");
}

}  // namespace

std::vector<Check> metadata_list_checks() {
  return {
      {"metadata/lists_by_key_in_byte_order",
       "Values list by key in the order of its bytes, whatever the locale, in both directions.",
       lists_by_key_in_byte_order},
      {"metadata/prefix_is_literal", "A prefix with %, _, \\, * or ? means these characters.",
       prefix_is_literal},
      {"metadata/prefix_ends_where_its_keys_end",
       "A prefix that ends in a character of several bytes finds its keys and no others.",
       prefix_ends_where_its_keys_end},
      {"metadata/pages_tell_the_truth", "Pages have the true total and has_more.",
       pages_tell_the_truth},
      {"metadata/default_limit_is_forty",
       "A list without a limit holds 40 values; all are asked for explicitly.",
       default_limit_is_forty},
      {"metadata/each_key_has_a_revision_of_its_own",
       "A write of one key leaves the others' revisions.", each_key_has_a_revision_of_its_own},
      {"metadata/writes_check_the_expected_revision",
       "A stale expected revision is a conflict that tells the stored one and changes nothing.",
       writes_check_the_expected_revision},
      {"metadata/no_revision_means_not_there_yet",
       "no_revision is expected where there is no key; elsewhere it is a conflict.",
       no_revision_means_not_there_yet},
      {"metadata/values_are_deleted_with_their_owner",
       "A deleted thread or message takes its values along.", values_are_deleted_with_their_owner},
      {"metadata/values_survive_saves_of_their_owner",
       "A save or update of a thread or message keeps its values.",
       values_survive_saves_of_their_owner},
  };
}

std::vector<Check> joined(const std::vector<std::vector<Check>>& parts) {
  std::vector<Check> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace botstore::testing
