#include "tools/transfer/copier.hpp"

#include <fmt/format.h>

#include <exception>
#include <optional>
#include <utility>

#include "tools/transfer/progress.hpp"
#include "tools/transfer/rows/batch.hpp"
#include "tools/transfer/rows/walk.hpp"
#include "tools/transfer/state_file.hpp"

namespace botstore::transfer {

namespace {

class Copier {
 public:
  Copier(Storage& source, Storage& target, const CopyTask& task, const Calls& call)
      : source_{source},
        target_{target},
        task_{task},
        call_{call},
        state_{task.state},
        batch_{target} {}

  Comparison run();

 private:
  struct Begun {
    Position position{};
    std::uint64_t rows = 0;
  };

  void copy(const Begun& begun);
  void store();
  [[nodiscard]] std::optional<Begun> earlier() const;
  [[nodiscard]] Comparison verify();

  Storage& source_;
  Storage& target_;
  const CopyTask& task_;
  const Calls& call_;
  StateFile state_;
  Batch batch_;
  std::uint64_t estimate_ = 0;
  std::uint64_t rows_ = 0;  // Shown by the walk.
  std::uint64_t stored_ = 0;
  bool moved_ = false;  // Since the state was saved.
};

std::optional<Copier::Begun> Copier::earlier() const {
  const auto json = state_.load();
  try {
    if (!json || json->find({"copy_of"}).value().as_string() != identity_of(task_.from) ||
        json->find({"into"}).value().as_string() != identity_of(task_.to))
      return std::nullopt;
    return Begun{
        .position = position_from(json->find({"position"}).value()),
        .rows = static_cast<std::uint64_t>(json->find({"rows"}).value().as_integer().value())};
  } catch (const std::exception&) {
    return std::nullopt;  // Not what this program writes.
  }
}

void Copier::store() {
  if (batch_.empty()) return;
  batch_.store(call_());
  stored_ = rows_;
  moved_ = true;
}

void Copier::copy(const Begun& begun) {
  Progress progress{"copy", task_.show_progress};
  rows_ = stored_ = begun.rows;
  progress.start(estimate_, rows_);
  const auto take = [&](Row row) {
    if (batch_.is_full_for(row)) store();
    batch_.add(std::move(row));
    ++rows_;
    progress.update(rows_, rows_);
  };
  const auto rest = [&](const Position& position) {
    if (!state_.kept() || !std::exchange(moved_, false)) return;
    store();
    moved_ = false;
    state_.save(Json::object({{"copy_of", Json::string(identity_of(task_.from))},
                              {"into", Json::string(identity_of(task_.to))},
                              {"rows", Json::number(static_cast<std::int64_t>(rows_))},
                              {"position", to_json(position)}}));
  };
  walk(source_, begun.position, {.row = take, .rest = rest}, call_);
  store();
}

Comparison Copier::verify() {
  Progress progress{"verify", task_.show_progress};
  progress.start(estimate_);
  return compare(
      source_, target_, [&](std::uint64_t rows) { progress.update(rows, rows); }, call_);
}

Comparison Copier::run() {
  const auto begun = earlier().value_or(Begun{});
  if (task_.show_progress) estimate_ = estimate_rows(source_, call_);
  if (task_.note && begun.rows > 0)
    task_.note(fmt::format("goes on behind {} rows that an earlier run has copied", begun.rows));
  try {
    copy(begun);
  } catch (...) {
    if (task_.note)
      task_.note(
          fmt::format("the copy is not complete: {} rows are in the target; they stay, and "
                      "the same command {}",
                      stored_, state_.kept() ? "goes on behind them" : "completes it"));
    throw;
  }
  auto comparison = verify();
  state_.remove();
  return comparison;
}

}  // namespace

Comparison copy_store(Storage& source, Storage& target, const CopyTask& task, const Calls& call) {
  return Copier{source, target, task, call}.run();
}

}  // namespace botstore::transfer
