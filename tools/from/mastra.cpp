#include "tools/from/mastra.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "botstore/backend/errors.hpp"
#include "botstore/error.hpp"
#include "tools/from/blank.hpp"
#include "tools/from/json_policy.hpp"
#include "tools/from/mastra_sql.hpp"
#include "tools/from/source.hpp"
#include "tools/from/target.hpp"
#include "tools/transfer/rows/page_size.hpp"

namespace botstore::from {

namespace {

/// So many messages are looked up in the target at a time.
constexpr std::size_t known_at_once = 500;

class MastraImport {
 public:
  MastraImport(Storage& store, const MastraTask& task, const transfer::Calls& call)
      : task_{task},
        source_{task.source, call.stop},
        progress_{"import", task.show_progress},
        target_{store, progress_, call} {}

  Report run();

 private:
  using Take = void (MastraImport::*)(const Columns& row);

  void take_all(const MastraSql& sql);
  void take_rows(const std::string& query, std::string_view table, Take take, int id = 0);
  void take_resource(const Columns& row);
  void take_thread(const Columns& row);
  void take_orphan_thread(const Columns& row);
  void take_message(const Columns& row);
  Message message(const Columns& row);
  void number(Message message);
  std::int64_t last_sequence(const std::string& thread);
  std::map<std::string, std::int64_t> known_sequences(std::vector<MessageKey> keys);
  void number_waiting();
  Json content(const std::string& text, const std::string& message);
  Json object(const Columns& row, int column, const std::string& name);
  std::string owner(std::optional<std::string> named, const std::string& name);

  const MastraTask& task_;
  Source source_;
  transfer::Progress progress_;
  Target target_;
  std::string thread_;            // Of the last message.
  std::int64_t sequence_ = 0;     // The last one of that thread.
  bool is_fresh_ = false;         // The target had no threads at all.
  bool is_known_ = false;         // The target has had messages of that thread before.
  std::vector<Message> waiting_;  // Of that thread, without sequences.
  std::size_t waiting_bytes_ = 0;
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
  is_fresh_ = target_.store().list_threads({.page = {.limit = 1}}, target_.call()).items.empty();
  with_note(target_, task_.note, [&] { take_all(sql); });
  return {.tally = target_.tally(),
          .remarks = {orphans_, ownerless_, nameless_, characters_, texts_, objects_}};
}

void MastraImport::take_all(const MastraSql& sql) {
  if (!sql.resources.empty())
    take_rows(sql.resources, "mastra_resources", &MastraImport::take_resource);
  take_rows(sql.threads, "mastra_threads", &MastraImport::take_thread);
  take_rows(sql.orphan_threads, "threads of mastra_messages", &MastraImport::take_orphan_thread);
  take_rows(sql.messages, "mastra_messages", &MastraImport::take_message, 1);
  number_waiting();
  target_.finish();
}

void MastraImport::take_rows(const std::string& query, std::string_view table, Take take, int id) {
  source_.for_each(query, {}, [&](const Columns& row) {
    target_.from_row(table, row.text(id), [&] { (this->*take)(row); });
  });
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
  number(message(row));
}

Message MastraImport::message(const Columns& row) {
  const MessageKey key{row.text(0), row.text(1)};
  const auto name = backend::describe(key);
  const auto named = [&](int column) {
    return is_blank(row.text(column)) ? std::string{"unknown"} : row.text(column);
  };
  if (is_blank(row.text(3)) || is_blank(row.text(4))) nameless_.add(name);
  if (row.boolean(7)) orphans_.add(name);
  auto resource = row.optional(2).value_or("");
  if (is_blank(resource)) resource = task_.unknown_owner;
  return {.thread_id = key.thread_id,
          .id = key.id,
          .resource_id = std::move(resource),
          .role = named(3),
          .type = named(4),
          .content = content(row.text(5), name),
          .metadata = Json::object({}),
          .created_at = row.time(6),
          .revision = target_.new_revision()};
}

/// Gives a message its place in its thread as its sequence. In a thread that has come over before,
/// a message keeps the one that it has there, and a new one gets the next behind the thread's last:
/// its place may be that of a message that the source has lost since, and the target has not.
void MastraImport::number(Message message) {
  if (thread_ != message.thread_id) {
    number_waiting();
    thread_ = message.thread_id;
    sequence_ = is_fresh_ ? 0 : last_sequence(thread_);
    is_known_ = sequence_ > 0;
  }
  if (!is_known_) {
    message.sequence = ++sequence_;
    return target_.add(std::move(message));
  }
  waiting_bytes_ += transfer::bytes_of(message);
  waiting_.push_back(std::move(message));
  if (waiting_.size() == known_at_once || waiting_bytes_ >= transfer::page_bytes) number_waiting();
}

std::int64_t MastraImport::last_sequence(const std::string& thread) {
  const auto stored = target_.store().get_thread(thread, {}, target_.call());
  return stored ? stored->last_sequence : 0;
}

/// The sequences that the target has of these messages, by their ids.
std::map<std::string, std::int64_t> MastraImport::known_sequences(std::vector<MessageKey> keys) {
  std::map<std::string, std::int64_t> known;
  try {
    for (const auto& message :
         target_.store().get_messages(std::move(keys), {.with_content = false}, target_.call()))
      known.emplace(message.id, message.sequence);
  } catch (const Error& error) {
    // An id that no store takes: its row is named when it is stored.
    if (error.code() != ErrorCode::invalid_argument) throw;
  }
  return known;
}

void MastraImport::number_waiting() {
  std::vector<MessageKey> keys;
  for (const auto& message : waiting_) keys.push_back(message.key());
  const auto known = known_sequences(std::move(keys));
  for (auto& message : waiting_) {
    const auto found = known.find(message.id);
    message.sequence = found == known.end() ? ++sequence_ : found->second;
    target_.from_row("mastra_messages", std::string{message.id},
                     [&] { target_.add(std::move(message)); });
  }
  waiting_.clear();
  waiting_bytes_ = 0;
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

Report import_from_mastra(Storage& store, const MastraTask& task, const transfer::Calls& call) {
  return MastraImport{store, task, call}.run();
}

}  // namespace botstore::from
