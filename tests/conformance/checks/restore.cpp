#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/moved.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;
using namespace std::chrono_literals;

using Ids = std::vector<std::string>;

void restored_rows_read_back_equal(Context& context) {
  context.store.restore(moved_rows());
  expect_same_rows(all_rows(context.store), moved_rows());
  const auto text = stored_message(context.store, "t1", "m1").content.text();
  expect_equal(text, moved_message("t1", 1).content.text(), "the content's bytes");
}

void a_restore_of_what_a_store_wrote_is_equal(Context& context) {
  save_rows(context.store);
  const auto rows = all_rows(context.store);
  context.store.delete_thread("t1");
  context.store.delete_thread("t2");
  context.store.delete_resource(alice);
  context.store.delete_contact("+1", {.with_history = true});
  context.clock.advance(1h);
  context.store.restore(rows);
  expect_same_rows(all_rows(context.store), rows);
}

void restored_twice_is_the_same(Context& context) {
  context.store.restore(moved_rows());
  context.clock.advance(1h);
  context.store.restore(moved_rows());
  expect_same_rows(all_rows(context.store), moved_rows());
}

void each_kind_comes_alone_too(Context& context) {
  const auto rows = moved_rows();
  context.store.restore({.threads = rows.threads});
  context.store.restore({.messages = rows.messages});
  context.store.restore({.metadata = rows.metadata});
  context.store.restore({.resources = rows.resources});
  context.store.restore({.contacts = rows.contacts});
  context.store.restore({.history = rows.history});
  expect_same_rows(all_rows(context.store), rows);
}

void nothing_restores_nothing(Context& context) {
  save_rows(context.store);
  const auto before = all_rows(context.store);
  context.store.restore({});
  expect_same_rows(all_rows(context.store), before);
}

void taken_keys_are_overwritten(Context& context) {
  context.store.save_thread(thread("t1", bob));
  context.store.save_message(message_at("t1", "m1", at(1h)));
  context.store.set_metadata({"t1", {}}, "state", "1"_json);
  context.store.set_metadata({"t1", "m1"}, "receipt", "1"_json);
  context.store.save_resource({.id = alice, .working_memory = "old"});
  auto rows = moved_rows();
  context.store.restore(rows);
  rows.threads[0].last_message_at = at(1h);  // The stored thread was further.
  expect_same_rows(all_rows(context.store), rows);
}

void other_rows_stay(Context& context) {
  save_rows(context.store);
  const auto before = all_rows(context.store);
  auto other = moved_thread("t9");
  context.store.restore({.resources = {moved_resource("r9")},
                         .threads = {other},
                         .messages = {moved_message("t9", 1)},
                         .metadata = {moved_value({"t9", {}}, "state")},
                         .contacts = {moved_contact(90, "+9")},
                         .history = {moved_entry(90, "e9", "+9")}});
  context.store.delete_thread("t9");
  context.store.delete_resource("r9");
  context.store.delete_contact("+9");
  auto after = all_rows(context.store);
  expect_equal(after.history.size(), before.history.size() + 1, "entries");
  std::erase_if(after.history, [](const HistoryEntry& row) { return row.entry_key == "e9"; });
  expect_same_rows(after, before);
}

void a_restored_thread_changes_hands(Context& context) {
  context.store.save_thread(thread("t1", bob));
  context.store.restore({.threads = {moved_thread("t1")}});
  expect_same(stored_thread(context.store, "t1"), moved_thread("t1"));
  expect_equal(ids(context.store.list_threads({.resource_id = bob}).items), Ids{}, "bob's threads");
}

void marks_of_a_thread_never_fall(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_messages({message_at("t1", "a", at(2h)), message_at("t1", "b", at(3h))});
  auto given = moved_thread("t1");
  given.last_sequence = 1;
  given.last_message_at = at(1h);
  context.store.restore({.threads = {given}});
  auto stored = stored_thread(context.store, "t1");
  expect_equal(stored.last_sequence, 2, "the stored last_sequence is larger");
  expect_equal(stored.last_message_at, at(3h), "the stored last_message_at is later");
  expect_equal(stored.updated_at, given.updated_at, "updated_at");

  given.last_sequence = 70;
  given.last_message_at = at(5h);
  context.store.restore({.threads = {given}});
  expect_same(stored_thread(context.store, "t1"), given);
  expect_equal(context.store.save_message(message("t1", "c")).sequence, 71, "the next sequence");
}

void a_lost_message_settles_the_latest(Context& context) {
  auto given = moved_thread("t1");
  given.last_message_at = at(5h);
  context.store.restore({.threads = {given, moved_thread("t2")}});
  context.store.save_messages({message_at("t1", "a", at(1h)), message_at("t1", "b", at(2h)),
                               message_at("t1", "c", at(3h))});
  const auto last = [&] { return stored_thread(context.store, "t1").last_message_at; };
  context.store.update_messages({{.key = {"t1", "c"}, .role = "system"}});
  expect_equal(last(), at(5h), "last_message_at after a change in place");
  context.store.delete_messages({{"t1", "nothing"}});
  context.store.update_messages({{.key = {"t1", "nothing"}, .move_to_thread = "t2"}});
  expect_error(ErrorCode::not_found, [&] {
    context.store.update_messages({{.key = {"t1", "c"}, .move_to_thread = "nowhere"}});
  });
  expect_equal(last(), at(5h), "last_message_at after nothing was lost");
  context.store.delete_messages({{"t1", "a"}});
  expect_equal(last(), at(3h), "last_message_at after a deletion");

  context.store.restore({.threads = {given}});
  context.store.update_messages({{.key = {"t1", "b"}, .move_to_thread = "t2"}});
  expect_equal(last(), at(3h), "last_message_at after a move");
}

