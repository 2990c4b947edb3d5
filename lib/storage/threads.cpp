#include <array>

#include "botstore/backend/json.hpp"
#include "botstore/id.hpp"
#include "botstore/storage.hpp"
#include "lib/random.hpp"
#include "lib/storage/call.hpp"
#include "lib/storage/requests.hpp"

namespace botstore {

using detail::Call;
using detail::Check;

namespace {

/// The clone's own metadata: the caller's, and where the clone came from.
Json with_origin(const Json& metadata, std::string_view source_id, Timestamp now) {
  const auto origin =
      Json::object({{"cloned_from", Json::object({{"thread_id", Json::string(source_id)},
                                                  {"at", Json::string(format_time(now))}})}});
  return backend::merge_objects(metadata, {}, &origin);
}

}  // namespace

ThreadReceipt Storage::save_thread(NewThread thread, const CallOptions& call) {
  const Check check{"save_thread"};
  check.name("id", thread.id);
  check.name("resource_id", thread.resource_id);
  check.text("title", thread.title);
  check.object("metadata", thread.metadata);
  check.time("created_at", thread.created_at);
  check.time("updated_at", thread.updated_at);
  check.time("archived_at", thread.archived_at);
  if (!thread.id) thread.id = new_id();
  return Call::run(*this, "save_thread", call, [&] {
    return do_save_thread({std::move(thread), clock_(), detail::new_revision()}, call);
  });
}

std::optional<Thread> Storage::get_thread(std::string_view id, const GetThreadOptions& options,
                                          const CallOptions& call) {
  const Check check{"get_thread"};
  check.name("id", id);
  check.name("resource_id", options.resource_id);
  return Call::run(*this, "get_thread", call, [&] { return do_get_thread(id, options, call); });
}

Thread Storage::update_thread(std::string_view id, ThreadUpdate update, const CallOptions& call) {
  const Check check{"update_thread"};
  check.name("id", id);
  check.text("title", update.title);
  for (const auto& key : update.remove_metadata_keys) check.text("remove_metadata_keys", key);
  check.object("merge_metadata", update.merge_metadata);
  check.time("archived_at", update.archived_at.value());
  return Call::run(*this, "update_thread", call, [&] {
    return do_update_thread({std::string{id}, std::move(update), clock_(), detail::new_revision()},
                            call);
  });
}

bool Storage::delete_thread(std::string_view id, const CallOptions& call) {
  Check{"delete_thread"}.name("id", id);
  return Call::run(*this, "delete_thread", call, [&] { return do_delete_thread(id, call); });
}

Page<Thread> Storage::list_threads(ThreadQuery query, const CallOptions& call) {
  const Check check{"list_threads"};
  check.name("resource_id", query.resource_id);
  check.filter("metadata", query.metadata);
  check.range("created", query.created);
  check.range("updated", query.updated);
  backend::ListThreads request{std::move(query)};
  detail::place_page(check, request, detail::fingerprint(request.query));
  return Call::run(*this, "list_threads", call, [&] { return do_list_threads(request, call); });
}

CloneResult Storage::clone_thread(std::string_view source_id, CloneOptions options,
                                  const CallOptions& call) {
  const Check check{"clone_thread"};
  check.name("source_id", source_id);
  check.name("new_id", options.new_id);
  check.name("resource_id", options.resource_id);
  check.text("title", options.title);
  check.object("metadata", options.metadata);
  check.limit("most_recent", options.most_recent);
  check.range("created", options.created);
  check.names("message_ids", options.message_ids);
  if (!options.new_id) options.new_id = new_id();
  options.message_ids = detail::without_repetitions(options.message_ids);
  return Call::run(*this, "clone_thread", call, [&] {
    const auto now = clock_();
    options.metadata = with_origin(options.metadata, source_id, now);
    return do_clone_thread(
        {std::string{source_id}, std::move(options), now, detail::new_revision()}, call);
  });
}

Thread Storage::reassign_thread(std::string_view id, std::string_view resource_id,
                                const ReassignOptions& options, const CallOptions& call) {
  const Check check{"reassign_thread"};
  check.name("id", id);
  check.name("resource_id", resource_id);
  return Call::run(*this, "reassign_thread", call, [&] {
    return do_reassign_thread({std::string{id}, std::string{resource_id}, options.expected_revision,
                               clock_(), detail::new_revision()},
                              call);
  });
}

}  // namespace botstore
