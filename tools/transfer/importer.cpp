#include "tools/transfer/importer.hpp"

#include <fmt/format.h>

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "botstore/error.hpp"
#include "tools/transfer/lines/input.hpp"
#include "tools/transfer/lines/lines.hpp"
#include "tools/transfer/progress.hpp"
#include "tools/transfer/rows/batch.hpp"
#include "tools/transfer/state_file.hpp"
#include "tools/transfer/witness.hpp"

namespace botstore::transfer {

namespace {

/// How far an import has come: what has been stored.
struct Stored {
  Tally tally{};
  std::uint64_t offset = 0;
  std::uint64_t line = 0;
  Json witness{};
};

class Importer {
 public:
  Importer(Storage& store, const ImportTask& task, const Calls& call)
      : store_{store},
        task_{task},
        call_{call},
        input_{task.input, call.stop},
        state_{input_.is_file() ? task.input + ".import-state" : ""},
        batch_{store},
        progress_{"import", task.show_progress && input_.size() > 0} {}

  ImportReport run();

 private:
  void read_header();
  void go_on();
  [[nodiscard]] std::optional<Stored> earlier() const;
  void import_rows();
  void take(Row row);
  void store();
  void save_state();
  void check(const Trailer& trailer);
  [[nodiscard]] std::string so_far() const;
  void note(const std::string& text) const;
  [[nodiscard]] Line parse(const std::string& text) const;
  [[nodiscard]] Error damaged(std::string cause, std::string hint = {}) const;

