#include <set>

#include "botstore/backend/page.hpp"
#include "botstore/id.hpp"
#include "botstore/storage.hpp"
#include "lib/random.hpp"
#include "lib/storage/call.hpp"
#include "lib/storage/fold.hpp"
#include "lib/storage/requests.hpp"

namespace botstore {

using detail::Call;
using detail::Check;
using detail::Field;

namespace {

void check_keys(const Check& check, const std::vector<MessageKey>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    check.name({"keys", i, "thread_id"}, keys[i].thread_id);
    check.name({"keys", i, "id"}, keys[i].id);
  }
}

void check_message(const Check& check, std::size_t i, const NewMessage& message) {
  const auto field = [i](const char* name) { return Field{"messages", i, name}; };
  check.name(field("thread_id"), message.thread_id);
  check.name(field("id"), message.id);
  check.name(field("resource_id"), message.resource_id);
  check.name(field("role"), message.role, limits::role_bytes);
  check.name(field("type"), message.type, limits::type_bytes);
  check.object(field("metadata"), message.metadata);
  check.time(field("created_at"), message.created_at);
}

/// What a batch as a whole must keep to, once each message is right by itself.
void check_batch(const Check& check, const std::vector<NewMessage>& messages,
                 const SaveMessagesOptions& options) {
  std::set<MessageKey> keys;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& message = messages[i];
    if (options.expected_last_sequence && message.thread_id != messages.front().thread_id)
      check.refuse("expected_last_sequence", "is stated for a batch over several threads");
    if (options.if_exists == SavePolicy::fail && message.id &&
        !keys.insert({message.thread_id, *message.id}).second)
      check.refuse({"messages", i, "id"}, "comes twice in the batch");
  }
  if (options.expected_last_sequence)
    check.not_negative("expected_last_sequence", *options.expected_last_sequence);
}

void check_includes(const Check& check, const std::vector<Include>& includes) {
  if (includes.size() > limits::includes) check.refuse("include", "names too many messages");
  for (std::size_t i = 0; i < includes.size(); ++i) {
    const auto& include = includes[i];
    check.name({"include", i, "message.thread_id"}, include.message.thread_id);
    check.name({"include", i, "message.id"}, include.message.id);
    check.not_negative({"include", i, "before"}, include.before);
    check.not_negative({"include", i, "after"}, include.after);
    if (include.before > limits::include_window)
      check.refuse({"include", i, "before"}, "asks for too wide a window");
    if (include.after > limits::include_window)
      check.refuse({"include", i, "after"}, "asks for too wide a window");
  }
}

void check_query(const Check& check, const MessageQuery& query) {
  if (query.thread_ids.is_any() && !query.resource_id)
    check.refuse("thread_ids", "is not stated, and no resource_id either",
                 "Say whose messages to list.");
  check.names("thread_ids", query.thread_ids);
  check.name("resource_id", query.resource_id);
  check.names("roles", query.roles, limits::role_bytes);
  check.names("types", query.types, limits::type_bytes);
  check.range("created", query.created);
  check.filter("metadata", query.metadata);
  check_includes(check, query.include);
}

void check_update(const Check& check, std::size_t i, const MessageUpdate& update) {
  const auto field = [i](const char* name) { return Field{"updates", i, name}; };
  check.name(field("key.thread_id"), update.key.thread_id);
  check.name(field("key.id"), update.key.id);
  check.name(field("role"), update.role, limits::role_bytes);
  check.name(field("type"), update.type, limits::type_bytes);
  check.name(field("move_to_thread"), update.move_to_thread);
  if (update.content && update.merge_content)
    check.refuse(field("merge_content"), "is stated together with content");
  check.object(field("merge_content"), update.merge_content);
  for (const auto& key : update.remove_metadata_keys)
    check.text(field("remove_metadata_keys"), key);
  check.object(field("merge_metadata"), update.merge_metadata);
}

/// Where the update leaves its message.
MessageKey target_of(const MessageUpdate& update) {
  return {update.move_to_thread.value_or(update.key.thread_id), update.key.id};
}

