#include "tools/findings/status.hpp"

#include <fmt/format.h>

#include <array>
#include <iostream>

#include "tools/output/json.hpp"
#include "tools/output/table.hpp"

namespace botstore::tools {

namespace {

std::string human_bytes(std::int64_t bytes) {
  constexpr std::array units{"kB", "MB", "GB", "TB"};
  constexpr double step = 1'024;
  if (bytes < 1'024) return fmt::format("{} B", bytes);
  auto size = static_cast<double>(bytes) / step;
  std::size_t unit = 0;
  for (; size >= step && unit + 1 < units.size(); ++unit) size /= step;
  return fmt::format("{:.1f} {}", size, units.at(unit));
}

std::string for_people(const std::string& name, const Json& value) {
  if (value.type() == JsonType::null) return "none";
  if (const auto bytes = value.as_integer(); bytes && name.ends_with("_bytes"))
    return human_bytes(*bytes);
  return value.as_string().value_or(value.text());
}

Json to_json(const Status::Table& table) {
  return Json::object({
      {"rows", Json::number(table.rows)},
      {"estimated", Json::boolean(table.estimated)},
      {"size_bytes", table.bytes ? Json::number(*table.bytes) : Json{}},
  });
}

void print_for_machines(const Status& status) {
  std::vector<Json::Member> members;
  for (const auto& [section, fields] : status.sections) {
    const std::vector<Json::Member> inner{fields.begin(), fields.end()};
    if (section.empty())
      members.insert(members.end(), inner.begin(), inner.end());
    else
      members.emplace_back(section, Json::object(inner));
  }
  std::vector<Json::Member> tables;
  for (const auto& table : status.tables) tables.emplace_back(table.name, to_json(table));
  members.emplace_back("tables", Json::object(tables));
  print_json(std::cout, Json::object(members));
}

}  // namespace

void print_status(const Context& context, const Status& status) {
  if (context.json) return print_for_machines(status);
  std::vector<std::pair<std::string, std::string>> lines;
  for (const auto& [section, fields] : status.sections)
    for (const auto& [name, value] : fields)
      lines.emplace_back(section.empty() ? name : section + '.' + name, for_people(name, value));
  write_fields(std::cout, context.out_style(), lines);
  if (status.tables.empty()) return;
  std::cout << '\n';
  constexpr auto right = Table::Align::right;
  Table table{std::cout, context.out_style(), {{"TABLE"}, {"ROWS", right}, {"SIZE", right}}};
  for (const auto& row : status.tables)
    table.add({row.name, fmt::format("{}{}", row.estimated ? "about " : "", row.rows),
               row.bytes ? human_bytes(*row.bytes) : ""});
  table.finish();
}

}  // namespace botstore::tools
