#include "tests/conformance/support/describe.hpp"

#include <initializer_list>
#include <utility>

namespace botstore::testing {

namespace {

using Field = std::pair<std::string_view, std::string>;

std::string fields(std::initializer_list<Field> fields) {
  std::string text = "{";
  for (const auto& [name, value] : fields) {
    if (text.size() > 1) text += ", ";
    text += name;
    text += ": ";
    text += value;
  }
  return text + "}";
}

std::string shortened(std::string_view text) {
  constexpr std::size_t most = 400;
  if (text.size() <= most) return std::string{text};
  return std::string{text.substr(0, most)} + "… " + std::to_string(text.size()) + " bytes in all";
}

}  // namespace

std::string describe(std::string_view text) {
  return '"' + shortened(text) + '"';
}

std::string describe(bool value) {
  return value ? "true" : "false";
}

std::string describe(Timestamp time) {
  return format_time(time);
}

std::string describe(ErrorCode code) {
  return std::string{to_string(code)};
}

std::string describe(Outcome outcome) {
  switch (outcome) {
    case Outcome::inserted:
      return "inserted";
    case Outcome::replaced:
      return "replaced";
    case Outcome::duplicate:
      return "duplicate";
    case Outcome::unchanged:
      return "unchanged";
    case Outcome::not_found:
      return "not_found";
  }
  return "unknown outcome";
}

std::string describe(JsonType type) {
  switch (type) {
    case JsonType::null:
      return "null";
    case JsonType::boolean:
      return "boolean";
    case JsonType::number:
      return "number";
    case JsonType::string:
      return "string";
    case JsonType::array:
      return "array";
    case JsonType::object:
      return "object";
  }
  return "unknown type";
}

std::string describe(const Json& json) {
  return shortened(json.text());
}

std::string describe(const MessageKey& key) {
  return key.thread_id + "/" + key.id;
}

std::string describe(const MetadataOwner& owner) {
  return owner.message_id ? owner.thread_id + "/" + *owner.message_id : owner.thread_id;
}

std::string describe(const Thread& thread) {
  return fields({{"id", describe(thread.id)},
                 {"resource_id", describe(thread.resource_id)},
                 {"title", describe(thread.title)},
                 {"metadata", describe(thread.metadata)},
                 {"created_at", describe(thread.created_at)},
                 {"updated_at", describe(thread.updated_at)},
                 {"last_message_at", describe(thread.last_message_at)},
                 {"archived_at", describe(thread.archived_at)},
                 {"last_sequence", describe(thread.last_sequence)},
                 {"revision", describe(thread.revision)}});
}

std::string describe(const Message& message) {
  return fields({{"key", describe(message.key())},
                 {"resource_id", describe(message.resource_id)},
                 {"role", describe(message.role)},
                 {"type", describe(message.type)},
                 {"content", describe(message.content)},
                 {"metadata", describe(message.metadata)},
                 {"created_at", describe(message.created_at)},
                 {"sequence", describe(message.sequence)},
                 {"revision", describe(message.revision)}});
}

std::string describe(const MetadataEntry& entry) {
  return fields({{"owner", describe(entry.owner)},
                 {"key", describe(entry.key)},
                 {"value", describe(entry.value)},
                 {"updated_at", describe(entry.updated_at)},
                 {"revision", describe(entry.revision)}});
}

std::string describe(const Resource& resource) {
  return fields({{"id", describe(resource.id)},
                 {"working_memory", describe(resource.working_memory)},
                 {"metadata", describe(resource.metadata)},
                 {"created_at", describe(resource.created_at)},
                 {"updated_at", describe(resource.updated_at)},
                 {"revision", describe(resource.revision)}});
}

std::string describe(const Contact& contact) {
  return fields({{"id", describe(contact.id)},
                 {"phone", describe(contact.phone)},
                 {"created_at", describe(contact.created_at)},
                 {"updated_in", describe(contact.updated_in)},
                 {"last_interaction", describe(contact.last_interaction)},
                 {"values", describe(contact.values)}});
}

std::string describe(const HistoryEntry& entry) {
  return fields({{"id", describe(entry.id)},
                 {"ref", describe(entry.ref)},
                 {"keyword", describe(entry.keyword)},
                 {"answer", describe(entry.answer)},
                 {"ref_serialize", describe(entry.ref_serialize)},
                 {"phone", describe(entry.phone)},
                 {"options", describe(entry.options)},
                 {"created_at", describe(entry.created_at)},
                 {"updated_in", describe(entry.updated_in)},
                 {"contact_id", describe(entry.contact_id)},
                 {"entry_key", describe(entry.entry_key)}});
}

}  // namespace botstore::testing
