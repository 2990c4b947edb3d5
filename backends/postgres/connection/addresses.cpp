#include "backends/postgres/connection/addresses.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <memory>

#include "backends/postgres/config/conninfo.hpp"

namespace botstore::postgres {

namespace {

struct Free {
  void operator()(addrinfo* list) const noexcept { freeaddrinfo(list); }
};

/// The name to look up; empty if there is none: an address, a socket, a list that libpq refuses.
std::string name_of(const Keywords& target) {
  if (find(target, "hostaddr") != nullptr || !default_of("hostaddr").empty()) return {};
  const auto* stated = find(target, "host");
  auto host = stated != nullptr ? *stated : default_of("host");
  const bool is_name =
      !host.starts_with('/') && !host.starts_with('@') && host.find(',') == std::string::npos;
  return is_name ? host : std::string{};
}

}  // namespace

std::vector<std::string> resolve(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &wanted, &found) != 0) return {};
  const std::unique_ptr<addrinfo, Free> list{found};
  std::vector<std::string> addresses;
  for (const auto* at = list.get(); at != nullptr; at = at->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (getnameinfo(at->ai_addr, at->ai_addrlen, text.data(), text.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0)
      continue;
    if (std::ranges::find(addresses, text.data()) == addresses.end())
      addresses.emplace_back(text.data());
  }
  return addresses;
}

std::vector<Keywords> with_addresses(const Keywords& target, const Resolve& resolve) {
  const auto host = name_of(target);
  std::vector<Keywords> targets;
  if (!host.empty())
    for (auto& address : resolve(host))
      set(targets.emplace_back(target), "hostaddr", std::move(address));
  if (targets.empty()) targets.push_back(target);
  return targets;
}

}  // namespace botstore::postgres
