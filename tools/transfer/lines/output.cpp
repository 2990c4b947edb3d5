#include "tools/transfer/lines/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace botstore::transfer {

namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 18U;

}  // namespace

Output::Output(std::string path, std::uint64_t offset) : path_{std::move(path)}, written_{offset} {
  if (path_ == "-") {
    path_ = "standard output";
    descriptor_ = STDOUT_FILENO;
    return;
  }
  // What is stored is nobody else's business.
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) fail(errno);
  const auto start = static_cast<off_t>(offset);
  if (::ftruncate(descriptor_, start) != 0 && errno != EINVAL) fail(errno);
  if (offset > 0 && ::lseek(descriptor_, start, SEEK_SET) < 0) fail(errno);
}

Output::~Output() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

void Output::write(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= buffer_bytes) flush();
}

void Output::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    const auto done = ::write(descriptor_, left.data(), left.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail(errno);
    left.remove_prefix(static_cast<std::size_t>(done));
    written_ += static_cast<std::uint64_t>(done);
  }
  buffer_.clear();
}

void Output::sync() {
  flush();
  // A pipe or a terminal has no disk.
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
    fail(errno);
}

void Output::fail(int error) const {
  throw std::runtime_error{
      fmt::format("cannot write {}: {}", path_, std::generic_category().message(error))};
}

}  // namespace botstore::transfer
