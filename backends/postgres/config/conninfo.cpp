#include "backends/postgres/config/conninfo.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <new>
#include <utility>

namespace botstore::postgres {

namespace {

struct Free {
  void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, Free>;

Options defaults() {
  Options options{PQconndefaults()};
  if (!options) throw std::bad_alloc{};
  return options;
}

const PQconninfoOption* find_option(const Options& options, std::string_view name) noexcept {
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (option->keyword == name) return option;
  return nullptr;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  for (;;) {
    const auto comma = list.find(',');
    parts.emplace_back(list.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    list.remove_prefix(comma + 1);
  }
}

/// The parts of a keyword's list, stated or not; empty if there is none.
std::vector<std::string> list_of(const Keywords& keywords, std::string_view name) {
  const auto* stated = find(keywords, name);
  const auto value = stated != nullptr ? *stated : default_of(name);
  return value.empty() ? std::vector<std::string>{} : split(value);
}

/// The part for host `i`: of a list, of a single one for all, or none.
void set_part(Keywords& target, std::string_view name, const std::vector<std::string>& parts,
              std::size_t i) {
  if (!parts.empty()) set(target, name, parts.size() == 1 ? parts.front() : parts[i]);
}

}  // namespace

std::optional<Keywords> parse_conninfo(const std::string& text) {
  char* reason = nullptr;
  const Options options{PQconninfoParse(text.c_str(), &reason)};
  if (reason != nullptr) PQfreemem(reason);
  if (!options) return std::nullopt;
  Keywords keywords;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr) keywords.emplace_back(option->keyword, option->val);
  return keywords;
}

bool is_keyword(std::string_view name) {
  return find_option(defaults(), name) != nullptr;
}

std::string default_of(std::string_view name) {
  const auto options = defaults();
  const auto* option = find_option(options, name);
  return option != nullptr && option->val != nullptr ? option->val : "";
}

const std::string* find(const Keywords& keywords, std::string_view name) noexcept {
  for (const auto& [keyword, value] : keywords)
    if (keyword == name) return &value;
  return nullptr;
}

void set(Keywords& keywords, std::string_view name, std::string value) {
  for (auto& [keyword, old] : keywords)
    if (keyword == name) {
      old = std::move(value);
      return;
    }
  keywords.emplace_back(name, std::move(value));
}

std::vector<Keywords> targets_of(const Keywords& keywords) {
  const auto hosts = list_of(keywords, "host");
  const auto addresses = list_of(keywords, "hostaddr");
  const auto ports = list_of(keywords, "port");
  const auto count = std::max(hosts.size(), addresses.size());
  const auto fits = [&](const auto& parts) { return parts.empty() || parts.size() == count; };
  // Lists that do not match are libpq's to refuse.
  if (count < 2 || !fits(hosts) || !fits(addresses) || !(fits(ports) || ports.size() == 1))
    return {keywords};

  const auto* wanted = find(keywords, "target_session_attrs");
  const auto attributes = wanted != nullptr ? *wanted : default_of("target_session_attrs");
  // A preference is two rounds: the preferred kind first, then whatever answers.
  const bool prefers = attributes == "prefer-standby";
  std::vector<Keywords> targets;
  for (const char* kind : {"standby", "any"}) {
    if (!prefers && !targets.empty()) break;
    for (std::size_t i = 0; i < count; ++i) {
      auto& target = targets.emplace_back(keywords);
      set_part(target, "host", hosts, i);
      set_part(target, "hostaddr", addresses, i);
      set_part(target, "port", ports, i);
      if (prefers) set(target, "target_session_attrs", kind);
    }
  }
  return targets;
}

}  // namespace botstore::postgres