void messages_raise_the_marks_of_their_thread(Context& context) {
  context.store.save_thread(thread("t1"));
  auto expected = stored_thread(context.store, "t1");
  context.clock.advance(1h);
  context.store.restore({.messages = {moved_message("t1", 7), moved_message("t1", 5)}});
  expected.last_sequence = 7;
  expected.last_message_at = at(7min);
  expect_same(stored_thread(context.store, "t1"), expected);

  context.store.restore({.messages = {moved_message("t1", 3)}});
  expect_same(stored_thread(context.store, "t1"), expected);
  expect_equal(context.store.save_message(message("t1", "next")).sequence, 8, "the next sequence");
}

void messages_cover_a_thread_that_comes_along(Context& context) {
  auto given = moved_thread("t1");
  context.store.restore({.threads = {given}, .messages = {moved_message("t1", 4)}});
  given.last_sequence = 4;
  given.last_message_at = at(4min);
  expect_same(stored_thread(context.store, "t1"), given);
}

void restored_messages_stand_in_their_order(Context& context) {
  context.store.save_thread(thread("t1"));
  auto first = moved_message("t1", 9);
  auto second = moved_message("t1", 4);
  first.created_at = second.created_at = at(1h);
  first.sequence = 3;
  second.sequence = 11;
  context.store.restore({.messages = {second, moved_message("t1", 70), first}});
  expect_equal(ids(all_messages(context.store, "t1")), {"m9", "m4", "m70"}, "the order");
}

void a_missing_thread_refuses_everything(Context& context) {
  save_rows(context.store);
  const auto before = all_rows(context.store);
  const auto refused = [&](StoredRows more) {
    auto rows = moved_rows();
    rows.threads.front().id = "t7";
    rows.messages.clear();
    rows.metadata = std::move(more.metadata);
    rows.messages = std::move(more.messages);
    const auto error =
        expect_error(ErrorCode::not_found, [&] { context.store.restore(std::move(rows)); });
    expect_same_rows(all_rows(context.store), before);
    return std::string{error.what()};
  };
  const auto names = [](const std::string& text, std::string_view row) {
    expect(text.find(row) != std::string::npos, "the error names the missing row: " + text);
  };
  names(refused({.messages = {moved_message("t1", 30), moved_message("t8", 1)}}), "thread \"t8\"");
  names(refused({.metadata = {moved_value({"t8", {}}, "k")}}), "thread \"t8\"");
  names(refused({.metadata = {moved_value({"t1", {}}, "k"), moved_value({"t1", "m8"}, "k")}}),
        "message \"m8\" of thread \"t1\"");
}

void a_shared_place_is_refused(Context& context) {
  context.store.save_thread(thread("t1"));
  context.store.save_thread(thread("t2"));
  context.store.restore({.messages = {moved_message("t1", 1), moved_message("t1", 2)}});
  const auto before = all_rows(context.store);
  auto intruder = moved_message("t1", 2);
  intruder.id = "intruder";
  const auto error = expect_error(ErrorCode::already_exists, [&] {
    context.store.restore(
        {.resources = {moved_resource("r")}, .messages = {moved_message("t1", 3), intruder}});
  });
  expect(std::string_view{error.what()}.find("\"intruder\"") != std::string_view::npos,
         "the error names the message");
  expect_same_rows(all_rows(context.store), before);

  // The same place in another thread, and half of it in the same one, are free.
  intruder.thread_id = "t2";
  auto same_time = moved_message("t1", 4);
  same_time.created_at = at(2min);
  auto same_sequence = moved_message("t1", 5);
  same_sequence.sequence = 2;
  context.store.restore({.messages = {intruder, same_time, same_sequence}});
  expect_equal(ids(all_messages(context.store, "t1")), {"m1", "m2", "m4", "m5"}, "the thread");
}

void messages_may_swap_places(Context& context) {
  context.store.save_thread(thread("t1"));
  const auto one = moved_message("t1", 1);
  const auto two = moved_message("t1", 2);
  context.store.restore({.messages = {one, two}});
  context.store.set_metadata({"t1", "m1"}, "k", "1"_json);
  auto first = one;
  auto second = two;
  std::swap(first.created_at, second.created_at);
  std::swap(first.sequence, second.sequence);
  context.store.restore({.messages = {first, second}});
  expect_same(all_messages(context.store, "t1"), {second, first});
  expect(context.store.get_metadata({"t1", "m1"}, "k").has_value(), "the message keeps its values");
}

