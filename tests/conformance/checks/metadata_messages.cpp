#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;

using Names = std::vector<std::string>;

const MetadataOwner on_thread{.thread_id = "t1"};

/// `m1/state`, and `/state` for the thread's own.
Names names_of(const std::vector<MetadataEntry>& entries) {
  Names names;
  for (const auto& one : entries) {
    expect_equal(one.owner.thread_id, "t1", "the entry's thread");
    expect(one.owner.message_id != "", "a thread's own value has no message");
    names.push_back(one.owner.message_id.value_or("") + "/" + one.key);
  }
  return names;
}

const Names all{"/a", "/b", "/state", "m1/a", "m1/state", "m10/a", "m2/a", "m2/b", "z/state"};

/// The values of `all`, and those of another thread with messages of the same ids.
void save_values(Context& context) {
  for (const auto* id : {"t1", "t2", "t0"}) {
    context.store.save_thread(thread(id));
    for (const auto* message_id : {"z", "m2", "m10", "m1", "bare"})
      context.store.save_message(message(id, message_id));
    for (const auto& name : all) {
      const auto slash = name.find('/');
      MetadataOwner owner{.thread_id = id};
      if (slash > 0) owner.message_id = name.substr(0, slash);
      context.store.set_metadata(owner, name.substr(slash + 1), Json::string(name));
    }
  }
}

Names listed(Context& context, MetadataQuery query) {
  query.with_messages = true;
  return names_of(context.store.list_metadata(on_thread, query).items);
}

void lists_the_messages_values_behind_its_own(Context& context) {
  save_values(context);
  expect_equal(listed(context, {}), all, "ascending");
  expect_equal(listed(context, {.direction = Direction::descending}),
               Names(all.rbegin(), all.rend()), "descending");
  for (const auto& entry : context.store.list_metadata(on_thread, {.with_messages = true}).items)
    expect_same(expect_some(context.store.get_metadata(entry.owner, entry.key)), entry);
}

void without_the_option_they_are_left_out(Context& context) {
  save_values(context);
  expect_equal(names_of(context.store.list_metadata(on_thread).items), {"/a", "/b", "/state"},
               "the thread's own values");
}

void pages_join_to_the_list(Context& context) {
  save_values(context);
  for (const auto direction : {Direction::ascending, Direction::descending}) {
    auto expected = all;
    if (direction == Direction::descending) expected = Names(all.rbegin(), all.rend());
    for (const std::int64_t limit : {1, 2, 4, 9}) {
      Names found;
      MetadataQuery query{.with_messages = true,
                          .direction = direction,
                          .page = {.limit = limit, .with_total = true}};
      for (bool more = true; more;) {
        const auto page = context.store.list_metadata(on_thread, query);
        expect_equal(page.total, std::uint64_t{all.size()}, "total");
        const auto names = names_of(page.items);
        found.insert(found.end(), names.begin(), names.end());
        query.page.cursor = page.next_cursor;
        more = page.has_more;
        expect(!more || !names.empty(), "a page that has more is not empty");
      }
      expect_equal(found, expected, "the joined pages");
    }
    auto stream = context.store.stream_metadata(
        on_thread, {.with_messages = true, .direction = direction}, {.page_rows = 2});
    std::vector<MetadataEntry> streamed;
    while (auto entry = stream.next()) streamed.push_back(std::move(*entry));
    expect_equal(names_of(streamed), expected, "the stream");
  }
}

void a_page_goes_on_while_values_change(Context& context) {
  save_values(context);
  MetadataQuery query{.with_messages = true, .page = {.limit = 4}};
  const auto first = context.store.list_metadata(on_thread, query);
  context.store.remove_metadata({"t1", "m1"}, "a");
  context.store.set_metadata({"t1", "m1"}, "b", "1"_json);
  context.store.set_metadata(on_thread, "zz", "1"_json);
  query.page = {.cursor = first.next_cursor};
  expect_equal(names_of(context.store.list_metadata(on_thread, query).items),
               {"m1/b", "m1/state", "m10/a", "m2/a", "m2/b", "z/state"}, "the rest");
}

void a_prefix_holds_for_every_owner(Context& context) {
  save_values(context);
  expect_equal(listed(context, {.key_prefix = "st"}), {"/state", "m1/state", "z/state"},
               "prefix st");
  expect_equal(listed(context, {.key_prefix = "b", .direction = Direction::descending}),
               {"m2/b", "/b"}, "prefix b, descending");
  const auto page = context.store.list_metadata(
      on_thread, {.key_prefix = "a",
                  .with_messages = true,
                  .page = {.limit = 2, .offset = 1, .with_total = true}});
  expect_equal(names_of(page.items), {"m1/a", "m10/a"}, "a page");
  expect_equal(page.total, std::uint64_t{4}, "its total");
  expect(page.has_more, "it has more");
}

void a_message_has_none(Context& context) {
  save_values(context);
  const auto error = expect_error(ErrorCode::invalid_argument, [&] {
    (void)context.store.list_metadata({"t1", "m1"}, {.with_messages = true});
  });
  expect_equal(error.details().field, "with_messages", "the error's field");
}

void a_cursor_belongs_to_the_option(Context& context) {
  save_values(context);
  const auto page =
      context.store.list_metadata(on_thread, {.with_messages = true, .page = {.limit = 2}});
  expect_error(ErrorCode::invalid_argument, [&] {
    (void)context.store.list_metadata(on_thread, {.page = {.cursor = page.next_cursor}});
  });
}

}  // namespace

std::vector<Check> metadata_message_checks() {
  return {
      {"metadata/lists_the_messages_values_behind_its_own",
       "With the option a thread's list holds its messages' values, by message and key, each with "
       "its owner.",
       lists_the_messages_values_behind_its_own},
      {"metadata/without_the_option_they_are_left_out",
       "Without it the messages' values are left out.", without_the_option_they_are_left_out},
      {"metadata/pages_join_to_the_list",
       "Pages and streams of all a thread's values join to the whole list, in both directions.",
       pages_join_to_the_list},
      {"metadata/a_page_goes_on_while_values_change",
       "A cursor among a message's keys goes on right behind its place.",
       a_page_goes_on_while_values_change},
      {"metadata/a_prefix_holds_for_every_owner",
       "A prefix selects keys of the thread and of its messages alike.",
       a_prefix_holds_for_every_owner},
      {"metadata/a_message_has_none", "The option with a message as the owner is refused.",
       a_message_has_none},
      {"metadata/a_cursor_belongs_to_the_option",
       "A cursor of a list with the messages' values is refused without them.",
       a_cursor_belongs_to_the_option},
  };
}

}  // namespace botstore::testing
