#include <stdexcept>
#include <string>

#include "botstore/backend/json.hpp"
#include "botstore/contact.hpp"
#include "botstore/error.hpp"
#include "botstore/history.hpp"
#include "botstore/limits.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"
#include "tests/catch.hpp"
#include "tools/output/row_fields.hpp"
#include "tools/output/row_json.hpp"

namespace botstore::tools::testing {

namespace {

using namespace botstore::literals;

const Timestamp some_time = parse_time("2026-03-01T08:00:09Z");

/// The code of the error with which a row is refused.
template <class Row>
ErrorCode refusal(const Row& row) {
  try {
    static_cast<void>(json_of(row));
  } catch (const Error& error) {
    return error.code();
  }
  throw std::runtime_error{"it should have failed"};
}

}  // namespace

TEST_CASE("a row is an object of its fields, each of them there") {
  CHECK(json_of(Thread{.id = "t",
                       .resource_id = "ada",
                       .title = "\"a\"\n",
                       .metadata = "{ \"b\" :\r\n1.0,\"a\":2}"_json,
                       .created_at = some_time,
                       .updated_at = some_time,
                       .archived_at = some_time,
                       .last_sequence = 7,
                       .revision = Revision{9'223'372'036'854'775'807}}) ==
        R"({"id":"t","resource_id":"ada","title":"\"a\"\n","metadata":{ "b" :  1.0,"a":2},)"
        R"("created_at":"2026-03-01T08:00:09.000000Z","updated_at":"2026-03-01T08:00:09.000000Z",)"
        R"("last_message_at":null,"archived_at":"2026-03-01T08:00:09.000000Z","last_sequence":7,)"
        R"("revision":9223372036854775807})");
  CHECK(json_of(Message{.thread_id = "t",
                        .id = "m",
                        .resource_id = "ada",
                        .role = "user",
                        .type = "text",
                        .content = R"( "hi")"_json,
                        .metadata = "{}"_json,
                        .created_at = some_time,
                        .sequence = 3,
                        .revision = Revision{2}}) ==
        R"({"thread_id":"t","id":"m","resource_id":"ada","role":"user","type":"text",)"
        R"("content": "hi","metadata":{},"created_at":"2026-03-01T08:00:09.000000Z",)"
        R"("sequence":3,"revision":2})");
  CHECK(json_of(Resource{.id = "ada", .metadata = "{}"_json, .created_at = some_time}) ==
        R"({"id":"ada","working_memory":null,"metadata":{},)"
        R"("created_at":"2026-03-01T08:00:09.000000Z","updated_at":"1970-01-01T00:00:00.000000Z",)"
        R"("revision":0})");
  CHECK(json_of(Contact{.id = 4, .phone = "+1", .created_at = some_time, .values = "{}"_json}) ==
        R"({"id":4,"phone":"+1","created_at":"2026-03-01T08:00:09.000000Z","updated_in":null,)"
        R"("last_interaction":null,"values":{}})");
  CHECK(json_of(HistoryEntry{.id = 5, .ref = "r", .answer = "a", .options = "[1, 2]"_json}) ==
        R"({"id":5,"ref":"r","keyword":null,"answer":"a","ref_serialize":"","phone":null,)"
        R"("options":[1, 2],"created_at":"1970-01-01T00:00:00.000000Z","updated_in":null,)"
        R"("contact_id":null,"entry_key":null})");
}

TEST_CASE("the owner of a value is an object of its own for machines, and two fields for people") {
  const MetadataEntry entry{.owner = {"t"}, .key = "k", .value = "null"_json};
  CHECK(json_of(entry) == R"({"owner":{"thread_id":"t","message_id":null},"key":"k","value":null,)"
                          R"("updated_at":"1970-01-01T00:00:00.000000Z","revision":0})");
  CHECK(json_of(MetadataEntry{.owner = {"t", "m"}})
            .starts_with(R"({"owner":{"thread_id":"t","message_id":"m"},"key":"",)"));
  CHECK(fields_of(entry) == Fields{{"thread_id", "t"},
                                   {"message_id", ""},
                                   {"key", "k"},
                                   {"value", "null"},
                                   {"updated_at", "1970-01-01T00:00:00.000000Z"},
                                   {"revision", "0"}});
}

TEST_CASE("a row is shown as JSON that is deeper and larger than a value may be") {
  const auto deepest = std::string(limits::json_depth, '[') + std::string(limits::json_depth, ']');
  CHECK(json_of(Message{.content = Json::parse(deepest), .metadata = "{}"_json})
            .find(":" + deepest + ",") != std::string::npos);
  const std::string breaks(limits::text_bytes, '\n');
  CHECK(json_of(Resource{.working_memory = breaks, .metadata = "{}"_json}).size() >
        2 * limits::text_bytes);
}

TEST_CASE("a row whose stored text is broken is refused, and not shown as if it were JSON") {
  CHECK(refusal(Message{.content = backend::adopt_json("{\"a\":"), .metadata = "{}"_json}) ==
        ErrorCode::corrupt);
  CHECK(refusal(Thread{.id = "\x80", .metadata = "{}"_json}) == ErrorCode::corrupt);
}

}  // namespace botstore::tools::testing
