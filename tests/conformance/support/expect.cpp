#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

void fail(std::string_view message, Place place) {
  throw Failure{place.text() + ": " + std::string{message}};
}

void skip(const std::string& reason) {
  throw Skipped{reason};
}

void expect(bool holds, std::string_view what, Place place) {
  if (!holds) fail("this does not hold: " + std::string{what}, place);
}

void detail::fail_equal(std::string_view what, const std::string& actual,
                        const std::string& expected, Place place) {
  const std::string name{what.empty() ? "the value" : what};
  fail(name + " is " + actual + ", but must be " + expected, place);
}

void expect_same(const Thread& actual, const Thread& expected, Place place) {
  expect_equal(actual.id, expected.id, "id", place);
  expect_equal(actual.resource_id, expected.resource_id, "resource_id", place);
  expect_equal(actual.title, expected.title, "title", place);
  expect_equal(actual.metadata, expected.metadata, "metadata", place);
  expect_equal(actual.created_at, expected.created_at, "created_at", place);
  expect_equal(actual.updated_at, expected.updated_at, "updated_at", place);
  expect_equal(actual.last_message_at, expected.last_message_at, "last_message_at", place);
  expect_equal(actual.archived_at, expected.archived_at, "archived_at", place);
  expect_equal(actual.last_sequence, expected.last_sequence, "last_sequence", place);
  expect_equal(actual.revision, expected.revision, "revision", place);
}

void expect_same(const Message& actual, const Message& expected, Place place) {
  expect_equal(actual.key(), expected.key(), "key", place);
  expect_equal(actual.resource_id, expected.resource_id, "resource_id", place);
  expect_equal(actual.role, expected.role, "role", place);
  expect_equal(actual.type, expected.type, "type", place);
  expect_equal(actual.content.text(), expected.content.text(), "content", place);
  expect_equal(actual.metadata, expected.metadata, "metadata", place);
  expect_equal(actual.created_at, expected.created_at, "created_at", place);
  expect_equal(actual.sequence, expected.sequence, "sequence", place);
  expect_equal(actual.revision, expected.revision, "revision", place);
}

void expect_same(const MetadataEntry& actual, const MetadataEntry& expected, Place place) {
  expect_equal(actual.owner, expected.owner, "owner", place);
  expect_equal(actual.key, expected.key, "key", place);
  expect_equal(actual.value, expected.value, "value", place);
  expect_equal(actual.updated_at, expected.updated_at, "updated_at", place);
  expect_equal(actual.revision, expected.revision, "revision", place);
}

void expect_same(const Resource& actual, const Resource& expected, Place place) {
  expect_equal(actual.id, expected.id, "id", place);
  expect_equal(actual.working_memory, expected.working_memory, "working_memory", place);
  expect_equal(actual.metadata, expected.metadata, "metadata", place);
  expect_equal(actual.created_at, expected.created_at, "created_at", place);
  expect_equal(actual.updated_at, expected.updated_at, "updated_at", place);
  expect_equal(actual.revision, expected.revision, "revision", place);
}

void expect_same(const Contact& actual, const Contact& expected, Place place) {
  expect_equal(actual.id, expected.id, "id", place);
  expect_equal(actual.phone, expected.phone, "phone", place);
  expect_equal(actual.created_at, expected.created_at, "created_at", place);
  expect_equal(actual.updated_in, expected.updated_in, "updated_in", place);
  expect_equal(actual.last_interaction, expected.last_interaction, "last_interaction", place);
  expect_equal(actual.values, expected.values, "values", place);
}

void expect_same(const HistoryEntry& actual, const HistoryEntry& expected, Place place) {
  expect_equal(actual.id, expected.id, "id", place);
  expect_equal(actual.ref, expected.ref, "ref", place);
  expect_equal(actual.keyword, expected.keyword, "keyword", place);
  expect_equal(actual.answer, expected.answer, "answer", place);
  expect_equal(actual.ref_serialize, expected.ref_serialize, "ref_serialize", place);
  expect_equal(actual.phone, expected.phone, "phone", place);
  expect_equal(actual.options, expected.options, "options", place);
  expect_equal(actual.created_at, expected.created_at, "created_at", place);
  expect_equal(actual.updated_in, expected.updated_in, "updated_in", place);
  expect_equal(actual.contact_id, expected.contact_id, "contact_id", place);
  expect_equal(actual.entry_key, expected.entry_key, "entry_key", place);
}

Error expect_error(ErrorCode code, const std::function<void()>& call, Place place) {
  const std::string expected = ", but must throw " + describe(code);
  try {
    call();
  } catch (const Error& error) {
    if (error.code() == code) return error;
    fail("it throws " + describe(error.code()) + " (" + error.what() + ")" + expected, place);
  } catch (const Failure&) {
    throw;
  } catch (const Skipped&) {
    throw;
  } catch (const std::exception& error) {
    fail("it throws " + std::string{error.what()} + expected, place);
  }
  fail("it throws nothing" + expected, place);
}

}  // namespace botstore::testing
