#include "backends/postgres/connection/wait.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <string>
#include <system_error>

#include "botstore/error.hpp"

namespace botstore::postgres {

namespace {

/// The rest of the time, for ppoll. A time that does not fit waits a day: the loop goes on.
std::optional<timespec> time_left(const Limits& limits) noexcept {
  const auto all = limits.time_left();
  if (!all) return std::nullopt;
  const auto left = std::min<std::chrono::steady_clock::duration>(*all, std::chrono::hours{24});
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(left - seconds);
  return timespec{.tv_sec = static_cast<std::time_t>(seconds.count()),
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

Waiting::Waiting(Waker& waker, const Limits& limits)
    : waker_{waker}, limits_{limits}, on_stop_{limits, [this] { waker_.wake(); }} {}

std::optional<End> Waiting::wait(int socket, For what) {
  std::array<pollfd, 2> watched{pollfd{.fd = socket, .events = events(what), .revents = 0},
                                pollfd{.fd = waker_.descriptor(), .events = POLLIN, .revents = 0}};
  for (;;) {
    if (const auto end = limits_.over()) return end;
    const auto left = time_left(limits_);
    const int count = ppoll(watched.data(), watched.size(), left ? &*left : nullptr, nullptr);
    // What poll itself cannot tell, the socket's next use will.
    if (count < 0 && errno != EINTR) return std::nullopt;
    if (count <= 0) continue;
    // It may be readable from a stop of an earlier call. One of this call is seen before the next
    // wait.
    if (watched[1].revents != 0) waker_.reset();
    if (watched[0].revents != 0) return std::nullopt;
  }
}

bool readable_now(int socket) noexcept {
  pollfd watched{.fd = socket, .events = POLLIN, .revents = 0};
  return poll(&watched, 1, 0) != 0;
}

}  // namespace botstore::postgres
