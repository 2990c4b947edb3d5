#include <algorithm>

#include "tests/conformance/model/operation.hpp"

namespace botstore::testing {

namespace {

MessageKey draw_key(Random& random) {
  return {random.thread_id(), random.message_id()};
}

NewMessage draw_message(Random& random, const std::string& thread_id) {
  NewMessage message{.thread_id = random.chance(85) ? thread_id : random.thread_id(),
                     .role = random.role(),
                     .type = random.type(),
                     .content = random.content()};
  message.id = random.maybe(96, [&] { return random.message_id(); });
  message.resource_id = random.maybe(25, [&] { return random.resource_id(); });
  if (random.chance(50)) message.metadata = random.object();
  message.created_at = random.maybe(40, [&] { return random.time(); });
  return message;
}

std::string describe_new(const NewMessage& message) {
  return Fields{}
      .add("thread_id", message.thread_id)
      .add("id", message.id)
      .add("resource_id", message.resource_id)
      .add("role", message.role)
      .add("type", message.type)
      .add("content", message.content)
      .add("metadata", message.metadata)
      .add("created_at", message.created_at)
      .text();
}

/// The thread's own last sequence in most cases.
std::int64_t draw_sequence(Random& random, const Side& model, const std::string& thread_id) {
  const auto guess = static_cast<std::int64_t>(random.below(5));
  if (thread_id.empty() || thread_id.find('t') != 0 || random.chance(30)) return guess;
  const auto thread = model.store().get_thread(model.id_of(thread_id));
  return thread ? thread->last_sequence : guess;
}

Operation save_messages(Random& random, const Side& model) {
  const auto thread_id = random.thread_id();
  const auto messages =
      random.several(random.chance(3) ? 0 : 1, 4, [&] { return draw_message(random, thread_id); });
  SaveMessagesOptions options{
      .if_exists = random.one_of({SavePolicy::replace, SavePolicy::keep, SavePolicy::fail})};
  options.expected_last_sequence =
      random.maybe(15, [&] { return draw_sequence(random, model, thread_id); });
  std::string text = Fields{}
                         .add("if_exists", options.if_exists)
                         .add("expected_last_sequence", options.expected_last_sequence)
                         .text();
  for (const auto& message : messages) text += "\n  " + describe_new(message);
  return {.text = "save_messages " + text,
          .run =
              [=](Side& side) {
                auto given = messages;
                for (auto& message : given) {
                  message.thread_id = side.id_of(message.thread_id);
                  if (message.id) message.id = side.id_of(*message.id);
                }
                return show(side, side.store().save_messages(given, options));
              },
          .error_may_differ =
              options.if_exists == SavePolicy::fail || options.expected_last_sequence.has_value()};
}

/// One update, and the name of the revision that it expects.
struct Update {
  MessageUpdate update{};
  std::optional<std::string> expected{};
};

Update draw_update(Random& random, const Side& model) {
  Update drawn{.update = {.key = draw_key(random)}};
  auto& update = drawn.update;
  update.role = random.maybe(25, [&] { return random.role(); });
  update.type = random.maybe(15, [&] { return random.type(); });
  update.move_to_thread = random.maybe(20, [&] { return random.thread_id(); });
  update.content = random.maybe(15, [&] { return random.content(); });
  if (!update.content || random.chance(3))
    update.merge_content = random.maybe(25, [&] { return random.content_patch(); });
  if (random.chance(25)) update.remove_metadata_keys = random.object_keys();
  update.merge_metadata = random.maybe(30, [&] { return random.object(); });
  drawn.expected =
      random.maybe(20, [&] { return expected_revision(random, model, message_row(update.key)); });
  return drawn;
}

std::string describe_update(const Update& drawn) {
  const auto& update = drawn.update;
  return Fields{}
      .add("key", update.key)
      .add("role", update.role)
      .add("type", update.type)
      .add("move_to_thread", update.move_to_thread)
      .add("content", update.content)
      .add("merge_content", update.merge_content)
      .add("remove_metadata_keys", update.remove_metadata_keys)
      .add("merge_metadata", update.merge_metadata)
      .add("expected_revision", drawn.expected)
      .text();
}

MessageUpdate translate(const Side& side, const Update& drawn) {
  auto update = drawn.update;
  update.key = key_of(side, update.key);
  if (update.move_to_thread) update.move_to_thread = side.id_of(*update.move_to_thread);
  // Whether the update of an unknown message is refused for want of its target is not promised.
  if (update.move_to_thread && !side.store().get_message(update.key)) update.move_to_thread.reset();
  if (drawn.expected) update.expected_revision = side.revision_of(*drawn.expected);
  return update;
}

/// How many things that are stored can refuse these updates.
int causes(const std::vector<Update>& updates) {
  int found = 0;
  for (const auto& [update, expected] : updates)
    found += (expected ? 1 : 0) + (update.merge_content ? 1 : 0) + (update.move_to_thread ? 2 : 0);
  return found;
}

Operation update_messages(Random& random, const Side& model) {
  const auto updates = random.several(1, 3, [&] { return draw_update(random, model); });
  std::string text = "update_messages";
  for (const auto& one : updates) text += "\n  " + describe_update(one);
  return {.text = text,
          .run =
              [updates](Side& side) {
                std::vector<MessageUpdate> given;
                for (const auto& one : updates) given.push_back(translate(side, one));
                return show(side, side.store().update_messages(given));
              },
          .error_may_differ = causes(updates) > 1};
}

Operation delete_messages(Random& random) {
  const auto names = random.several(0, 3, [&] { return draw_key(random); });
  return {.text = "delete_messages " + describe(names), .run = [names](Side& side) {
            std::vector<MessageKey> given;
            for (const auto& key : names) given.push_back(key_of(side, key));
            return show(side, side.store().delete_messages(given));
          }};
}

}  // namespace

Operation message_operation(Random& random, const Side& model) {
  const auto drawn = random.below(10);
  if (drawn < 5) return save_messages(random, model);
  return drawn < 9 ? update_messages(random, model) : delete_messages(random);
}

}  // namespace botstore::testing
