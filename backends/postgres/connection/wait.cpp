#include "backends/postgres/connection/wait.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <string>
#include <system_error>
#include <utility>

namespace botstore::postgres {

namespace {

using std::chrono::steady_clock;

/// The rest of the time, for ppoll. A time that does not fit waits a day: the loop goes on.
timespec time_left(steady_clock::time_point deadline) noexcept {
  const auto left = std::clamp<steady_clock::duration>(
      deadline - steady_clock::now(), steady_clock::duration::zero(), std::chrono::hours{24});
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(left - seconds);
  return {.tv_sec = static_cast<std::time_t>(seconds.count()),
          .tv_nsec = static_cast<long>(rest.count())};
}

short events(Waiting::For what) noexcept {
  switch (what) {
    case Waiting::For::reading:
      return POLLIN;
    case Waiting::For::writing:
      return POLLOUT;
    case Waiting::For::either:
      return POLLIN | POLLOUT;
  }
  return POLLIN;
}

}  // namespace

bool Limits::stopped() const noexcept {
  return stop.stop_requested() || outer_stop.stop_requested() || closing.stop_requested();
}

Limits Limits::until(steady_clock::time_point time) const {
  Limits earlier = *this;
  earlier.deadline = deadline ? std::min(*deadline, time) : time;
  return earlier;
}

Limits limits_of(const CallOptions& call, std::stop_token closing) {
  return {.deadline = call.deadline, .stop = call.stop, .closing = std::move(closing)};
}

Limits limits_within(std::chrono::milliseconds time) {
  return {.deadline = steady_clock::now() + time};
}

Woken check(const Limits& limits) noexcept {
  if (limits.stopped()) return Woken::stopped;
  return limits.deadline && steady_clock::now() >= *limits.deadline ? Woken::timed_out
                                                                    : Woken::ready;
}

Error interruption(std::string_view operation, Woken why, const Limits& limits) {
  if (why == Woken::timed_out)
    return {ErrorCode::timeout,
            {.context = std::string{operation}, .cause = "the deadline passed before it was done"}};
  return {ErrorCode::cancelled,
          {.context = std::string{operation},
           .cause = limits.closing.stop_requested() ? "the store was closed while it was running"
                                                    : "the caller asked to stop"}};
}

Waker::Waker() : descriptor_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
  if (descriptor_ < 0)
    throw Error(ErrorCode::connection_failed,
                {.context = "connect",
                 .cause = "no descriptor for it: " + std::generic_category().message(errno),
                 .hint = "Raise the process's limit of open files.",
                 .retryable = true});
}

Waker::~Waker() {
  ::close(descriptor_);
}

void Waker::wake() noexcept {
  // It fails only when the counter is full, and then the descriptor is readable anyway.
  [[maybe_unused]] const auto result = eventfd_write(descriptor_, 1);
}

void Waker::reset() noexcept {
  eventfd_t count = 0;
  // It fails only when there is nothing to take away.
  [[maybe_unused]] const auto result = eventfd_read(descriptor_, &count);
}

Waiting::Waiting(Waker& waker, const Limits& limits) : waker_{waker}, limits_{limits} {
  watch(on_stop_, limits.stop);
  watch(on_outer_stop_, limits.outer_stop);
  watch(on_closing_, limits.closing);
}

void Waiting::watch(std::optional<Callback>& callback, const std::stop_token& token) {
  if (token.stop_possible()) callback.emplace(token, [this] { waker_.wake(); });
}

Woken Waiting::wait(int socket, For what) {
  std::array<pollfd, 2> watched{pollfd{.fd = socket, .events = events(what), .revents = 0},
                                pollfd{.fd = waker_.descriptor(), .events = POLLIN, .revents = 0}};
  for (;;) {
    if (const auto over = check(limits_); over != Woken::ready) return over;
    const auto left = limits_.deadline ? time_left(*limits_.deadline) : timespec{};
    const int count =
        ppoll(watched.data(), watched.size(), limits_.deadline ? &left : nullptr, nullptr);
    // What poll itself cannot tell, the socket's next use will.
    if (count < 0 && errno != EINTR) return Woken::ready;
    if (count <= 0) continue;
    // A stop of an earlier call leaves the descriptor readable.
    if (watched[1].revents != 0 && !limits_.stopped()) waker_.reset();
    if (watched[0].revents != 0 && !limits_.stopped()) return Woken::ready;
  }
}

bool readable_now(int socket) noexcept {
  pollfd watched{.fd = socket, .events = POLLIN, .revents = 0};
  return poll(&watched, 1, 0) != 0;
}

}  // namespace botstore::postgres