  Storage& store_;
  const ImportTask& task_;
  const Calls& call_;
  Input input_;
  StateFile state_;
  Batch batch_;
  Progress progress_;
  RowHash hash_;
  std::string export_id_;
  Tally tally_;    // Of what was read.
  Stored stored_;  // Of what is stored.
  Json witness_;
  std::uint64_t offset_ = 0;  // Behind the last row of the batch.
  std::uint64_t line_ = 0;
  std::uint64_t resumed_ = 0;
};

Error Importer::damaged(std::string cause, std::string hint) const {
  return {ErrorCode::corrupt,
          {.context = fmt::format("{}: line {}", input_.name(), input_.line_number()),
           .cause = std::move(cause),
           .hint = std::move(hint)}};
}

Line Importer::parse(const std::string& text) const {
  try {
    return read_line(text);
  } catch (const std::runtime_error& error) {
    throw damaged(error.what());
  }
}

void Importer::read_header() {
  std::string text;
  if (!input_.next(text)) throw damaged("the file is empty");
  const auto line = parse(text);
  const auto* const header = std::get_if<Header>(&line);
  if (header == nullptr) throw damaged("it is not the first line of an export");
  export_id_ = header->export_id;
  offset_ = input_.offset();
  line_ = input_.line_number();
}

std::optional<Stored> Importer::earlier() const {
  const auto json = task_.restart ? std::nullopt : state_.load();
  try {
    if (!json || json->find({"import_of"}).value().as_string() != export_id_ ||
        json->find({"into"}).value().as_string() != identity_of(task_.store))
      return std::nullopt;
    const auto number = [&](std::string_view key) {
      return static_cast<std::uint64_t>(json->find({key}).value().as_integer().value());
    };
    if (number("size") != input_.size() ||
        json->find({"modified"}).value().as_integer() != input_.modified()) {
      note("the file has been changed since an earlier run: starts anew");
      return std::nullopt;
    }
    return Stored{.tally = tally_from(json->find({"tally"}).value()),
                  .offset = number("bytes"),
                  .line = number("line"),
                  .witness = json->find({"witness"}).value()};
  } catch (const std::exception&) {
    return std::nullopt;  // Not what this program writes.
  }
}

/// Passes over what an earlier run has stored.
void Importer::go_on() {
  const auto begun = earlier();
  if (!begun) return;
  if (!holds_witness(store_, begun->witness, call_()))
    return note("the store has lost what an earlier run has stored: starts anew");
  if (!input_.skip_to(begun->offset, begun->line)) return;
  stored_ = *begun;
  tally_ = begun->tally;
  witness_ = begun->witness;
  offset_ = begun->offset;
  line_ = begun->line;
  resumed_ = tally_.rows();
  if (resumed_ > 0)
    note(fmt::format("goes on in line {}: {} are stored already", line_ + 1, describe(tally_)));
}

void Importer::note(const std::string& text) const {
  if (task_.note) task_.note(text);
}

std::string Importer::so_far() const {
  if (stored_.tally.rows() == 0) return "nothing has been stored";
  const auto next = state_.kept() ? fmt::format("the same command{} goes on behind them",
                                                task_.restart ? " without --restart" : "")
                                  : "may be imported again";
  return fmt::format("stored so far, up to line {}: {}; they stay, and {}", stored_.line,
                     describe(stored_.tally), next);
}

ImportReport Importer::run() {
  read_header();
  go_on();
  progress_.start(input_.size(), input_.offset());
  try {
    import_rows();
  } catch (...) {
    note(so_far());
    throw;
  }
  state_.remove();
  return {.tally = tally_, .resumed = resumed_};
}

void Importer::import_rows() {
  for (std::string text; input_.next(text);) {
    std::optional<Line> line;
    try {
      line = parse(text);
    } catch (const Error&) {
      store();  // What precedes the damaged line is whole.
      throw;
    }
    if (auto* const row = std::get_if<Row>(&*line)) {
      take(std::move(*row));
    } else if (const auto* const trailer = std::get_if<Trailer>(&*line)) {
      store();
      return check(*trailer);
    } else {
      throw damaged("it is the first line of another export");
    }
  }
  store();
  throw damaged("the export's last line is missing: the file was cut off behind this one",
                "Make the export again, or get the rest of the file.");
}

void Importer::take(Row row) {
  if (batch_.is_full_for(row)) store();
  tally_.add(kind_of(row), hash_(row));
  witness_ = witness_of(row, witness_);
  offset_ = input_.offset();
  line_ = input_.line_number();
  batch_.add(std::move(row), line_);
}

void Importer::store() {
  try {
    batch_.store(call_());
  } catch (const Error& error) {
    auto details = error.details();
    const auto line = batch_.line_of(error.field());
    const auto lines = line > 0 ? fmt::format("line {}", line)
                                : fmt::format("lines {} to {}", batch_.first_line(), line_);
    details.context = fmt::format("{}: {}: {}", input_.name(), lines, details.context);
    // What no store takes is no argument of a person's: the file is damaged.
    const bool refused = error.code() == ErrorCode::invalid_argument;
    throw Error(refused ? ErrorCode::corrupt : error.code(), std::move(details));
  }
  stored_ = {.tally = tally_, .offset = offset_, .line = line_, .witness = witness_};
  progress_.update(offset_, tally_.rows());
  save_state();
}

void Importer::save_state() {
  const auto number = [](std::uint64_t value) {
    return Json::number(static_cast<std::int64_t>(value));
  };
  try {
    state_.save(Json::object({{"import_of", Json::string(export_id_)},
                              {"into", Json::string(identity_of(task_.store))},
                              {"size", number(input_.size())},
                              {"modified", Json::number(input_.modified())},
                              {"bytes", number(offset_)},
                              {"line", number(line_)},
                              {"tally", to_json(tally_)},
                              {"witness", witness_}}));
  } catch (const std::runtime_error& error) {
    // The file may lie where nobody may write: rows can be stored all the same.
    note(fmt::format("{}; goes on, but could not after an interruption", error.what()));
    state_ = StateFile{""};
  }
}

void Importer::check(const Trailer& trailer) {
  if (std::string text; input_.next(text)) throw damaged("it stands behind the export's last line");
  if (trailer.tally == tally_) return;
  state_.remove();  // Whoever mends the file imports all of it.
  const auto cause = trailer.tally.counts == tally_.counts
                         ? fmt::format("the digest of the rows is {}, and this line says {}",
                                       tally_.text(), trailer.tally.text())
                         : fmt::format("the file holds {}, and this line says {}", describe(tally_),
                                       describe(trailer.tally));
  throw damaged(cause, "The rows are not those that were exported: lines were changed or lost.");
}

}  // namespace

ImportReport import_file(Storage& store, const ImportTask& task, const Calls& call) {
  return Importer{store, task, call}.run();
}

}  // namespace botstore::transfer
