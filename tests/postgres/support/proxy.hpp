#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <string>
#include <thread>
#include <vector>

namespace botstore::postgres::testing {

/// A line to the test server, or to another one, that can be broken in every way: what travels on
/// it is passed on, held back, or cut.
class Proxy {
 public:
  Proxy();
  explicit Proxy(std::string server);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  /// The server's URL, by way of this line.
  [[nodiscard]] std::string url() const;

  /// From now on nothing of what the server says, or of what the clients say, arrives.
  void hold_answers() { hold_answers_ = true; }
  void release_answers() { hold_answers_ = false; }
  void hold_requests() { hold_requests_ = true; }

  /// From now on a batch arrives without the Sync that ends it: the server does what it says and
  /// keeps its answers to itself.
  void hold_syncs() { hold_syncs_ = true; }

  /// Breaks every connection, and lets new ones pass again.
  void cut();

  /// New connections are taken and get no answer, as from a host that is frozen.
  void freeze_new() { freeze_new_ = true; }

  [[nodiscard]] int connections() const noexcept { return connections_; }

  /// How often a client has spoken after the server had: the round trips so far.
  [[nodiscard]] int round_trips() const noexcept { return round_trips_; }
  [[nodiscard]] std::int64_t bytes_of_clients() const noexcept { return bytes_of_clients_; }

 private:
  struct Line {
    int client = -1;
    int server = -1;
    bool server_spoke_last = true;
  };

  void serve(const std::stop_token& stop);
  void accept_one();
  bool pass(int from, int to, bool of_client, Line& line);
  void drop(Line& line) noexcept;

  const std::string server_;
  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<bool> hold_answers_ = false;
  std::atomic<bool> hold_requests_ = false;
  std::atomic<bool> hold_syncs_ = false;
  std::atomic<bool> freeze_new_ = false;
  std::atomic<bool> cut_ = false;
  std::atomic<int> connections_ = 0;
  std::atomic<int> round_trips_ = 0;
  std::atomic<std::int64_t> bytes_of_clients_ = 0;
  std::list<Line> lines_;  // The thread's own.
  std::jthread thread_;
};

}  // namespace botstore::postgres::testing
