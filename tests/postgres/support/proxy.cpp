#include "tests/postgres/support/proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "tests/postgres/support/server.hpp"

namespace botstore::postgres::testing {

namespace {

constexpr int tick_ms = 2;  // How soon a change of mind is noticed.

struct Parts {
  std::string before_port;
  std::uint16_t port = 0;
  std::string after_port;
};

Parts parts_of(const std::string& url) {
  const auto at = url.find("127.0.0.1:") + 10;
  const auto end = url.find('/', at);
  return {url.substr(0, at), static_cast<std::uint16_t>(std::stoi(url.substr(at, end - at))),
          url.substr(end)};
}

sockaddr_in local(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

constexpr std::string_view sync_message{"S\0\0\0\4", 5};

int require(int result) {
  if (result < 0) throw std::runtime_error{"the proxy's socket failed"};
  return result;
}

int tcp_socket() {
  const int created = require(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  setsockopt(created, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return created;
}

}  // namespace

Proxy::Proxy() : Proxy{server_url()} {}

Proxy::Proxy(std::string server) : server_{std::move(server)}, listener_{tcp_socket()} {
  auto address = local(0);
  socklen_t size = sizeof address;
  require(bind(listener_, reinterpret_cast<sockaddr*>(&address), size));
  require(listen(listener_, 64));
  require(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size));
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread{[this](const std::stop_token& stop) { serve(stop); }};
}

Proxy::~Proxy() {
  thread_.request_stop();
  thread_.join();
  for (auto& line : lines_) drop(line);
  close(listener_);
}

std::string Proxy::url() const {
  const auto parts = parts_of(server_);
  return parts.before_port + std::to_string(port_) + parts.after_port;
}

void Proxy::cut() {
  cut_ = true;
  cut_.wait(true);
}

void Proxy::serve(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (cut_) {
      for (auto& line : lines_) drop(line);
      lines_.clear();
      hold_answers_ = hold_requests_ = hold_syncs_ = false;
      cut_ = false;
      cut_.notify_all();
    }
    std::vector<pollfd> watched{{.fd = listener_, .events = POLLIN, .revents = 0}};
    for (const auto& line : lines_) {
      watched.push_back({.fd = hold_requests_ ? -1 : line.client, .events = POLLIN, .revents = 0});
      watched.push_back({.fd = hold_answers_ ? -1 : line.server, .events = POLLIN, .revents = 0});
    }
    poll(watched.data(), watched.size(), tick_ms);
    std::size_t at = 1;
    for (auto line = lines_.begin(); line != lines_.end(); at += 2) {
      // Asked again: what is held back from now on must not slip through this round.
      const bool requests = watched[at].revents != 0 && !hold_requests_;
      const bool answers = watched[at + 1].revents != 0 && !hold_answers_;
      const bool open = (!requests || pass(line->client, line->server, true, *line)) &&
                        (!answers || pass(line->server, line->client, false, *line));
      if (!open) drop(*line);
      line = open ? std::next(line) : lines_.erase(line);
    }
    if (watched.front().revents != 0) accept_one();
  }
}

void Proxy::accept_one() {
  Line line;
  line.client = require(accept(listener_, nullptr, nullptr));
  ++connections_;
  if (!freeze_new_) {
    line.server = tcp_socket();
    const auto address = local(parts_of(server_).port);
    require(::connect(line.server, reinterpret_cast<const sockaddr*>(&address), sizeof address));
  }
  lines_.push_back(line);
}

bool Proxy::pass(int from, int to, bool of_client, Line& line) {
  std::array<char, 65'536> buffer{};
  auto size = recv(from, buffer.data(), buffer.size(), 0);
  if (size <= 0) return false;
  if (of_client) {
    bytes_of_clients_ += size;
    if (line.server_spoke_last) ++round_trips_;
  }
  line.server_spoke_last = !of_client;
  if (of_client && hold_syncs_ &&
      std::string_view{buffer.data(), static_cast<std::size_t>(size)}.ends_with(sync_message))
    size -= sync_message.size();
  if (to < 0) return true;
  for (ssize_t sent = 0; sent < size;) {
    const auto part =
        send(to, buffer.data() + sent, static_cast<std::size_t>(size - sent), MSG_NOSIGNAL);
    if (part <= 0) return false;
    sent += part;
  }
  return true;
}

void Proxy::drop(Line& line) noexcept {
  for (int* end : {&line.client, &line.server})
    if (*end >= 0) close(std::exchange(*end, -1));
}

}  // namespace botstore::postgres::testing
