#include "tools/from/mastra.hpp"

#include <fmt/format.h>

#include <utility>

#include "botstore/backend/errors.hpp"
#include "botstore/error.hpp"
#include "tools/from/json_policy.hpp"
#include "tools/from/mastra_sql.hpp"
#include "tools/from/source.hpp"
#include "tools/from/target.hpp"

namespace botstore::from {

namespace {

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

class MastraImport {
 public:
  MastraImport(Storage& store, const MastraTask& task, const CallOptions& call)
      : task_{task},
        source_{task.source},
        progress_{"import", task.show_progress},
        target_{store, progress_, call} {}

  Report run();

 private:
  void take_resource(const Columns& row);
  void take_thread(const Columns& row);
  void take_orphan_thread(const Columns& row);
  void take_message(const Columns& row);
  Json content(const std::string& text, const std::string& message);
  Json object(const Columns& row, int column, const std::string& name);
  std::string owner(std::optional<std::string> named, const std::string& name);

  const MastraTask& task_;
  Source source_;
  transfer::Progress progress_;
  Target target_;
  std::string thread_;         // Of the last message.
  std::int64_t sequence_ = 0;  // Of the last message.
  Remark orphans_{"messages without a thread, which got it back with the title empty"};
  Remark ownerless_{"threads that name no resource, and got the owner that was stated"};
  Remark nameless_{"messages without a role or a type, which got \"unknown\""};
  Remark characters_{
      "JSON with characters that no store holds (U+0000, halves of surrogate pairs), which became "
      "U+FFFD"};
  Remark texts_{"contents that begin like JSON and are none, and became a string"};
  Remark objects_{"metadata that was no object, and became the member \"value\" of one"};
};

Report MastraImport::run() {
  source_.begin_reading();
  const auto sql = mastra_sql(source_, task_.schema);
  if (progress_.visible())
    progress_.start(static_cast<std::uint64_t>(std::stoll(source_.value(sql.count))));
  if (!sql.resources.empty())
    source_.for_each(sql.resources, {}, [&](const Columns& row) { take_resource(row); });
  source_.for_each(sql.threads, {}, [&](const Columns& row) { take_thread(row); });
  source_.for_each(sql.orphan_threads, {}, [&](const Columns& row) { take_orphan_thread(row); });
  source_.for_each(sql.messages, {}, [&](const Columns& row) { take_message(row); });
  target_.finish();
  return {.tally = target_.tally(),
          .remarks = {orphans_, ownerless_, nameless_, characters_, texts_, objects_}};
}

void MastraImport::take_resource(const Columns& row) {
  const auto id = row.text(0);
  target_.add(Resource{.id = id,
                       .working_memory = row.optional(1),
                       .metadata = object(row, 2, backend::describe_resource(id)),
                       .created_at = row.time(3),
                       .updated_at = row.time(4),
                       .revision = target_.new_revision()});
}

void MastraImport::take_thread(const Columns& row) {
  const auto id = row.text(0);
  const auto name = backend::describe_thread(id);
  target_.add(Thread{.id = id,
                     .resource_id = owner(row.optional(1), name),
                     .title = row.text(2),
                     .metadata = object(row, 3, name),
                     .created_at = row.time(4),
                     .updated_at = row.time(5),
                     .revision = target_.new_revision()});
}

void MastraImport::take_orphan_thread(const Columns& row) {
  const auto id = row.text(0);
  target_.add(Thread{.id = id,
                     .resource_id = owner(row.optional(1), backend::describe_thread(id)),
                     .metadata = Json::object({}),
                     .created_at = row.time(2),
                     .updated_at = row.time(3),
                     .revision = target_.new_revision()});
}

void MastraImport::take_message(const Columns& row) {
  const MessageKey key{row.text(0), row.text(1)};
  const auto name = backend::describe(key);
  if (std::exchange(thread_, key.thread_id) != key.thread_id) sequence_ = 0;
  const auto named = [&](int column) {
    return is_blank(row.text(column)) ? std::string{"unknown"} : row.text(column);
  };
  if (is_blank(row.text(3)) || is_blank(row.text(4))) nameless_.add(name);
  if (row.boolean(7)) orphans_.add(name);
  auto resource = row.optional(2).value_or("");
  target_.add(Message{.thread_id = key.thread_id,
                      .id = key.id,
                      .resource_id = is_blank(resource) ? task_.unknown_owner : std::move(resource),
                      .role = named(3),
                      .type = named(4),
                      .content = content(row.text(5), name),
                      .metadata = Json::object({}),
                      .created_at = row.time(6),
                      .sequence = ++sequence_,
                      .revision = target_.new_revision()});
}

/// Mastra reads a content as JSON where it is some, and as a text otherwise.
Json MastraImport::content(const std::string& text, const std::string& message) {
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool is_json = first != std::string::npos &&
                       std::string_view{"{[\""}.find(text[first]) != std::string_view::npos;
  if (!is_json) return Json::string(text);
  auto adapted = adapt_json(text);
  if (adapted.changed) (adapted.is_text ? texts_ : characters_).add(message);
  return std::move(adapted.json);
}

Json MastraImport::object(const Columns& row, int column, const std::string& name) {
  auto adapted = adapt_object(row.optional(column).value_or("null"));
  if (adapted.changed) (adapted.wrapped ? objects_ : characters_).add(name);
  return std::move(adapted.json);
}

std::string MastraImport::owner(std::optional<std::string> named, const std::string& name) {
  if (named && !is_blank(*named)) return *std::move(named);
  ownerless_.add(name);
  return task_.unknown_owner;
}

}  // namespace

Report import_from_mastra(Storage& store, const MastraTask& task, const CallOptions& call) {
  return MastraImport{store, task, call}.run();
}

}  // namespace botstore::from
