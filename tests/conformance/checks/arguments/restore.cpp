#include "botstore/limits.hpp"
#include "tests/conformance/checks/arguments/bad_arguments.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/halves.hpp"
#include "tests/conformance/support/moved.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;

/// Rows of which one is to be spoilt: the second of each kind.
StoredRows good_rows() {
  StoredRows rows{.resources = {moved_resource("r1"), moved_resource("r2")},
                  .threads = {moved_thread("t8"), moved_thread("t9")},
                  .messages = {moved_message("t8", 1), moved_message("t8", 2)},
                  .metadata = {moved_value({"t8", {}}, "a"), moved_value({"t8", {}}, "b")},
                  .contacts = {moved_contact(101, "+8"), moved_contact(102, "+9")},
                  .history = {moved_entry(101, "e8"), moved_entry(102, "e9")}};
  return rows;
}

class Refusals {
 public:
  explicit Refusals(Storage& store) : bad_{store} {}

  /// `spoil` makes one thing of the good rows wrong, in the field of that name.
  template <class Spoil>
  void expect_refused(std::string_view field, const Spoil& spoil, Place place = Place::here()) {
    auto rows = good_rows();
    spoil(rows);
    bad_.expect_refused(
        field, [&](Storage& store) { store.restore(rows); }, place);
  }

  void expect_nothing_changed() { bad_.expect_nothing_changed(); }

 private:
  BadArguments bad_;
};

using Rows = StoredRows&;

const std::vector<std::string> bad_names{"", " \t", "a\xff", std::string{"a\0b", 3},
                                         std::string(limits::id_bytes + 1, 'x')};

void bad_rows_are_refused(Context& context) {
  save_rows(context.store);
  Refusals refusals{context.store};
  for (const auto& bad : bad_names) {
    refusals.expect_refused("resources[1].id", [&](Rows r) { r.resources[1].id = bad; });
    refusals.expect_refused("threads[1].id", [&](Rows r) { r.threads[1].id = bad; });
    refusals.expect_refused("threads[1].resource_id",
                            [&](Rows r) { r.threads[1].resource_id = bad; });
    refusals.expect_refused("messages[1].thread_id",
                            [&](Rows r) { r.messages[1].thread_id = bad; });
    refusals.expect_refused("messages[1].id", [&](Rows r) { r.messages[1].id = bad; });
    refusals.expect_refused("messages[1].resource_id",
                            [&](Rows r) { r.messages[1].resource_id = bad; });
    refusals.expect_refused("messages[1].role", [&](Rows r) { r.messages[1].role = bad; });
    refusals.expect_refused("messages[1].type", [&](Rows r) { r.messages[1].type = bad; });
    refusals.expect_refused("metadata[1].owner.thread_id",
                            [&](Rows r) { r.metadata[1].owner.thread_id = bad; });
    refusals.expect_refused("metadata[1].owner.message_id",
                            [&](Rows r) { r.metadata[1].owner.message_id = bad; });
    refusals.expect_refused("metadata[1].key", [&](Rows r) { r.metadata[1].key = bad; });
    refusals.expect_refused("contacts[1].phone", [&](Rows r) { r.contacts[1].phone = bad; });
    refusals.expect_refused("history[1].phone", [&](Rows r) { r.history[1].phone = bad; });
    refusals.expect_refused("history[1].entry_key", [&](Rows r) { r.history[1].entry_key = bad; });
  }
  const auto bad = "a\xff";
  refusals.expect_refused("threads[1].title", [&](Rows r) { r.threads[1].title = bad; });
  refusals.expect_refused("resources[1].working_memory",
                          [&](Rows r) { r.resources[1].working_memory = bad; });
  refusals.expect_refused("history[1].ref", [&](Rows r) { r.history[1].ref = bad; });
  refusals.expect_refused("history[1].answer", [&](Rows r) { r.history[1].answer = bad; });
  refusals.expect_refused("history[1].keyword", [&](Rows r) { r.history[1].keyword = bad; });
  refusals.expect_refused("history[1].ref_serialize",
                          [&](Rows r) { r.history[1].ref_serialize = bad; });
  refusals.expect_nothing_changed();
}

void bad_values_are_refused(Context& context) {
  save_rows(context.store);
  Refusals refusals{context.store};
  const auto array = "[]"_json;
  refusals.expect_refused("resources[1].metadata",
                          [&](Rows r) { r.resources[1].metadata = array; });
  refusals.expect_refused("threads[1].metadata", [&](Rows r) { r.threads[1].metadata = array; });
  refusals.expect_refused("messages[1].metadata", [&](Rows r) { r.messages[1].metadata = array; });
  refusals.expect_refused("contacts[1].values", [&](Rows r) { r.contacts[1].values = array; });
  const auto twice = R"({"a": 1, "a": 2})"_json;
  refusals.expect_refused("metadata[1].value", [&](Rows r) { r.metadata[1].value = twice; });
  refusals.expect_refused("history[1].options", [&](Rows r) { r.history[1].options = twice; });
  refusals.expect_nothing_changed();
}

