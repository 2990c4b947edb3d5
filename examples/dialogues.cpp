#include "dialogues.hpp"

#include <exception>
#include <fstream>
#include <initializer_list>
#include <stdexcept>
#include <utility>

namespace example {

using botstore::Json;

namespace {

Json part(const Json& json, std::string_view key) {
  auto found = json.find({key});
  if (!found) throw std::runtime_error("there is no \"" + std::string(key) + '"');
  return *std::move(found);
}

std::string text(const Json& json, std::string_view key) {
  auto found = part(json, key).as_string();
  if (!found) throw std::runtime_error('"' + std::string(key) + "\" is no string");
  return *std::move(found);
}

std::vector<Json> frames(const Json& content) {
  return part(content, "frames").elements();
}

Delivery read_delivery(std::string line) {
  const auto json = Json::parse(std::move(line));
  return {
      .thread = text(json, "thread"),
      .id = text(json, "id"),
      .resource = text(json, "resource"),
      .phone = text(json, "phone"),
      .name = text(json, "name"),
      .role = text(json, "role"),
      .at = botstore::parse_time(text(json, "at")),
      .content = part(json, "content"),
  };
}

}  // namespace

std::vector<Delivery> read_deliveries(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot be opened");
  std::vector<Delivery> deliveries;
  for (std::string line; std::getline(file, line);) {
    try {
      deliveries.push_back(read_delivery(std::move(line)));
    } catch (const std::exception& error) {
      throw std::runtime_error(path + ':' + std::to_string(deliveries.size() + 1) + ": " +
                               error.what());
    }
  }
  if (file.bad()) throw std::runtime_error(path + ": cannot be read");
  return deliveries;
}

std::string text_of(const Json& content) {
  return text(content, "text");
}

std::optional<Wish> wish_of(const Json& content) {
  for (const auto& frame : frames(content)) {
    if (const auto state = frame.find({"state"})) {
      return Wish{.intent = text(*state, "active_intent"), .slots = part(*state, "slot_values")};
    }
  }
  return std::nullopt;
}

bool does(const Json& content, std::string_view act) {
  for (const auto& frame : frames(content))
    for (const auto& action : part(frame, "actions").elements())
      if (text(action, "act") == act) return true;
  return false;
}

}  // namespace example
