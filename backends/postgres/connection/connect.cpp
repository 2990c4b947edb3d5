#include "backends/postgres/connection/connect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "backends/postgres/config/conninfo.hpp"
#include "backends/postgres/connection/login.hpp"

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

/// What the hosts answered, where none took the connection: the last one's code.
Error all_failed(const std::vector<Error>& failures) {
  const auto& last = failures.back();
  if (failures.size() == 1) return last;
  auto details = last.details();
  details.cause.clear();
  for (const auto& failure : failures) {
    if (!details.cause.empty()) details.cause += "; ";
    details.cause += failure.details().cause;
  }
  return {last.code(), std::move(details)};
}

std::string host_of(const Keywords& target) {
  for (const char* name : {"host", "hostaddr"})
    if (const auto* host = find(target, name)) return *host;
  const auto from_environment = default_of("host");
  return from_environment.empty() ? "the local socket" : from_environment;
}

/// One attempt: each host in turn, and of each host its addresses.
class Attempt {
 public:
  Attempt(const Config& config, const Limits& limits, steady_clock::time_point end,
          std::shared_ptr<Preparing> preparing, const Resolve& resolve)
      : config_{config},
        limits_{limits},
        end_{end},
        preparing_{std::move(preparing)},
        resolve_{resolve} {}

  std::unique_ptr<Connection> run();

 private:
  std::unique_ptr<Connection> try_host(const Keywords& host, steady_clock::time_point end,
                                       std::size_t hosts);
  std::unique_ptr<Connection> try_address(const Keywords& address, steady_clock::time_point end);
  [[nodiscard]] steady_clock::time_point end_of_turn(steady_clock::time_point end, std::size_t left,
                                                     std::size_t of) const;
  [[nodiscard]] std::vector<Keywords> in_order(std::vector<Keywords> targets) const;

  const Config& config_;
  const Limits& limits_;
  steady_clock::time_point end_;
  std::shared_ptr<Preparing> preparing_;
  const Resolve& resolve_;
  std::vector<Error> failures_;
};

std::unique_ptr<Connection> Attempt::run() {
  const auto hosts = in_order(config_.targets);
  auto left = hosts.size();
  for (const auto& host : hosts)
    if (auto made = try_host(host, end_of_turn(end_, left--, hosts.size()), hosts.size()))
      return made;
  throw all_failed(failures_);
}

std::unique_ptr<Connection> Attempt::try_host(const Keywords& host, steady_clock::time_point end,
                                              std::size_t hosts) {
  const auto addresses = in_order(with_addresses(host, resolve_));
  auto left = addresses.size();
  for (const auto& address : addresses)
    if (auto made = try_address(address, end_of_turn(end, left--, hosts * addresses.size())))
      return made;
  return nullptr;
}

std::unique_ptr<Connection> Attempt::try_address(const Keywords& address,
                                                 steady_clock::time_point end) {
  if (config_.connect_timeout) end = std::min(end, steady_clock::now() + *config_.connect_timeout);
  try {
    return log_in(address, limits_, end, preparing_);
  } catch (const Error& error) {
    // A server that refuses the user is an answer; one that is not there is none.
    if (error.code() != ErrorCode::connection_failed) throw;
    failures_.push_back(error);
    return nullptr;
  }
}

/// How long one of those that are left may take. Callers who wait for the attempt wait no longer
/// than the pool's acquire_timeout, in which all shall have had their turn.
steady_clock::time_point Attempt::end_of_turn(steady_clock::time_point end, std::size_t left,
                                              std::size_t of) const {
  if (left <= 1) return end;
  const auto now = steady_clock::now();
  const auto share = std::max(end - now, steady_clock::duration::zero()) / std::int64_t(left);
  return now + std::min<steady_clock::duration>(
                   share, config_.options.pool.acquire_timeout / std::int64_t(of));
}

std::vector<Keywords> Attempt::in_order(std::vector<Keywords> targets) const {
  const auto* wanted = find(targets.front(), "load_balance_hosts");
  std::random_device random;
  if (wanted != nullptr && *wanted == "random") std::ranges::shuffle(targets, random);
  return targets;
}

}  // namespace

std::string describe_server(const Config& config) {
  std::vector<std::string> hosts;
  for (const auto& target : config.targets) {
    auto host = fmt::format("\"{}\"", host_of(target));
    if (std::ranges::find(hosts, host) == hosts.end()) hosts.push_back(std::move(host));
  }
  return fmt::format("the server at {}", fmt::join(hosts, ", "));
}

std::unique_ptr<Connection> connect(const Config& config, const Limits& limits,
                                    steady_clock::time_point give_up,
                                    std::shared_ptr<Preparing> preparing, const Resolve& resolve) {
  if (!preparing) preparing = std::make_shared<Preparing>(config.options.prepared_statements);
  const auto end = limits.until(give_up).deadline.value_or(give_up);
  return Attempt{config, limits, end, std::move(preparing), resolve}.run();
}

}  // namespace botstore::postgres