void bad_numbers_and_times_are_refused(Context& context) {
  save_rows(context.store);
  Refusals refusals{context.store};
  const auto late = latest_time + std::chrono::microseconds{1};
  refusals.expect_refused("resources[1].created_at",
                          [&](Rows r) { r.resources[1].created_at = late; });
  refusals.expect_refused("resources[1].updated_at",
                          [&](Rows r) { r.resources[1].updated_at = late; });
  refusals.expect_refused("threads[1].created_at", [&](Rows r) { r.threads[1].created_at = late; });
  refusals.expect_refused("threads[1].updated_at", [&](Rows r) { r.threads[1].updated_at = late; });
  refusals.expect_refused("threads[1].last_message_at",
                          [&](Rows r) { r.threads[1].last_message_at = late; });
  refusals.expect_refused("threads[1].archived_at",
                          [&](Rows r) { r.threads[1].archived_at = late; });
  refusals.expect_refused("messages[1].created_at",
                          [&](Rows r) { r.messages[1].created_at = late; });
  refusals.expect_refused("metadata[1].updated_at",
                          [&](Rows r) { r.metadata[1].updated_at = late; });
  refusals.expect_refused("contacts[1].created_at",
                          [&](Rows r) { r.contacts[1].created_at = late; });
  refusals.expect_refused("contacts[1].updated_in",
                          [&](Rows r) { r.contacts[1].updated_in = late; });
  refusals.expect_refused("contacts[1].last_interaction",
                          [&](Rows r) { r.contacts[1].last_interaction = late; });
  refusals.expect_refused("history[1].created_at", [&](Rows r) { r.history[1].created_at = late; });
  refusals.expect_refused("history[1].updated_in", [&](Rows r) { r.history[1].updated_in = late; });

  refusals.expect_refused("messages[1].sequence", [](Rows r) { r.messages[1].sequence = 0; });
  refusals.expect_refused("threads[1].last_sequence",
                          [](Rows r) { r.threads[1].last_sequence = -1; });
  refusals.expect_refused("contacts[1].id", [](Rows r) { r.contacts[1].id = -1; });
  refusals.expect_refused("history[1].id", [](Rows r) { r.history[1].id = -1; });
  constexpr auto large = limits::restored_number + 1;
  refusals.expect_refused("messages[1].sequence", [](Rows r) { r.messages[1].sequence = large; });
  refusals.expect_refused("threads[1].last_sequence",
                          [](Rows r) { r.threads[1].last_sequence = large; });
  refusals.expect_refused("contacts[1].id", [](Rows r) { r.contacts[1].id = large; });
  refusals.expect_refused("history[1].id", [](Rows r) { r.history[1].id = large; });

  for (const auto revision : {no_revision, Revision{-1}}) {
    refusals.expect_refused("resources[1].revision",
                            [&](Rows r) { r.resources[1].revision = revision; });
    refusals.expect_refused("threads[1].revision",
                            [&](Rows r) { r.threads[1].revision = revision; });
    refusals.expect_refused("messages[1].revision",
                            [&](Rows r) { r.messages[1].revision = revision; });
    refusals.expect_refused("metadata[1].revision",
                            [&](Rows r) { r.metadata[1].revision = revision; });
  }
  refusals.expect_nothing_changed();
}

void a_key_that_comes_twice_is_refused(Context& context) {
  save_rows(context.store);
  Refusals refusals{context.store};
  refusals.expect_refused("resources[1].id", [](Rows r) { r.resources[1].id = "r1"; });
  refusals.expect_refused("threads[1].id", [](Rows r) { r.threads[1].id = "t8"; });
  refusals.expect_refused("messages[1].id", [](Rows r) { r.messages[1].id = "m1"; });
  refusals.expect_refused("messages[1].sequence", [](Rows r) {
    r.messages[1].sequence = r.messages[0].sequence;
    r.messages[1].created_at = r.messages[0].created_at;
  });
  refusals.expect_refused("metadata[1].key", [](Rows r) { r.metadata[1].key = "a"; });
  refusals.expect_refused("contacts[1].phone", [](Rows r) { r.contacts[1].phone = "+8"; });
  refusals.expect_refused("contacts[1].id", [](Rows r) { r.contacts[1].id = 101; });
  refusals.expect_refused("history[1].entry_key", [](Rows r) { r.history[1].entry_key = "e8"; });
  refusals.expect_refused("history[1].id", [](Rows r) { r.history[1].id = 101; });
  refusals.expect_nothing_changed();

  // Equal names of different things are no repetition.
  auto rows = good_rows();
  rows.messages[1].thread_id = "t9";
  rows.messages[1].id = "m1";
  rows.metadata[1] = moved_value({"t8", "m1"}, "a");
  rows.contacts[0].phone.reset();
  rows.contacts[1].phone.reset();
  rows.contacts[0].id = rows.contacts[1].id = 0;
  rows.history[0].entry_key.reset();
  rows.history[1].entry_key.reset();
  context.store.restore(rows);
  expect_equal(all_rows(context.store).contacts.size(), 3, "contacts");
  expect_equal(all_rows(context.store).history.size(), 3, "entries");
}

}  // namespace

std::vector<Check> restore_argument_checks() {
  return {
      {"restore/bad_rows_are_refused",
       "A bad id, name or text in one row refuses the restore, and the error names the field.",
       bad_rows_are_refused},
      {"restore/bad_values_are_refused",
       "So does metadata that is no object, or a value with a key twice.", bad_values_are_refused},
      {"restore/bad_numbers_and_times_are_refused",
       "So does a time out of range, a sequence, an id or a revision that no stored row bears.",
       bad_numbers_and_times_are_refused},
      {"restore/a_key_that_comes_twice_is_refused",
       "So do two rows of one key, one id or one place.", a_key_that_comes_twice_is_refused},
  };
}

}  // namespace botstore::testing
