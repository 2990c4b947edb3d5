#include "tests/conformance/model/side.hpp"

namespace botstore::testing {

namespace {

constexpr std::string_view generated = "new#";

/// True for the form that new_id() gives.
bool is_generated(const std::string& id) {
  constexpr std::size_t length = 36;
  return id.size() == length && id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-';
}

}  // namespace

std::string Side::name_of(const std::string& id) {
  if (!is_generated(id)) return id;
  return std::string{generated} + std::to_string(ids_.number(id));
}

std::string Side::id_of(const std::string& name) const {
  if (!name.starts_with(generated)) return name;
  const auto number = std::stoul(name.substr(generated.size()));
  return number < ids_.values().size() ? ids_.values()[number] : name;
}

std::string Side::name_of(Revision revision, const std::string& row) {
  if (revision == no_revision) return "no_revision";
  auto name = "r" + std::to_string(revisions_.number(revision));
  last_revisions_[row] = name;
  return name;
}

Revision Side::revision_of(const std::string& name) const {
  if (name.empty() || name[0] != 'r') return no_revision;
  return revisions_.values().at(std::stoul(name.substr(1)));
}

std::string Side::last_revision_name(const std::string& row) const {
  const auto found = last_revisions_.find(row);
  return found == last_revisions_.end() ? "" : found->second;
}

void Side::note_contact(std::int64_t id, const std::string& phone) {
  contacts.phones[id] = phone;
  contacts.ids[phone] = id;
}

std::string Side::phone_of(std::int64_t id) const {
  const auto found = contacts.phones.find(id);
  return found == contacts.phones.end() ? "unknown contact" : found->second;
}

std::int64_t Side::contact_id_of(const std::string& phone) const {
  constexpr std::int64_t nobody = 999'999'999;
  const auto found = contacts.ids.find(phone);
  return found == contacts.ids.end() ? nobody : found->second;
}

}  // namespace botstore::testing
