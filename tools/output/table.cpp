#include "tools/output/table.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

constexpr std::size_t rows_at_a_time = 100;
constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;

std::string padded(const std::string& text, std::size_t width, Table::Align align) {
  const auto used = display_width(text);
  const std::string space(width > used ? width - used : 0, ' ');
  return align == Table::Align::left ? text + space : space + text;
}

}  // namespace

Table::Table(std::ostream& out, Style style, std::vector<Column> columns)
    : out_{out}, style_{style}, columns_{std::move(columns)} {
  for (const auto& column : columns_) widths_.push_back(display_width(column.title));
}

void Table::add(const std::vector<std::string>& cells) {
  auto& row = rows_.emplace_back();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    row.push_back(safe_text(cells.at(i)));
    widths_[i] = std::max(widths_[i], display_width(row.back()));
  }
  if (rows_.size() == rows_at_a_time) write_rows();
}

void Table::finish() {
  if (!rows_.empty()) write_rows();
  out_.flush();
}

void Table::write_rows() {
  fit();
  if (!has_title_) {
    std::vector<std::string> titles;
    for (const auto& column : columns_) titles.push_back(column.title);
    write_row(titles, true);
    has_title_ = true;
  }
  for (const auto& row : rows_) write_row(row, false);
  rows_.clear();
}

/// Takes from the columns that may shrink, the widest first, what does not fit on the terminal.
void Table::fit() {
  if (!style_.width()) return;
  const auto room = static_cast<std::size_t>(*style_.width());
  auto needed = std::accumulate(widths_.begin(), widths_.end(), gap * (columns_.size() - 1));
  while (needed > room) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i].may_shrink && widths_[i] > narrowest &&
          (widest == nullptr || widths_[i] > *widest))
        widest = &widths_[i];
    if (widest == nullptr) return;
    --*widest;
    --needed;
  }
}

void Table::write_row(const std::vector<std::string>& cells, bool is_title) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto cell = columns_[i].may_shrink ? cut_to_width(cells[i], widths_[i]) : cells[i];
    line += padded(cell, widths_[i], columns_[i].align);
    if (i + 1 < cells.size()) line.append(gap, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out_ << (is_title ? style_.bold(line) : line) << '\n';
}

void write_fields(std::ostream& out, const Style& style, const Fields& fields) {
  std::size_t width = 0;
  for (const auto& [name, value] : fields) width = std::max(width, display_width(name));
  for (const auto& [name, value] : fields) {
    const auto text = indent_rest(safe_text(value, Lines::many), width + gap);
    out << style.bold(padded(name, width, Table::Align::left)) << std::string(gap, ' ') << text
        << '\n';
  }
}

}  // namespace botstore::tools
