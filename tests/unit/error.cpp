#include "botstore/error.hpp"

#include <set>

#include "botstore/backend/errors.hpp"
#include "tests/catch.hpp"

using namespace botstore;
using namespace botstore::backend;

TEST_CASE("an error says where, then what, then what to do") {
  const Error error(
      ErrorCode::conflict,
      {.context = "save_thread: thread \"t1\"", .cause = "is taken", .hint = "Do this."});
  CHECK(std::string{error.what()} == "save_thread: thread \"t1\": is taken. Do this.");
  const Error asked(ErrorCode::connection_failed,
                    {.context = "connect", .cause = "is it running?", .hint = "Look."});
  CHECK(std::string{asked.what()} == "connect: is it running? Look.");
  const Error copy = error;
  CHECK(copy.what() == error.what());
  CHECK(copy.code() == ErrorCode::conflict);
}

TEST_CASE("every code has a name of its own") {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::closed); ++code)
    names.insert(to_string(static_cast<ErrorCode>(code)));
  CHECK(names.size() == static_cast<std::size_t>(ErrorCode::closed) + 1);
  CHECK(!names.contains("unknown"));
}

TEST_CASE("rows are named on one line, whatever their ids hold") {
  CHECK(describe_thread("t1") == "thread \"t1\"");
  CHECK(describe(MessageKey{"t1", "m\"1\\\n"}) == R"(message "m\"1\\\x0a" of thread "t1")");
  CHECK(describe(MetadataOwner{"t1", {}}, "state") == "metadata \"state\" of thread \"t1\"");
  CHECK(describe(MetadataOwner{"t1", "m1"}, "state") ==
        "metadata \"state\" of message \"m1\" of thread \"t1\"");
}

TEST_CASE("a long id is cut at the edge of a character") {
  std::string id(79, 'a');
  id += "é and more";
  CHECK(describe_thread(id) == "thread \"" + std::string(79, 'a') + "…\"");
}

TEST_CASE("a conflict tells what is stored") {
  const auto revision = revision_conflict("update_thread", "thread \"t1\"", Revision{5});
  CHECK(revision.details().current_revision == Revision{5});
  CHECK(!revision.retryable());
  const auto sequence = sequence_conflict("save_messages", "t1", 3, 4);
  CHECK(sequence.details().current_sequence == 4);
}
