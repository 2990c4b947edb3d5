#include "tests/postgres/support/plans.hpp"

#include <algorithm>
#include <stdexcept>

#include "botstore/json.hpp"
#include "tests/postgres/support/server_log.hpp"

namespace botstore::postgres::testing {

namespace {

std::string text_of(const Json& node, std::string_view key) {
  const auto found = node.find({key});
  return found ? found->as_string().value_or("") : "";
}

double number_of(const Json& node, std::string_view key) {
  const auto found = node.find({key});
  return found ? found->as_number().value_or(0) : 0;
}

bool is_fed_by_table(const Json& node) {
  if (node.find({"Relation Name"})) return true;
  const auto inner = node.find({"Plans"});
  return inner && std::ranges::any_of(inner->elements(), is_fed_by_table);
}

PlanNode read_node(const Json& node) {
  const auto rows = number_of(node, "Actual Rows") + number_of(node, "Rows Removed by Filter") +
                    number_of(node, "Rows Removed by Index Recheck");
  const auto type = text_of(node, "Node Type");
  return {.type = type,
          .index = text_of(node, "Index Name"),
          .rows = rows * number_of(node, "Actual Loops"),
          .reads_table = node.find({"Relation Name"}).has_value(),
          .sorts_rows = type.ends_with("Sort") && is_fed_by_table(node)};
}

void add_nodes(std::vector<PlanNode>& nodes, const Json& node) {
  nodes.push_back(read_node(node));
  if (const auto inner = node.find({"Plans"}))
    for (const auto& child : inner->elements()) add_nodes(nodes, child);
}

Plan read_plan(const std::string& text) {
  const auto json = Json::parse(text);
  const auto root = json.find({"Plan"});
  if (!root) throw std::runtime_error{"auto_explain has logged no plan: " + text};
  Plan plan{.statement = text_of(json, "Query Text"),
            .text = text,
            .pages = static_cast<std::int64_t>(number_of(*root, "Shared Hit Blocks") +
                                               number_of(*root, "Shared Read Blocks"))};
  add_nodes(plan.nodes, *root);
  return plan;
}

}  // namespace

std::string log_plans(std::string_view plan_cache_mode) {
  std::string options;
  for (const auto& setting :
       {std::string{"session_preload_libraries=auto_explain"},
        std::string{"auto_explain.log_min_duration=0"}, std::string{"auto_explain.log_analyze=on"},
        std::string{"auto_explain.log_buffers=on"}, std::string{"auto_explain.log_timing=off"},
        std::string{"auto_explain.log_format=json"},
        "plan_cache_mode=" + std::string{plan_cache_mode}})
    options += (options.empty() ? "&options=-c%20" : "%20-c%20") +
               std::string{setting}.replace(setting.find('='), 1, "%3D");
  return options;
}

bool Plan::has(std::string_view type) const {
  return std::ranges::any_of(nodes, [&](const PlanNode& node) { return node.type == type; });
}

bool Plan::sorts_rows() const {
  return std::ranges::any_of(nodes, &PlanNode::sorts_rows);
}

double Plan::rows_read() const {
  double rows = 0;
  for (const auto& node : nodes)
    if (node.reads_table) rows += node.rows;
  return rows;
}

std::vector<Plan> logged_plans(int pid, std::size_t since) {
  std::vector<Plan> plans;
  for (const auto& entry : logged(pid, since))
    if (entry.level == "LOG" && entry.text.find(" plan:\n") != std::string::npos)
      plans.push_back(read_plan(entry.text.substr(entry.text.find(" plan:\n") + 7)));
  return plans;
}

}  // namespace botstore::postgres::testing
