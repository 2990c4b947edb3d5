#include "bot.hpp"

#include <map>
#include <optional>

namespace example {

using botstore::Json;
using botstore::Outcome;
using botstore::Storage;

namespace {

// A new conversation: who speaks, and a thread for what they say. The contact is the phone; the
// resource is the customer, who may have several phones and many threads.
void open_conversation(Storage& store, const Delivery& first) {
  store.save_contact({
      .phone = first.phone,
      .values = Json::object({
          {"name", Json::string(first.name)},
          {"customer", Json::string(first.resource)},
      }),
      .created_at = first.at,
  });
  store.save_thread({
      .id = first.thread,
      .resource_id = first.resource,
      .title = text_of(first.content),
      .created_at = first.at,
  });
}

// One step of the flow: an entry in the phone's history, which nothing changes afterwards, and the
// thread's current state, which every step moves on. The entry bears the message's id as its key.
void follow_flow(Storage& store, const Delivery& turn, const Wish& wish) {
  const bool starts = does(turn.content, "INFORM_INTENT");
  store.save_history({
      .ref = turn.thread,
      .keyword = starts ? std::optional(wish.intent) : std::nullopt,
      .answer = text_of(turn.content),
      .phone = turn.phone,
      .options = wish.slots,
      .created_at = turn.at,
      .entry_key = turn.id,
  });
  store.merge_metadata({.thread_id = turn.thread}, flow_key,
                       Json::object({
                           {"intent", Json::string(wish.intent)},
                           {"slots", wish.slots},
                       }));
}

// What stays of a conversation when it is over: a line in the customer's working memory. The
// expected revision makes sure that no line of another conversation, which may end at the same
// moment, is overwritten.
void take_notes(Storage& store, const Delivery& last) {
  const auto flow = store.get_metadata({.thread_id = last.thread}, flow_key);
  if (!flow) return;
  const auto customer = store.get_resource(last.resource);
  auto notes = customer ? customer->working_memory.value_or("") : "";
  notes += describe_flow(flow->value) + '\n';
  store.update_resource(
      last.resource,
      {
          .working_memory = notes,
          .merge_metadata = Json::object({{"last_thread", Json::string(last.thread)}}),
          .expected_revision = customer ? customer->revision : botstore::no_revision,
      });
}

}  // namespace

Outcome remember(Storage& store, const Delivery& delivery) {
  const auto write = [&delivery](Storage& view) {
    if (!view.get_thread(delivery.thread)) open_conversation(view, delivery);
    const auto receipt = view.save_message(
        {
            .thread_id = delivery.thread,
            .id = delivery.id,
            .role = delivery.role,
            .content = delivery.content,
            .created_at = delivery.at,
        },
        {.if_exists = botstore::SavePolicy::keep});
    if (receipt.outcome == Outcome::duplicate) return receipt.outcome;

    if (const auto wish = wish_of(delivery.content)) follow_flow(view, delivery, *wish);
    if (delivery.role == "assistant" && does(delivery.content, "GOODBYE"))
      take_notes(view, delivery);
    return receipt.outcome;
  };
  return store.transaction(write, {.retry = true});
}

std::string describe_flow(const Json& flow) {
  const auto intent = flow.find({"intent"});
  const auto slots = flow.find({"slots"});
  if (!intent || !slots) return "nothing";

  // The store keeps the meaning of metadata, not the order of its keys.
  std::map<std::string, std::string> known;
  for (const auto& [slot, values] : slots->members())
    for (const auto& value : values.elements()) known.emplace(slot, value.as_string().value_or(""));

  auto line = intent->as_string().value_or("");
  const char* separator = ": ";
  for (const auto& [slot, value] : known) {
    line.append(separator).append(slot).append(" ").append(value);
    separator = ", ";
  }
  return line;
}

}  // namespace example
