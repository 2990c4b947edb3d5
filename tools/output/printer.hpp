#pragma once

#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tools/context/context.hpp"
#include "tools/output/json.hpp"
#include "tools/output/row_json.hpp"
#include "tools/output/table.hpp"

namespace botstore::tools {

/// Takes the rows of a list, one by one, to standard output.
template <class Row>
class Printer {
 public:
  virtual ~Printer() = default;
  virtual void print(const Row& row) = 0;
  /// When no row comes any more, or none for a while.
  virtual void finish() = 0;
};

/// For machines: one object a line.
template <class Row>
class JsonPrinter : public Printer<Row> {
 public:
  void print(const Row& row) override { print_json(std::cout, json_of(row)); }
  void finish() override { std::cout.flush(); }
};

/// How people see a list: the columns of its table, and what stands in them.
template <class Row>
struct Column {
  Table::Column head{};
  std::function<std::string(const Row&)> cell{};
};
template <class Row>
using Columns = std::vector<Column<Row>>;

template <class Row>
class TablePrinter : public Printer<Row> {
 public:
  TablePrinter(const Context& context, Columns<Row> columns)
      : columns_{std::move(columns)}, table_{std::cout, context.out_style(), heads_of(columns_)} {}

  void print(const Row& row) override {
    std::vector<std::string> cells;
    for (const auto& column : columns_) cells.push_back(column.cell(row));
    table_.add(cells);
  }
  void finish() override { table_.finish(); }

 private:
  static std::vector<Table::Column> heads_of(const Columns<Row>& columns) {
    std::vector<Table::Column> heads;
    for (const auto& column : columns) heads.push_back(column.head);
    return heads;
  }

  Columns<Row> columns_;
  Table table_;
};

/// The printer that the command line asks for.
template <class Row>
std::unique_ptr<Printer<Row>> make_printer(const Context& context, Columns<Row> columns) {
  if (context.json) return std::make_unique<JsonPrinter<Row>>();
  return std::make_unique<TablePrinter<Row>>(context, std::move(columns));
}

}  // namespace botstore::tools
