#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace botstore::postgres::testing {

/// Catches what anything in the process prints on the standard error, from now until its end.
class CapturedStderr {
 public:
  CapturedStderr() : file_{std::tmpfile()}, before_{dup(STDERR_FILENO)} {
    if (!file_ || before_ < 0 || dup2(fileno(file_.get()), STDERR_FILENO) < 0)
      throw std::runtime_error{"the standard error cannot be caught"};
  }
  ~CapturedStderr() {
    dup2(before_, STDERR_FILENO);
    close(before_);
  }
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;

  [[nodiscard]] std::string text() const {
    std::fflush(stderr);
    std::string all(static_cast<std::size_t>(lseek(STDERR_FILENO, 0, SEEK_END)), '\0');
    all.resize(static_cast<std::size_t>(
        std::max<ssize_t>(0, pread(STDERR_FILENO, all.data(), all.size(), 0))));
    return all;
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  int before_;
};

}  // namespace botstore::postgres::testing
