#include "tools/transfer/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace botstore::transfer {

namespace {

constexpr std::chrono::milliseconds interval{100};
constexpr std::size_t bar_width = 20;
constexpr std::string_view clear_line = "\r\033[K";

/// `1,234,567`
std::string grouped(std::uint64_t number) {
  auto text = std::to_string(number);
  for (auto at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

/// `0:35`, `12:00:07`
std::string clock_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::clamp(seconds, 0.0, 359'999.0));
  const auto rest = fmt::format("{:02}", whole % 60);
  if (whole < 3600) return fmt::format("{}:{}", whole / 60, rest);
  return fmt::format("{}:{:02}:{}", whole / 3600, whole / 60 % 60, rest);
}

void show(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

Progress::Progress(std::string label, bool visible) : label_{std::move(label)}, visible_{visible} {}

Progress::~Progress() {
  if (shown_) show(clear_line);
}

void Progress::start(std::uint64_t total, std::uint64_t done) {
  total_ = total;
  done_before_ = done;
  began_ = next_ = Clock::now();
}

void Progress::update(std::uint64_t done, std::uint64_t rows) {
  if (!visible_) return;
  if (!std::exchange(counted_, true)) rows_before_ = rows;
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + interval;
  shown_ = true;
  show(std::string{clear_line} + progress_line({.label = label_,
                                                .total = total_,
                                                .done = done,
                                                .done_before = done_before_,
                                                .rows = rows,
                                                .rows_before = rows_before_,
                                                .elapsed = now - began_}));
}

std::string progress_line(const ProgressState& state) {
  const auto total = std::max<std::uint64_t>(state.total, 1);
  const auto done = std::min(state.done, total);
  const auto share = static_cast<double>(done) / static_cast<double>(total);
  const auto full = static_cast<std::size_t>(share * static_cast<double>(bar_width));
  const auto seconds = std::max(state.elapsed.count(), 0.001);
  auto line = fmt::format("{}  [{}{}] {:3}%  {} rows  {}/s", state.label, std::string(full, '#'),
                          std::string(bar_width - full, '-'), static_cast<int>(share * 100),
                          grouped(state.rows),
                          grouped(static_cast<std::uint64_t>(
                              static_cast<double>(state.rows - state.rows_before) / seconds)));
  if (done > state.done_before) {
    const auto speed = static_cast<double>(done - state.done_before) / seconds;
    line += fmt::format("  {} left", clock_text(static_cast<double>(total - done) / speed));
  }
  return line;
}

bool on_terminal() noexcept {
  return isatty(STDERR_FILENO) == 1;
}

}  // namespace botstore::transfer
