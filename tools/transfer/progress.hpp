#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace botstore::transfer {

/// A line on the terminal that says how far a long work is.
class Progress {
 public:
  /// Shows nothing unless `visible`.
  Progress(std::string label, bool visible);
  /// Takes the line away.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  [[nodiscard]] bool visible() const noexcept { return visible_; }

  /// How much there is to do, and how much of it an earlier run has done, in whatever unit.
  void start(std::uint64_t total, std::uint64_t done = 0);

  /// Shows it, but not more often than the eye can follow.
  void update(std::uint64_t done, std::uint64_t rows);

 private:
  using Clock = std::chrono::steady_clock;

  std::string label_;
  bool visible_;
  bool shown_ = false;
  Clock::time_point began_ = Clock::now();
  Clock::time_point next_ = began_;
  std::uint64_t total_ = 0;
  std::uint64_t done_before_ = 0;
  std::uint64_t rows_before_ = 0;
  bool counted_ = false;
};

/// What there is to show.
struct ProgressState {
  std::string_view label{};
  std::uint64_t total = 0;
  std::uint64_t done = 0;         ///< Of the total.
  std::uint64_t done_before = 0;  ///< Of that, by an earlier run.
  std::uint64_t rows = 0;
  std::uint64_t rows_before = 0;  ///< Of these, by an earlier run.
  std::chrono::duration<double> elapsed{};
};

/// `export  [######--------------]  30%  300,000 rows  20,000/s  0:35 left`
[[nodiscard]] std::string progress_line(const ProgressState& state);

/// True if standard error is a terminal.
[[nodiscard]] bool on_terminal() noexcept;

}  // namespace botstore::transfer
