#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// How much is stored before anything is measured.
struct Sizes {
  std::int64_t threads = 1'000;
  std::int64_t messages = 100;       ///< In each thread.
  std::int64_t content_bytes = 500;  ///< In each message.
};

/// What a program is asked for on its command line.
struct Settings {
  std::string store = "memory:";
  std::string schema = "botstore_bench";
  std::vector<std::string> operations{};  ///< Empty: all of the program's.
  int callers = 1;
  int connections = 0;  ///< 0: one for each caller.
  double seconds = 2;
  double warmup = 0.5;
  Sizes sizes{};
  bool json = false;
  bool prepare = false;  ///< Store the data and measure nothing.
  bool help = false;

  [[nodiscard]] bool on_postgres() const noexcept;
  /// The store's URL for the library, with what the settings say about it.
  [[nodiscard]] std::string store_url() const;
  [[nodiscard]] int connections_used() const noexcept {
    return connections > 0 ? connections : callers;
  }
  [[nodiscard]] std::chrono::duration<double> measured_for() const noexcept {
    return std::chrono::duration<double>{seconds};
  }
  [[nodiscard]] std::chrono::duration<double> warmed_up_for() const noexcept {
    return std::chrono::duration<double>{warmup};
  }
};

/// Reads `--name value`, `--name=value` and flags. Throws `std::runtime_error` that says what is
/// wrong with which option.
[[nodiscard]] Settings read_settings(const std::vector<std::string>& arguments);

/// The options, one a line.
[[nodiscard]] std::string options_help();

}  // namespace bench
