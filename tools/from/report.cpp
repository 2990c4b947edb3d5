#include "tools/from/report.hpp"

#include <fmt/format.h>

#include <utility>

namespace botstore::from {

namespace {

constexpr std::size_t most_examples = 5;

}  // namespace

void Remark::add(std::string row) {
  ++rows;
  if (examples.size() < most_examples) examples.push_back(std::move(row));
}

std::vector<std::string> describe(const Report& report) {
  std::vector<std::string> lines;
  for (const auto& remark : report.remarks) {
    if (remark.rows == 0) continue;
    std::string line = fmt::format("{}: {} (", remark.reason, remark.rows);
    for (const auto& example : remark.examples) line += (line.ends_with('(') ? "" : ", ") + example;
    line += remark.rows > remark.examples.size() ? ", …)" : ")";
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace botstore::from
