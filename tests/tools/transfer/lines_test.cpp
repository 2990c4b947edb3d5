#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "botstore/error.hpp"
#include "botstore/time.hpp"
#include "tests/catch.hpp"
#include "tools/transfer/lines/lines.hpp"
#include "tools/transfer/rows/digest.hpp"

namespace botstore::transfer {

namespace {

using namespace botstore::literals;

const Timestamp some_time = parse_time("2026-03-01T08:00:11.104729Z");

/// One row of each kind, all of whose fields are there.
std::vector<Row> full_rows() {
  return {
      Resource{.id = "ada",
               .working_memory = "# Ada\nlikes \"tea\"\t\x01",
               .metadata = R"({"a": [1, 2]})"_json,
               .created_at = some_time,
               .updated_at = latest_time,
               .revision = Revision{9'223'372'036'854'775'807}},
      Thread{.id = "t1",
             .resource_id = "ada",
             .title = "Grüße 👋",
             .metadata = "{\n}"_json,
             .created_at = earliest_time,
             .updated_at = some_time,
             .last_message_at = some_time,
             .archived_at = some_time,
             .last_sequence = 7,
             .revision = Revision{1}},
      Message{.thread_id = "t1",
              .id = "m1",
              .resource_id = "ada",
              .role = "user",
              .type = "text",
              .content = R"({"text" : "a\u0062c", "n": 1.50})"_json,
              .metadata = "{}"_json,
              .created_at = some_time,
              .sequence = 3,
              .revision = Revision{2}},
      MetadataEntry{.owner = {"t1", "m1"},
                    .key = "state",
                    .value = "null"_json,
                    .updated_at = some_time,
                    .revision = Revision{3}},
      Contact{.id = 4,
              .phone = "+15550100",
              .created_at = some_time,
              .updated_in = some_time,
              .last_interaction = some_time,
              .values = "{}"_json},
      HistoryEntry{.id = 5,
                   .ref = "ref",
                   .keyword = "hi",
                   .answer = "hello",
                   .ref_serialize = "x",
                   .phone = "+15550100",
                   .options = "null"_json,
                   .created_at = some_time,
                   .updated_in = some_time,
                   .contact_id = 4,
                   .entry_key = "k"},
  };
}

/// One row of each kind, without what may be absent.
std::vector<Row> sparse_rows() {
  return {Resource{.id = "r", .metadata = "{}"_json},
          Thread{.id = "t", .metadata = "{}"_json},
          Message{.metadata = "{}"_json},
          MetadataEntry{},
          Contact{.values = "{}"_json},
          HistoryEntry{}};
}

std::string line_of(const Row& row) {
  std::string line;
  append_line(line, row);
  return line;
}

Row read_row(const std::string& line) {
  return std::get<Row>(read_line(line.substr(0, line.size() - 1)));
}

std::string complaint(const std::string& line) {
  try {
    static_cast<void>(read_line(line));
    return "none";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

Message with_content(std::string text) {
  return {
      .thread_id = "t", .id = "m", .content = Json::parse(std::move(text)), .metadata = "{}"_json};
}

}  // namespace

TEST_CASE("every row comes back from its line, and the line is one") {
  RowHash hash;
  for (const auto& rows : {full_rows(), sparse_rows()}) {
    for (const auto& row : rows) {
      const auto line = line_of(row);
      CAPTURE(line);
      CHECK(line.find('\n') == line.size() - 1);
      CHECK(Json::parse(line).is_object());
      const auto back = read_row(line);
      CHECK(hash(back) == hash(row));
      CHECK(line_of(back) == line);
    }
  }
}

TEST_CASE("a content comes back byte for byte, however it is written") {
  for (const auto* const text :
       {R"({"b":1, "a" :2,"a":3})", " 1", "\t[]\r", "{\n  \"pretty\": true\r\n}\n", R"("\u00e4\/")",
        "1E+2", "\"\xc3\xa4\""}) {
    const auto message = with_content(text);
    CHECK(std::get<Message>(read_row(line_of(message))).content.text() == text);
  }
  const std::string deep(512, '[');
  const auto deepest = deep + std::string(512, ']');
  CHECK(std::get<Message>(read_row(line_of(with_content(deepest)))).content.text() == deepest);
}

TEST_CASE("a text that is larger as a JSON string than a Json may be comes back") {
  const std::string breaks(34'000'000, '\n');
  const Row row = Resource{.id = "r", .working_memory = breaks, .metadata = "{}"_json};
  CHECK(std::get<Resource>(read_row(line_of(row))).working_memory == breaks);
}

TEST_CASE("what another program has written anew is read: escapes, spacing, the order of members") {
  const auto row = std::get<Resource>(std::get<Row>(
      read_line(R"( { "metadata" : { } ,"id":"\u00e4\ud83d\ude00\n", "revision":"1",)"
                R"("updated_at":"2026-03-01T08:00:00+02:00","created_at":"2026-03-01T08:00:00Z",)"
                R"("kind":"resource"} )")));
  CHECK(row.id == "ä😀\n");
  CHECK(format_time(row.updated_at) == "2026-03-01T06:00:00Z");
}

TEST_CASE("a damaged line is refused with what is wrong") {
  const auto line = line_of(full_rows().at(3));
  const auto whole = line.substr(0, line.size() - 1);
  REQUIRE(complaint(whole) == "none");
  for (std::size_t length = 0; length < whole.size(); ++length)
    REQUIRE(complaint(whole.substr(0, length)) != "none");

  const auto with = [&](const std::string& from, const std::string& to) {
    auto text = whole;
    text.replace(text.find(from), from.size(), to);
    return complaint(text);
  };
  CHECK(with(R"("key":"state")", R"("key":3)") == R"("key": not a string)");
  CHECK(with(R"("key":"state",)", "") == R"(it has no "key")");
  CHECK(with(R"("key")", R"("colour":"red","key")") ==
        R"(it has a "colour", which is unknown here)");
  CHECK(with(R"("key")", R"("key":"a","key")").find(R"(the key "key" a second time)") == 0);
  CHECK(with("metadata", "meta").find(R"("meta" is unknown here)") != std::string::npos);
  CHECK(with("null", "nul") != "none");
  CHECK(with("state", R"(\ud800)").find("a lone surrogate") != std::string::npos);
  CHECK(with("state", R"(\u0000)").find("U+0000") != std::string::npos);
  CHECK(with("2026-03-01", "2026-02-31") != "none");
  CHECK(complaint(whole + "}").find("something behind") == 0);
}

TEST_CASE("a file of a newer format is refused by its version") {
  std::string line;
  append_line(line, Header{.export_id = "x", .exported_at = some_time});
  CHECK(line.starts_with(R"({"botstore":1,)"));
  line.replace(line.find(":1,"), 3, R"(:2,"new":1,)");
  CHECK(complaint(line) == "the file is of version 2 of the format; this program knows up to 1");
}

TEST_CASE(
    "a tally does not depend on the order of rows, and on every field but a store's numbers") {
  RowHash hash;
  Tally forward;
  Tally backward;
  const auto rows = full_rows();
  for (auto row = rows.begin(); row != rows.end(); ++row) forward.add(kind_of(*row), hash(*row));
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) backward.add(kind_of(*row), hash(*row));
  CHECK(forward == backward);
  CHECK(sum_from(forward.text()) == forward.sum);
  CHECK(describe(forward) ==
        "1 resource, 1 thread, 1 message, 1 metadata value, 1 contact, 1 history entry");

  const auto contact = std::get<Contact>(rows.at(4));
  auto renumbered = contact;
  renumbered.id = 99;
  CHECK(hash(Row{renumbered}) == hash(Row{contact}));
  auto changed = contact;
  changed.updated_in.reset();
  CHECK(hash(Row{changed}) != hash(Row{contact}));
  CHECK(hash(Row{with_content("1")}) != hash(Row{with_content("1.0")}));
  auto message = with_content("1");
  const auto before = hash(Row{message});
  message.metadata = "{ }"_json;
  CHECK(hash(Row{message}) == before);
  std::swap(message.thread_id, message.id);
  CHECK(hash(Row{message}) != before);
}

}  // namespace botstore::transfer
