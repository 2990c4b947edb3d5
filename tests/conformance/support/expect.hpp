#pragma once

/// \file
/// How checks state what must hold. The first thing that does not ends the check; run_check turns
/// it into a verdict that names the line of the check.

#include <concepts>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "botstore/error.hpp"
#include "tests/conformance/support/describe.hpp"
#include "tests/conformance/support/place.hpp"

namespace botstore::testing {

/// Ends a check that found a promise broken.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Ends a check that does not apply.
class Skipped : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[noreturn]] void fail(std::string_view message, Place place = Place::here());

/// For a check that this backend cannot run, such as one that opens the data a second time.
[[noreturn]] void skip(const std::string& reason);

void expect(bool holds, std::string_view what, Place place = Place::here());

namespace detail {

[[noreturn]] void fail_equal(std::string_view what, const std::string& actual,
                             const std::string& expected, Place place);

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

template <class Actual, class Expected>
bool equal(const Actual& actual, const Expected& expected) {
  if constexpr (Integer<Actual> && Integer<Expected>)
    return std::cmp_equal(actual, expected);
  else
    return actual == expected;
}

}  // namespace detail

/// For whatever `describe` knows: texts, numbers, times, enums, JSON (by meaning), and optionals
/// and vectors of them. `what` names the value: `title`.
template <class Actual, class Expected>
void expect_equal(const Actual& actual, const Expected& expected, std::string_view what = {},
                  Place place = Place::here()) {
  if (!detail::equal(actual, expected))
    detail::fail_equal(what, describe(actual), describe(expected), place);
}

/// Vectors of texts and the like, with the expected elements in braces.
template <class T>
void expect_equal(const std::vector<T>& actual, const std::vector<T>& expected,
                  std::string_view what = {}, Place place = Place::here()) {
  if (actual != expected) detail::fail_equal(what, describe(actual), describe(expected), place);
}

/// Row by row and field by field; the message names the field.
void expect_same(const Thread& actual, const Thread& expected, Place place = Place::here());
void expect_same(const Message& actual, const Message& expected, Place place = Place::here());
void expect_same(const MetadataEntry& actual, const MetadataEntry& expected,
                 Place place = Place::here());
void expect_same(const Resource& actual, const Resource& expected, Place place = Place::here());
void expect_same(const Contact& actual, const Contact& expected, Place place = Place::here());
void expect_same(const HistoryEntry& actual, const HistoryEntry& expected,
                 Place place = Place::here());

template <class Row>
void expect_same(const std::vector<Row>& actual, const std::vector<Row>& expected,
                 Place place = Place::here()) {
  expect_equal(actual.size(), expected.size(), "rows", place);
  for (std::size_t i = 0; i < actual.size(); ++i) expect_same(actual[i], expected[i], place);
}

/// Calls `call`, which must throw an `Error` of this code, and returns it.
Error expect_error(ErrorCode code, const std::function<void()>& call, Place place = Place::here());

/// The row, which must be there: `const auto thread = expect_some(store.get_thread("t1"));`.
template <class T>
[[nodiscard]] T expect_some(std::optional<T> value, std::string_view what = "the row",
                            Place place = Place::here()) {
  if (!value) fail(std::string{what} + " is absent", place);
  return std::move(*value);
}

}  // namespace botstore::testing