/// Refuses batches whose outcome would depend on the order of the updates.
void check_independence(const Check& check, const std::vector<MessageUpdate>& updates) {
  std::set<MessageKey> used;
  for (std::size_t i = 0; i < updates.size(); ++i) {
    const auto target = target_of(updates[i]);
    const bool moves = target != updates[i].key;
    if (!used.insert(updates[i].key).second || (moves && !used.insert(target).second))
      check.refuse({"updates", i, "key"}, "is the key or the target of another update of the batch",
                   "Send the second update in a call of its own.");
  }
}

}  // namespace

std::vector<MessageReceipt> Storage::save_messages(std::vector<NewMessage> messages,
                                                   const SaveMessagesOptions& options,
                                                   const CallOptions& call) {
  const Check check{"save_messages"};
  for (std::size_t i = 0; i < messages.size(); ++i) check_message(check, i, messages[i]);
  check_batch(check, messages, options);
  for (auto& message : messages)
    if (!message.id) message.id = new_id();
  return Call::run(*this, "save_messages", call, [&]() -> std::vector<MessageReceipt> {
    if (messages.empty()) return {};
    auto batch = detail::fold(std::move(messages), options.if_exists);
    const backend::SaveMessages request{std::move(batch.items), options, clock_()};
    return detail::unfold(batch, do_save_messages(request, call), options.if_exists);
  });
}

MessageReceipt Storage::save_message(NewMessage message, const SaveMessagesOptions& options,
                                     const CallOptions& call) {
  std::vector<NewMessage> one;
  one.push_back(std::move(message));
  return std::move(save_messages(std::move(one), options, call).front());
}

std::vector<Message> Storage::get_messages(std::vector<MessageKey> keys,
                                           const GetMessagesOptions& options,
                                           const CallOptions& call) {
  check_keys(Check{"get_messages"}, keys);
  keys = detail::without_repetitions(std::move(keys));
  return Call::run(*this, "get_messages", call, [&]() -> std::vector<Message> {
    if (keys.empty()) return {};
    auto found = do_get_messages(keys, options, call);
    backend::sort_messages(found, Direction::ascending);
    return found;
  });
}

std::optional<Message> Storage::get_message(MessageKey key, const GetMessagesOptions& options,
                                            const CallOptions& call) {
  auto found = get_messages({std::move(key)}, options, call);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Message> Storage::find_messages(std::vector<std::string> ids,
                                            const GetMessagesOptions& options,
                                            const CallOptions& call) {
  const Check check{"find_messages"};
  for (std::size_t i = 0; i < ids.size(); ++i) check.name({"ids", i}, ids[i]);
  ids = detail::without_repetitions(std::move(ids));
  return Call::run(*this, "find_messages", call, [&]() -> std::vector<Message> {
    if (ids.empty()) return {};
    auto found = do_find_messages(ids, options, call);
    backend::sort_messages(found, Direction::ascending);
    return found;
  });
}

Page<Message> Storage::list_messages(MessageQuery query, const CallOptions& call) {
  const Check check{"list_messages"};
  check_query(check, query);
  query.thread_ids = detail::without_repetitions(query.thread_ids);
  backend::ListMessages request{std::move(query)};
  detail::place_page(check, request, detail::fingerprint(request.query));
  return Call::run(*this, "list_messages", call, [&] { return do_list_messages(request, call); });
}

std::vector<MessageReceipt> Storage::update_messages(std::vector<MessageUpdate> updates,
                                                     const CallOptions& call) {
  const Check check{"update_messages"};
  for (std::size_t i = 0; i < updates.size(); ++i) check_update(check, i, updates[i]);
  check_independence(check, updates);
  return Call::run(*this, "update_messages", call, [&]() -> std::vector<MessageReceipt> {
    if (updates.empty()) return {};
    backend::UpdateMessages request{.now = clock_()};
    for (auto& update : updates) {
      if (update.move_to_thread == update.key.thread_id) update.move_to_thread.reset();
      request.items.push_back({std::move(update), detail::new_revision()});
    }
    return do_update_messages(request, call);
  });
}

std::uint64_t Storage::delete_messages(std::vector<MessageKey> keys, const CallOptions& call) {
  check_keys(Check{"delete_messages"}, keys);
  keys = detail::without_repetitions(std::move(keys));
  return Call::run(*this, "delete_messages", call, [&]() -> std::uint64_t {
    if (keys.empty()) return 0;
    return do_delete_messages({std::move(keys), clock_()}, call);
  });
}

}  // namespace botstore
