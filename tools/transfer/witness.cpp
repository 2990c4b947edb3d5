#include "tools/transfer/witness.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace botstore::transfer {

Json witness_of(const Row& row, const Json& before) {
  if (const auto* const thread = std::get_if<Thread>(&row))
    return Json::object({{"thread", Json::string(thread->id)}});
  if (const auto* const resource = std::get_if<Resource>(&row))
    return Json::object({{"resource", Json::string(resource->id)}});
  if (const auto* const contact = std::get_if<Contact>(&row); contact && contact->phone)
    return Json::object({{"phone", Json::string(*contact->phone)}});
  return before;
}

bool holds_witness(Storage& store, const Json& witness, const CallOptions& call) {
  const auto text = [&](std::string_view key) -> std::optional<std::string> {
    const auto found = witness.find({key});
    return found ? found->as_string() : std::nullopt;
  };
  if (const auto id = text("thread")) return store.get_thread(*id, {}, call).has_value();
  if (const auto id = text("resource")) return store.get_resource(*id, call).has_value();
  if (const auto phone = text("phone")) return store.get_contact(*phone, call).has_value();
  return true;
}

}  // namespace botstore::transfer
