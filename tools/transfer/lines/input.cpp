#include "tools/transfer/lines/input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "botstore/error.hpp"

namespace botstore::transfer {

namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 18U;

/// How often a wait for bytes looks whether it must end.
constexpr int look_milliseconds = 50;

[[noreturn]] void fail(const std::string& name, int error) {
  throw std::runtime_error{
      fmt::format("cannot read {}: {}", name, std::generic_category().message(error))};
}

}  // namespace

Input::Input(std::string path, std::stop_token stop)
    : name_{std::move(path)}, stop_{std::move(stop)} {
  if (name_ == "-") {
    name_ = "standard input";
    descriptor_ = STDIN_FILENO;
  } else {
    open();
  }
}

Input::~Input() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

void Input::open() {
  constexpr std::int64_t second = 1'000'000'000;
  // A named pipe that nobody writes to yet is waited for below, not here.
  descriptor_ = ::open(name_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status {};
  if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0) fail(name_, errno);
  is_file_ = S_ISREG(status.st_mode);
  if (!is_file_) return;
  size_ = static_cast<std::uint64_t>(status.st_size);
  modified_ = status.st_mtim.tv_sec * second + status.st_mtim.tv_nsec;
}

void Input::await() const {
  pollfd ready{.fd = descriptor_, .events = POLLIN, .revents = 0};
  do {
    if (stop_.stop_requested())
      throw Error(ErrorCode::cancelled, {.context = name_, .cause = "the reading was stopped"});
  } while (::poll(&ready, 1, look_milliseconds) == 0);
}

/// Reads more into the buffer, whose bytes have all been taken. False at the end.
bool Input::fill() {
  at_ = 0;
  buffer_.resize(buffer_bytes);
  ssize_t count = -1;
  do {
    await();
    count = ::read(descriptor_, buffer_.data(), buffer_.size());
  } while (count < 0 && (errno == EINTR || errno == EAGAIN));
  buffer_.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  if (count < 0) fail(name_, errno);
  return count > 0;
}

bool Input::next(std::string& line) {
  line.clear();
  std::uint64_t bytes = 0;
  for (bool whole = false; !whole && (at_ < buffer_.size() || fill());) {
    const auto end = buffer_.find('\n', at_);
    whole = end != std::string::npos;
    const auto next = whole ? end + 1 : buffer_.size();
    line.append(buffer_, at_, next - at_ - (whole ? 1 : 0));
    bytes += next - at_;
    at_ = next;
  }
  if (bytes == 0) return false;
  ++line_;
  offset_ += bytes;
  return true;
}

bool Input::skip_to(std::uint64_t offset, std::uint64_t line) {
  char last = '\0';
  if (offset == 0 || ::pread(descriptor_, &last, 1, static_cast<off_t>(offset) - 1) != 1 ||
      last != '\n')
    return false;
  if (::lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET) < 0) fail(name_, errno);
  buffer_.clear();
  at_ = 0;
  offset_ = offset;
  line_ = line;
  return true;
}

}  // namespace botstore::transfer
