#include "tools/output/row_json.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "botstore/backend/json.hpp"

namespace botstore::tools {

namespace {

Json time(Timestamp at) {
  return Json::string(exact_time(at));
}

Json time(const std::optional<Timestamp>& at) {
  return at ? time(*at) : Json{};
}

Json text(const std::optional<std::string>& value) {
  return value ? Json::string(*value) : Json{};
}

Json number(const std::optional<std::int64_t>& value) {
  return value ? Json::number(*value) : Json{};
}

Json number(Revision revision) {
  return Json::number(static_cast<std::int64_t>(revision));
}

/// A stored value as one line of a list can hold it.
Json inner(const Json& value) {
  return backend::adopt_json(one_line(value));
}

/// The time up to the second, `2026-03-01T08:00:09`, and the microseconds behind it.
struct Parts {
  std::string seconds{};
  std::int64_t microseconds = 0;
};

Parts parts_of(Timestamp at) {
  const auto second = std::chrono::floor<std::chrono::seconds>(at);
  auto text = format_time(second);
  text.pop_back();
  return {std::move(text), (at - second).count()};
}

}  // namespace

Json to_json(const Thread& thread) {
  return Json::object({
      {"id", Json::string(thread.id)},
      {"resource_id", Json::string(thread.resource_id)},
      {"title", Json::string(thread.title)},
      {"metadata", inner(thread.metadata)},
      {"created_at", time(thread.created_at)},
      {"updated_at", time(thread.updated_at)},
      {"last_message_at", time(thread.last_message_at)},
      {"archived_at", time(thread.archived_at)},
      {"last_sequence", Json::number(thread.last_sequence)},
      {"revision", number(thread.revision)},
  });
}

Json to_json(const Message& message) {
  return Json::object({
      {"thread_id", Json::string(message.thread_id)},
      {"id", Json::string(message.id)},
      {"resource_id", Json::string(message.resource_id)},
      {"role", Json::string(message.role)},
      {"type", Json::string(message.type)},
      {"content", inner(message.content)},
      {"metadata", inner(message.metadata)},
      {"created_at", time(message.created_at)},
      {"sequence", Json::number(message.sequence)},
      {"revision", number(message.revision)},
  });
}

Json to_json(const MetadataEntry& entry) {
  return Json::object({
      {"owner", Json::object({
                    {"thread_id", Json::string(entry.owner.thread_id)},
                    {"message_id", text(entry.owner.message_id)},
                })},
      {"key", Json::string(entry.key)},
      {"value", inner(entry.value)},
      {"updated_at", time(entry.updated_at)},
      {"revision", number(entry.revision)},
  });
}

Json to_json(const Resource& resource) {
  return Json::object({
      {"id", Json::string(resource.id)},
      {"working_memory", text(resource.working_memory)},
      {"metadata", inner(resource.metadata)},
      {"created_at", time(resource.created_at)},
      {"updated_at", time(resource.updated_at)},
      {"revision", number(resource.revision)},
  });
}

Json to_json(const Contact& contact) {
  return Json::object({
      {"id", Json::number(contact.id)},
      {"phone", text(contact.phone)},
      {"created_at", time(contact.created_at)},
      {"updated_in", time(contact.updated_in)},
      {"last_interaction", time(contact.last_interaction)},
      {"values", inner(contact.values)},
  });
}

Json to_json(const HistoryEntry& entry) {
  return Json::object({
      {"id", Json::number(entry.id)},
      {"ref", Json::string(entry.ref)},
      {"keyword", text(entry.keyword)},
      {"answer", Json::string(entry.answer)},
      {"ref_serialize", Json::string(entry.ref_serialize)},
      {"phone", text(entry.phone)},
      {"options", entry.options ? inner(*entry.options) : Json{}},
      {"created_at", time(entry.created_at)},
      {"updated_in", time(entry.updated_in)},
      {"contact_id", number(entry.contact_id)},
      {"entry_key", text(entry.entry_key)},
  });
}

std::string exact_time(Timestamp at) {
  const auto [seconds, microseconds] = parts_of(at);
  return fmt::format("{}.{:06}Z", seconds, microseconds);
}

std::string short_time(Timestamp at) {
  auto seconds = parts_of(at).seconds;
  seconds[seconds.find('T')] = ' ';
  return seconds + 'Z';
}

std::string short_time(std::optional<Timestamp> at) {
  return at ? short_time(*at) : "";
}

std::string one_line(const Json& value) {
  // Between the parts of a JSON text a line feed is a space; inside a string it cannot stand.
  std::string line = value.text();
  for (char& c : line)
    if (c == '\n' || c == '\r') c = ' ';
  return line;
}

}  // namespace botstore::tools