void many_rows_are_restored_at_once(Context& context) {
  constexpr int threads = 50;
  constexpr int messages_each = 60;
  StoredRows rows;
  for (int i = 0; i < threads; ++i) {
    const auto id = "t" + std::to_string(1'000 + i);
    auto one = moved_thread(id);
    one.last_sequence = messages_each;
    one.last_message_at = at(messages_each * 1min);
    rows.threads.push_back(one);
    for (int number = 1; number <= messages_each; ++number)
      rows.messages.push_back(moved_message(id, number));
    rows.resources.push_back(moved_resource(id));
    rows.contacts.push_back(moved_contact(i + 1, "+" + std::to_string(1'000 + i)));
    rows.history.push_back(moved_entry(i + 1, "e" + std::to_string(1'000 + i)));
  }
  context.store.restore(rows);
  expect_same_rows(all_rows(context.store), rows);
}

void a_transaction_undoes_a_restore(Context& context) {
  save_rows(context.store);
  const auto before = all_rows(context.store);
  struct Undo {};
  try {
    context.store.transaction([&](Storage& view) {
      auto rows = moved_rows();
      rows.contacts[0].id = 400;
      view.restore(rows);
      expect_equal(stored_message(view, "t1", "m3").sequence, 3, "the view sees what it restored");
      throw Undo{};
    });
  } catch (const Undo&) {
  }
  expect_same_rows(all_rows(context.store), before);
  context.store.transaction([](Storage& view) { view.restore(moved_rows()); });
  expect_equal(stored_thread(context.store, "t2").title, moved_thread("t2").title, "the title");
}

void a_refused_restore_dooms_its_transaction(Context& context) {
  expect_error(ErrorCode::not_found, [&] {
    context.store.transaction([](Storage& view) {
      view.save_resource({.id = "before"});
      try {
        view.restore({.messages = {moved_message("nowhere", 1)}});
      } catch (const Error&) {
      }
    });
  });
  expect(!context.store.get_resource("before"), "what came before is undone");
}

}  // namespace

std::vector<Check> restore_checks() {
  return joined(
      {{
           {"restore/restored_rows_read_back_equal",
            "What is restored reads back equal in every field, times, sequences and "
            "revisions included.",
            restored_rows_read_back_equal},
           {"restore/a_restore_of_what_a_store_wrote_is_equal",
            "Rows that were read, deleted and restored are what they were.",
            a_restore_of_what_a_store_wrote_is_equal},
           {"restore/restored_twice_is_the_same", "A restore that is done again changes nothing.",
            restored_twice_is_the_same},
           {"restore/each_kind_comes_alone_too", "Each kind of row is restored without the others.",
            each_kind_comes_alone_too},
           {"restore/nothing_restores_nothing", "A restore of no rows does nothing.",
            nothing_restores_nothing},
           {"restore/taken_keys_are_overwritten",
            "A row whose key is taken is overwritten, whatever it was.",
            taken_keys_are_overwritten},
           {"restore/other_rows_stay", "A restore leaves all other rows.", other_rows_stay},
           {"restore/a_restored_thread_changes_hands", "A restored thread belongs to whom it says.",
            a_restored_thread_changes_hands},
           {"restore/marks_of_a_thread_never_fall",
            "A thread's last_sequence and last_message_at become the larger of the "
            "stored and the restored one.",
            marks_of_a_thread_never_fall},
           {"restore/a_lost_message_settles_the_latest",
            "A thread restored with a later last_message_at than its messages have keeps it until "
            "it loses one.",
            a_lost_message_settles_the_latest},
           {"restore/messages_raise_the_marks_of_their_thread",
            "Restored messages raise their thread's last_sequence and last_message_at, "
            "and change nothing else of it.",
            messages_raise_the_marks_of_their_thread},
           {"restore/messages_cover_a_thread_that_comes_along",
            "A thread that comes along covers its messages, whatever it says.",
            messages_cover_a_thread_that_comes_along},
           {"restore/restored_messages_stand_in_their_order",
            "Restored messages list by their times and sequences, in whichever order "
            "they came.",
            restored_messages_stand_in_their_order},
           {"restore/a_missing_thread_refuses_everything",
            "A message or a value without its owner is NotFound, which is named, and "
            "nothing is stored.",
            a_missing_thread_refuses_everything},
           {"restore/a_shared_place_is_refused",
            "A message with the created_at and sequence of another one in its thread is "
            "AlreadyExists, and nothing is stored.",
            a_shared_place_is_refused},
           {"restore/messages_may_swap_places",
            "A place is free for a message if the restore gives its holder another one.",
            messages_may_swap_places},
           {"restore/many_rows_are_restored_at_once", "Thousands of rows are restored in one call.",
            many_rows_are_restored_at_once},
           {"restore/a_transaction_undoes_a_restore",
            "A restore inside a transaction is undone and committed with it.",
            a_transaction_undoes_a_restore},
           {"restore/a_refused_restore_dooms_its_transaction",
            "A restore that is refused dooms the transaction.",
            a_refused_restore_dooms_its_transaction},
       },
       restore_people_checks(),
       restore_argument_checks()});
}

}  // namespace botstore::testing
