#include "tests/conformance/model/show.hpp"

#include <map>

namespace botstore::testing {

namespace {

std::string show_object(Side& side, const Json& object) {
  std::map<std::string, Json> members;
  for (auto& [key, value] : object.members()) members.insert_or_assign(key, std::move(value));
  std::string text;
  for (const auto& [key, value] : members)
    text += (text.empty() ? "" : ", ") + Json::string(key).text() + ": " + show(side, value);
  return "{" + text + "}";
}

std::string show_array(Side& side, const Json& array) {
  std::string text;
  for (const auto& element : array.elements())
    text += (text.empty() ? "" : ", ") + show(side, element);
  return "[" + text + "]";
}

std::string show_number(const Json& number) {
  if (const auto integer = number.as_integer()) return std::to_string(*integer);
  return Json::number(number.as_number().value()).text();
}

std::string show_content(Side& side, const Json& content) {
  return content.find({"merged"}) ? show(side, content) : content.text();
}

std::string show_contact(Side& side, const std::optional<std::int64_t>& id) {
  return id ? "of " + side.phone_of(*id) : "absent";
}

}  // namespace

std::string show(Side& side, const Json& json) {
  switch (json.type()) {
    case JsonType::object:
      return show_object(side, json);
    case JsonType::array:
      return show_array(side, json);
    case JsonType::number:
      return show_number(json);
    case JsonType::string:
      return Json::string(side.name_of(json.as_string().value())).text();
    default:
      return json.type() == JsonType::null ? "null" : describe(json.as_boolean().value());
  }
}

std::string show(Side& side, const MessageKey& key) {
  return side.name_of(key.thread_id) + "/" + side.name_of(key.id);
}

std::string show(Side& side, const Thread& thread) {
  const auto id = side.name_of(thread.id);
  return Fields{}
      .add("id", id)
      .add("resource_id", thread.resource_id)
      .add("title", thread.title)
      .add_text("metadata", show(side, thread.metadata))
      .add("created_at", thread.created_at)
      .add("updated_at", thread.updated_at)
      .add("last_message_at", thread.last_message_at)
      .add("archived_at", thread.archived_at)
      .add("last_sequence", thread.last_sequence)
      .add_text("revision", side.name_of(thread.revision, thread_row(id)))
      .text();
}

std::string show(Side& side, const Message& message) {
  const MessageKey key{side.name_of(message.thread_id), side.name_of(message.id)};
  return Fields{}
      .add("key", key)
      .add("resource_id", message.resource_id)
      .add("role", message.role)
      .add("type", message.type)
      .add_text("content", show_content(side, message.content))
      .add_text("metadata", show(side, message.metadata))
      .add("created_at", message.created_at)
      .add("sequence", message.sequence)
      .add_text("revision", side.name_of(message.revision, message_row(key)))
      .text();
}

std::string show(Side& side, const MetadataEntry& entry) {
  auto owner = entry.owner;
  owner.thread_id = side.name_of(owner.thread_id);
  if (owner.message_id) owner.message_id = side.name_of(*owner.message_id);
  return Fields{}
      .add("owner", owner)
      .add("key", entry.key)
      .add_text("value", show(side, entry.value))
      .add("updated_at", entry.updated_at)
      .add_text("revision", side.name_of(entry.revision, metadata_row(owner, entry.key)))
      .text();
}

std::string show(Side& side, const Resource& resource) {
  return Fields{}
      .add("id", resource.id)
      .add("working_memory", resource.working_memory)
      .add_text("metadata", show(side, resource.metadata))
      .add("created_at", resource.created_at)
      .add("updated_at", resource.updated_at)
      .add_text("revision", side.name_of(resource.revision, resource_row(resource.id)))
      .text();
}

std::string show(Side& side, const Contact& contact) {
  const auto phone = contact.phone.value_or("");
  side.note_contact(contact.id, phone);
  return Fields{}
      .add("phone", contact.phone)
      .add("created_at", contact.created_at)
      .add("updated_in", contact.updated_in)
      .add("last_interaction", contact.last_interaction)
      .add_text("values", show(side, contact.values))
      .text();
}

std::string show(Side& side, const HistoryEntry& entry) {
  return Fields{}
      .add("ref", entry.ref)
      .add("keyword", entry.keyword)
      .add("answer", entry.answer)
      .add("ref_serialize", entry.ref_serialize)
      .add("phone", entry.phone)
      .add_text("options", entry.options ? show(side, *entry.options) : "absent")
      .add("created_at", entry.created_at)
      .add("updated_in", entry.updated_in)
      .add_text("contact", show_contact(side, entry.contact_id))
      .add("entry_key", side.name_of(entry.entry_key.value_or("")))
      .text();
}

std::string show(Side& side, const ThreadReceipt& receipt) {
  const auto id = side.name_of(receipt.id);
  return Fields{}
      .add("id", id)
      .add("outcome", receipt.outcome)
      .add("created_at", receipt.created_at)
      .add("updated_at", receipt.updated_at)
      .add_text("revision", side.name_of(receipt.revision, thread_row(id)))
      .text();
}

std::string show(Side& side, const CloneResult& result) {
  return show(side, result.thread) + ", messages: " + describe(result.messages);
}

std::string show(Side& side, const MessageReceipt& receipt) {
  const MessageKey key{side.name_of(receipt.key.thread_id), side.name_of(receipt.key.id)};
  Fields fields;
  fields.add("key", key).add("outcome", receipt.outcome);
  if (receipt.outcome == Outcome::not_found) return fields.text();
  return fields.add("created_at", receipt.created_at)
      .add("sequence", receipt.sequence)
      .add_text("revision", side.name_of(receipt.revision, message_row(key)))
      .text();
}

std::string show(Side& side, const MetadataReceipt& receipt, const std::string& row) {
  return Fields{}
      .add("outcome", receipt.outcome)
      .add("updated_at", receipt.updated_at)
      .add_text("revision", side.name_of(receipt.revision, row))
      .text();
}

std::string show(Side& side, const ResourceReceipt& receipt, const std::string& id) {
  return Fields{}
      .add("outcome", receipt.outcome)
      .add("created_at", receipt.created_at)
      .add("updated_at", receipt.updated_at)
      .add_text("revision", side.name_of(receipt.revision, resource_row(id)))
      .text();
}

std::string show(Side& side, const ContactReceipt& receipt, const std::string& phone) {
  side.note_contact(receipt.id, phone);
  return Fields{}
      .add("outcome", receipt.outcome)
      .add("created_at", receipt.created_at)
      .add("updated_in", receipt.updated_in)
      .text();
}

std::string show(Side& side, const HistoryReceipt& receipt, const std::string& phone) {
  if (receipt.outcome == Outcome::inserted && receipt.contact_id)
    side.note_contact(*receipt.contact_id, phone);
  return Fields{}
      .add("outcome", receipt.outcome)
      .add("entry_key", side.name_of(receipt.entry_key))
      .add("created_at", receipt.created_at)
      .add_text("contact", show_contact(side, receipt.contact_id))
      .text();
}

std::string show(Side& side, const Error& error, bool may_differ) {
  const auto code = error.code();
  const bool refused = code == ErrorCode::not_found || code == ErrorCode::conflict ||
                       code == ErrorCode::already_exists;
  if (refused && (may_differ || side.doom_may_differ)) {
    side.doom_may_differ = true;
    return "refused by what is stored";
  }
  const auto& details = error.details();
  Fields fields;
  fields.add("code", code).add("retryable", error.retryable()).add("field", details.field);
  if (details.current_revision)
    fields.add_text("current_revision", side.name_of(*details.current_revision, "an error's row"));
  return fields.add("current_sequence", details.current_sequence).text();
}

std::string thread_row(std::string_view id) {
  return "thread " + std::string{id};
}

std::string message_row(const MessageKey& key) {
  return "message " + describe(key);
}

std::string metadata_row(const MetadataOwner& owner, std::string_view key) {
  return "metadata " + describe(owner) + " " + std::string{key};
}

std::string resource_row(std::string_view id) {
  return "resource " + std::string{id};
}

}  // namespace botstore::testing
