#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "tools/context/style.hpp"

namespace botstore::tools {

/// A table for people. Rows are gathered and written by the hundred, so that one without an end
/// needs no memory and its columns still fit. On a terminal it is cut to the terminal's width,
/// elsewhere nothing is.
class Table {
 public:
  enum class Align { left, right };

  struct Column {
    std::string title{};
    Align align = Align::left;
    bool may_shrink = false;  ///< Is cut where the terminal is too narrow.
  };

  Table(std::ostream& out, Style style, std::vector<Column> columns);

  /// Adds a row of as many cells as there are columns. The cells are escaped here.
  void add(const std::vector<std::string>& cells);

  /// Writes what is left. A table without rows is not written at all.
  void finish();

 private:
  void write_rows();
  void fit();
  void write_row(const std::vector<std::string>& cells, bool is_title);

  std::ostream& out_;
  Style style_;
  std::vector<Column> columns_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> rows_{};
  bool has_title_ = false;
};

/// Names and values.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// One below the other.
void write_fields(std::ostream& out, const Style& style, const Fields& fields);

}  // namespace botstore::tools
