#include "tools/transfer/exporter.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "botstore/id.hpp"
#include "botstore/time.hpp"
#include "tools/transfer/lines/lines.hpp"
#include "tools/transfer/lines/output.hpp"
#include "tools/transfer/progress.hpp"
#include "tools/transfer/rows/walk.hpp"
#include "tools/transfer/state_file.hpp"

namespace botstore::transfer {

namespace {

using std::chrono::steady_clock;

constexpr std::uint64_t bytes_between_states = std::uint64_t{1} << 20U;
constexpr std::chrono::seconds time_between_states{1};

/// How far an export has come.
struct Progressed {
  Position position{};
  Tally tally{};
  std::uint64_t bytes = 0;
};

Json to_json(const Progressed& progressed, const std::string& store) {
  return Json::object({{"export_of", Json::string(store)},
                       {"bytes", Json::number(static_cast<std::int64_t>(progressed.bytes))},
                       {"tally", to_json(progressed.tally)},
                       {"position", to_json(progressed.position)}});
}

class Exporter {
 public:
  Exporter(Storage& store, const ExportTask& task, const Calls& call)
      : store_{store},
        task_{task},
        call_{call},
        identity_{identity_of(task.store)},
        partial_{to_file() ? task.output + ".partial" : task.output},
        state_{to_file() ? task.output + ".export-state" : ""},
        progress_{"export", task.show_progress} {}

  ExportReport run();

 private:
  [[nodiscard]] bool to_file() const { return task_.output != "-" && !is_device(); }
  [[nodiscard]] bool is_device() const;
  [[nodiscard]] std::optional<Progressed> earlier() const;
  void show(const Row& row);
  void rest(const Position& position);
  void finish();

  Storage& store_;
  const ExportTask& task_;
  const Calls& call_;
  std::string identity_;
  std::string partial_;
  StateFile state_;
  Progress progress_;
  std::optional<Output> output_;
  RowHash hash_;
  Tally tally_;
  std::string line_;
  std::uint64_t state_bytes_ = 0;
  steady_clock::time_point state_time_ = steady_clock::now();
};

/// True for /dev/null, a named pipe and the like, which cannot be renamed.
bool Exporter::is_device() const {
  std::error_code ignored;
  return std::filesystem::exists(task_.output, ignored) &&
         !std::filesystem::is_regular_file(task_.output, ignored);
}

/// What an earlier run of the same export has left; absent if there is nothing to go on with.
std::optional<Progressed> Exporter::earlier() const {
  const auto json = state_.load();
  try {
    if (!json || json->find({"export_of"}).value().as_string() != identity_) return std::nullopt;
    Progressed progressed{
        .position = position_from(json->find({"position"}).value()),
        .tally = tally_from(json->find({"tally"}).value()),
        .bytes = static_cast<std::uint64_t>(json->find({"bytes"}).value().as_integer().value())};
    std::error_code error;
    const auto size = std::filesystem::file_size(partial_, error);
    if (error || size < progressed.bytes) return std::nullopt;
    return progressed;
  } catch (const std::exception&) {
    return std::nullopt;  // Not what this program writes.
  }
}

ExportReport Exporter::run() {
  const auto begun = task_.restart ? Progressed{} : earlier().value_or(Progressed{});
  // Otherwise the old state would fit the new part, once that is as long.
  if (begun.bytes == 0) state_.remove();
  tally_ = begun.tally;
  state_bytes_ = begun.bytes;
  if (progress_.visible()) progress_.start(estimate_rows(store_, call_), tally_.rows());
  output_.emplace(partial_, begun.bytes);
  if (begun.bytes == 0) {
    append_line(line_, Header{.export_id = new_id(), .exported_at = system_now()});
    output_->write(std::exchange(line_, {}));
  }
  if (task_.note && begun.bytes > 0)
    task_.note(
        fmt::format("goes on behind what an earlier run has written: {}", describe(begun.tally)));
  try {
    walk(store_, begun.position,
         {.row = [&](const Row& row) { show(row); },
          .rest = [&](const Position& position) { rest(position); }},
         call_);
    finish();
  } catch (...) {
    if (const auto kept = earlier(); kept && task_.note)
      task_.note(fmt::format("written so far, to {}: {}; the same command{} goes on behind them",
                             partial_, describe(kept->tally),
                             task_.restart ? " without --restart" : ""));
    throw;
  }
  return {.tally = tally_, .resumed = begun.tally.rows()};
}

void Exporter::show(const Row& row) {
  line_.clear();
  append_line(line_, row);
  output_->write(line_);
  tally_.add(kind_of(row), hash_(row));
  progress_.update(tally_.rows(), tally_.rows());
}

void Exporter::rest(const Position& position) {
  const auto now = steady_clock::now();
  if (output_->size() - state_bytes_ < bytes_between_states &&
      now - state_time_ < time_between_states)
    return;
  output_->sync();
  state_bytes_ = output_->size();
  state_time_ = now;
  state_.save(to_json({.position = position, .tally = tally_, .bytes = state_bytes_}, identity_));
}

void Exporter::finish() {
  line_.clear();
  append_line(line_, Trailer{tally_});
  output_->write(line_);
  output_->sync();
  output_.reset();
  if (to_file()) std::filesystem::rename(partial_, task_.output);
  state_.remove();
}

}  // namespace

ExportReport export_store(Storage& store, const ExportTask& task, const Calls& call) {
  return Exporter{store, task, call}.run();
}

}  // namespace botstore::transfer
