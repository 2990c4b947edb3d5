#include "lib/query/cursor.hpp"

#include "botstore/error.hpp"
#include "lib/query/fingerprint.hpp"
#include "lib/text/base64.hpp"
#include "tests/catch.hpp"

using namespace botstore;
using namespace botstore::detail;
using namespace std::chrono_literals;

namespace {

const Check check{"list"};
const Timestamp time_of_row = Timestamp{1'771'000'000'123'456us};

ErrorCode code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    CHECK(error.field() == "cursor");
    return error.code();
  }
  FAIL("nothing was thrown");
  return {};
}

}  // namespace

TEST_CASE("a cursor brings back the place that it was made from") {
  const auto thread = decode_cursor<backend::ThreadPosition>(
      check, encode_cursor(7, backend::ThreadPosition{time_of_row, "t1"}), 7);
  CHECK(thread.time == time_of_row);
  CHECK(thread.id == "t1");

  const auto message = decode_cursor<backend::MessagePosition>(
      check, encode_cursor(7, backend::MessagePosition{earliest_time, "héllo", -1}), 7);
  CHECK(message.created_at == earliest_time);
  CHECK(message.thread_id == "héllo");
  CHECK(message.sequence == -1);

  const auto key = decode_cursor<backend::KeyPosition>(
      check, encode_cursor(7, backend::KeyPosition{"state"}), 7);
  const auto value = decode_cursor<backend::MetadataPosition>(
      check, encode_cursor(7, backend::MetadataPosition{"m1", "state"}), 7);
  CHECK(value.message_id == "m1");
  CHECK(value.key == "state");
  CHECK(key.key == "state");

  const auto contact = decode_cursor<backend::ContactPosition>(
      check, encode_cursor(7, backend::ContactPosition{latest_time, 12}), 7);
  CHECK(contact.time == latest_time);
  CHECK(contact.id == 12);

  const auto entry = decode_cursor<backend::HistoryPosition>(
      check, encode_cursor(7, backend::HistoryPosition{time_of_row, 9}), 7);
  CHECK(entry.created_at == time_of_row);
  CHECK(entry.id == 9);
}

TEST_CASE("a cursor of another query is refused") {
  const auto cursor = encode_cursor(7, backend::KeyPosition{"state"});
  CHECK(code_of([&] { (void)decode_cursor<backend::KeyPosition>(check, cursor, 8); }) ==
        ErrorCode::invalid_argument);
}

TEST_CASE("a cursor with any one character changed is refused") {
  const auto cursor = encode_cursor(7, backend::MessagePosition{time_of_row, "thread", 3});
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    auto damaged = cursor;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    CHECK(code_of([&] { (void)decode_cursor<backend::MessagePosition>(check, damaged, 7); }) ==
          ErrorCode::invalid_argument);
  }
}

TEST_CASE("a cursor that is cut off or that somebody made up is refused") {
  const auto cursor = encode_cursor(7, backend::MessagePosition{time_of_row, "thread", 3});
  for (std::size_t size = 1; size < cursor.size(); ++size)
    CHECK(code_of([&] {
            (void)decode_cursor<backend::MessagePosition>(check, cursor.substr(0, size), 7);
          }) == ErrorCode::invalid_argument);
  for (const char* text : {"x", "not a cursor", "AAAA", "====", "\xff\xfe"})
    CHECK(code_of([&] { (void)decode_cursor<backend::MessagePosition>(check, text, 7); }) ==
          ErrorCode::invalid_argument);
}

TEST_CASE("queries that differ in one condition have different fingerprints") {
  const MessageQuery base{.thread_ids = "t1"};
  std::vector<MessageQuery> others(7, base);
  others[0].thread_ids = "t2";
  others[1].resource_id.emplace("r");
  others[2].roles = "user";
  others[3].types = AnyOf{std::vector<std::string>{}};
  others[4].created.start = time_of_row;
  others[5].metadata = {where::has_key({"a"})};
  others[6].direction = Direction::descending;
  for (const auto& other : others) CHECK(fingerprint(other) != fingerprint(base));

  const auto path = [](std::vector<std::string> keys) {
    return fingerprint(
        MessageQuery{.thread_ids = "t1", .metadata = {where::has_key(std::move(keys))}});
  };
  CHECK(path({"ab"}) != path({"a", "b"}));
}

TEST_CASE("what a page asks for beside its query leaves the fingerprint alone") {
  const MessageQuery base{.thread_ids = "t1"};
  auto other = base;
  other.include = {{.message = {"t1", "m1"}}};
  other.with_content = false;
  other.page = {.limit = 3, .with_total = true};
  CHECK(fingerprint(other) == fingerprint(base));
}

TEST_CASE("base64url reads only what it writes") {
  for (const std::string_view bytes : {"", "f", "fo", "foo", "foob", "\xff\xfe\xfd"}) {
    const auto text = to_base64url(bytes);
    CHECK(from_base64url(text) == std::string{bytes});
  }
  CHECK(to_base64url("\xff\xff\xbe") == "__--");
  for (const char* text : {"A", "AB=", "Zh", "a b", "AAAAA"}) CHECK(!from_base64url(text));
}
