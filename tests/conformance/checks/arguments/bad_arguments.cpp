#include "tests/conformance/checks/arguments/bad_arguments.hpp"

#include "tests/conformance/model/operation.hpp"

namespace botstore::testing {

BadArguments::BadArguments(Storage& store) : side_{store}, before_{whole_state(side_)} {}

void BadArguments::expect_refused(std::string_view field, const std::function<void(Storage&)>& call,
                                  Place place) {
  try {
    const auto error = expect_error(
        ErrorCode::invalid_argument, [&] { call(side_.store()); }, place);
    expect_equal(error.field(), field, "the error's field", place);
    expect(!error.retryable(), "the same call would fail again", place);
  } catch (const Failure& failure) {
    fail("a bad " + std::string{field} + ": " + failure.what(), place);
  }
}

void BadArguments::expect_nothing_changed(Place place) {
  expect_equal(whole_state(side_), before_, "the state after all of them", place);
}

}  // namespace botstore::testing
