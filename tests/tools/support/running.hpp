#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/tools/support/program.hpp"

/// \file
/// For the tests of the program: it runs beside them, under circumstances that go wrong.

namespace botstore::tools::testing {

struct Circumstances {
  /// How large a file may grow; then writing fails, as on a disk that is full.
  std::optional<std::uint64_t> file_bytes{};
  /// Standard output; otherwise it is kept.
  std::string output{};
  /// Standard input; otherwise the tests' own.
  int input = -1;
  std::string folder{};
  std::map<std::string, std::string> environment{};  ///< On top of the tests' own.
};

/// The program, while the test goes on.
class Running {
 public:
  explicit Running(const std::vector<std::string>& arguments,
                   const Circumstances& circumstances = {});
  /// Kills it if it is still there.
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// Waits until `condition` holds. False if the program ends before.
  [[nodiscard]] bool wait_until(const std::function<bool()>& condition);

  void kill(int signal) const;

  /// Waits for its end.
  [[nodiscard]] Result finish();

 private:
  [[nodiscard]] bool ended();

  Folder folder_;
  std::string output_;
  pid_t child_ = -1;
  std::optional<int> status_;
};

/// What the program shows on a terminal.
[[nodiscard]] std::string show_on_terminal(const std::vector<std::string>& arguments);

/// A server of its own, by scripts/with-postgres.
class OwnServer {
 public:
  OwnServer();
  ~OwnServer();
  OwnServer(const OwnServer&) = delete;
  OwnServer& operator=(const OwnServer&) = delete;

  [[nodiscard]] const std::string& url() const noexcept { return url_; }
  /// Ends the server at once, as a crash does.
  void crash() const;
  /// Starts it again, after a crash, as it was started before.
  void restart();

 private:
  pid_t script_ = -1;
  int input_ = -1;
  std::filesystem::path data_;
  pid_t server_ = -1;
  pid_t restarted_ = -1;
  std::vector<std::string> command_;  // The server's own.
  std::string url_;
};

}  // namespace botstore::tools::testing
