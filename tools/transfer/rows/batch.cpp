#include "tools/transfer/rows/batch.hpp"

#include <fmt/format.h>

#include <charconv>
#include <tuple>
#include <utility>
#include <variant>

#include "tools/transfer/rows/row_size.hpp"

namespace botstore::transfer {

namespace {

constexpr std::size_t most_rows = 1'000;
constexpr std::size_t most_bytes = std::size_t{1} << 20U;

// The parts of a key are told apart by their lengths.

std::string key(const Resource& row) {
  return fmt::format("r{}", row.id);
}
std::string key(const Thread& row) {
  return fmt::format("t{}", row.id);
}
std::string key(const Message& row) {
  return fmt::format("m{}:{}{}", row.thread_id.size(), row.thread_id, row.id);
}
std::string key(const MetadataEntry& row) {
  const auto& owner = row.owner;
  const auto id = owner.message_id.value_or("");
  return fmt::format("v{}:{}:{}{}{}", owner.thread_id.size(), id.size(), owner.thread_id, id,
                     row.key);
}
std::string key(const Contact& row) {
  return row.phone ? fmt::format("c{}", *row.phone) : fmt::format("C{}", row.id);
}
std::string key(const HistoryEntry& row) {
  return row.entry_key ? fmt::format("h{}", *row.entry_key) : fmt::format("H{}", row.id);
}

std::string key_of(const Row& row) {
  return std::visit([](const auto& one) { return key(one); }, row);
}

/// The rows of one kind.
template <class T>
std::vector<T>& list_of(StoredRows& rows) {
  return std::get<std::vector<T>&>(std::tie(rows.resources, rows.threads, rows.messages,
                                            rows.metadata, rows.contacts, rows.history));
}

}  // namespace

bool Batch::is_full_for(const Row& row) const {
  return keys_.size() >= most_rows || bytes_ >= most_bytes || keys_.contains(key_of(row));
}

void Batch::add(Row row, std::uint64_t number) {
  if (keys_.empty()) first_line_ = number;
  keys_.insert(key_of(row));
  bytes_ += bytes_of(row);
  lines_.at(row.index()).push_back(number);
  std::visit([&]<class T>(T& one) { list_of<T>(rows_).push_back(std::move(one)); }, row);
}

void Batch::store(const CallOptions& call) {
  if (empty()) return;
  target_.restore(std::move(rows_), call);
  rows_ = {};
  bytes_ = 0;
  keys_.clear();
  for (auto& lines : lines_) lines.clear();
}

std::uint64_t Batch::line_of(std::string_view field) const {
  static constexpr std::array<std::string_view, kinds> names{"resources", "threads",  "messages",
                                                             "metadata",  "contacts", "history"};
  const auto bracket = field.find('[');
  if (bracket == std::string_view::npos) return 0;
  std::size_t index = 0;
  std::from_chars(field.data() + bracket + 1, field.data() + field.size(), index);
  for (std::size_t i = 0; i < kinds; ++i)
    if (names.at(i) == field.substr(0, bracket) && index < lines_.at(i).size())
      return lines_.at(i)[index];
  return 0;
}

}  // namespace botstore::transfer
