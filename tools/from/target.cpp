#include "tools/from/target.hpp"

#include <fmt/format.h>

#include <utility>

#include "botstore/error.hpp"

namespace botstore::from {

namespace {

/// An error that names the row of the source. What no store takes is no argument of a person's: it
/// is the source that holds it.
Error in_row(const std::string& row, const Error& error) {
  auto details = error.details();
  details.context = fmt::format("the source: {}: {}", row, details.context);
  details.field.clear();
  const bool refused = error.code() == ErrorCode::invalid_argument;
  return {refused ? ErrorCode::corrupt : error.code(), std::move(details)};
}

}  // namespace

void Target::from_row(std::string_view table, std::string_view id,
                      const std::function<void()>& take) {
  auto before = std::exchange(row_, fmt::format(R"({}, row "{}")", table, id));
  try {
    take();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_argument) throw;
    throw in_row(row_, error);
  }
  row_ = std::move(before);
}

void Target::add(transfer::Row row) {
  if (batch_.is_full_for(row)) store_batch();
  tally_.add(transfer::kind_of(row), {});
  rows_.push_back(row_);
  batch_.add(std::move(row), rows_.size());
  progress_.update(tally_.rows(), tally_.rows());
}

void Target::store_batch() {
  if (batch_.empty()) return;
  try {
    batch_.store(call_());
  } catch (const Error& error) {
    const auto number = batch_.line_of(error.field());
    throw in_row(
        number > 0 ? rows_.at(number - 1) : fmt::format("{} to {}", rows_.front(), rows_.back()),
        error);
  }
  stored_ = tally_;
  rows_.clear();
}

std::string Target::so_far() const {
  if (stored_.rows() == 0) return "nothing has been stored; the same command may be repeated";
  return fmt::format("stored so far: {}; they stay, and the same command may be repeated",
                     describe(stored_));
}

void with_note(const Target& target, const std::function<void(const std::string& text)>& note,
               const std::function<void()>& work) {
  try {
    work();
  } catch (...) {
    if (note) note(target.so_far());
    throw;
  }
}

}  // namespace botstore::from
