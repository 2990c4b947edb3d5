#include <exception>
#include <string>

#include "botstore/testing/conformance.hpp"
#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

namespace {

using Part = std::vector<Check> (*)();

constexpr Part parts[] = {
    thread_save_checks,
    thread_get_checks,
    thread_update_checks,
    thread_time_checks,
    thread_delete_checks,
    thread_list_checks,
    thread_order_checks,
    thread_page_checks,
    thread_clone_checks,
    thread_clone_selection_checks,
    thread_reassign_checks,
    message_save_checks,
    message_policy_checks,
    message_batch_checks,
    message_time_checks,
    message_sequence_checks,
    message_get_checks,
    message_order_checks,
    message_list_checks,
    message_range_checks,
    message_page_checks,
    message_cursor_checks,
    message_resource_checks,
    message_include_checks,
    message_include_page_checks,
    message_include_scope_checks,
    message_update_checks,
    message_merge_checks,
    message_update_batch_checks,
    message_move_checks,
    message_delete_checks,
    metadata_checks,
    resource_checks,
    contact_checks,
    history_checks,
    restore_checks,
    stream_checks,
    cursor_checks,
    content_checks,
    argument_checks,
    transaction_checks,
    concurrency_checks,
    lifecycle_checks,
    limit_checks,
};

std::vector<Check> all_checks() {
  std::vector<Check> all;
  for (const Part part : parts)
    for (Check& check : part()) all.push_back(std::move(check));
  return all;
}

void run(const Check& check, Fixture& fixture) {
  ManualClock clock;
  const auto store = fixture.make_store(clock.clock());
  if (!store) throw Failure{"make_store returns null"};
  store->init();
  Context context{*store, clock, fixture};
  check.run(context);
  store->close();
}

}  // namespace

Fixture::~Fixture() = default;

std::unique_ptr<Storage> Fixture::open_again(Clock /*clock*/) {
  return nullptr;
}

const std::vector<Check>& conformance_checks() {
  static const auto all = all_checks();
  return all;
}

Verdict run_check(const Check& check, Fixture& fixture) noexcept {
  try {
    run(check, fixture);
    return {};
  } catch (const Skipped& skipped) {
    return {Verdict::Kind::skipped, skipped.what()};
  } catch (const Failure& failure) {
    return {Verdict::Kind::failed, failure.what()};
  } catch (const std::exception& error) {
    return {Verdict::Kind::failed, "unexpected exception: " + std::string{error.what()}};
  } catch (...) {
    return {Verdict::Kind::failed, "unexpected exception of an unknown type"};
  }
}

}  // namespace botstore::testing
