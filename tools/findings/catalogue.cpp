#include "tools/findings/catalogue.hpp"

#include <algorithm>
#include <iostream>

#include "tools/output/json.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

Json text(const std::optional<std::string>& value) {
  return value ? Json::string(*value) : Json{};
}

void print_for_machines(const Difference& difference) {
  print_json(std::cout, Json::object({
                            {"kind", Json::string(difference.kind)},
                            {"name", Json::string(difference.name)},
                            {"expected", text(difference.expected)},
                            {"live", text(difference.live)},
                        }));
}

/// The lines of a definition behind a mark, as diff writes them.
std::string marked(char mark, const std::string& definition) {
  std::string lines{mark};
  for (const char c : safe_text(definition, Lines::many)) {
    lines += c;
    if (c == '\n') lines += mark;
  }
  return lines;
}

void print_for_people(const Difference& difference, const Style& style) {
  std::cout << style.bold(safe_text(describe(difference))) << '\n';
  if (difference.expected) std::cout << style.red(marked('-', *difference.expected)) << '\n';
  if (difference.live) std::cout << style.green(marked('+', *difference.live)) << '\n';
}

}  // namespace

Differences compare(const Catalogue& expected, const Catalogue& live) {
  Differences differences;
  for (const auto& [key, definition] : expected) {
    const auto found = live.find(key);
    if (found == live.end())
      differences.push_back({key.first, key.second, definition, std::nullopt});
    else if (found->second != definition)
      differences.push_back({key.first, key.second, definition, found->second});
  }
  for (const auto& [key, definition] : live)
    if (!expected.contains(key))
      differences.push_back({key.first, key.second, std::nullopt, definition});
  return differences;
}

std::string describe(const Difference& difference) {
  const auto what = difference.kind + ' ' + difference.name;
  if (!difference.live) return what + " is missing";
  return what + (difference.expected ? " differs" : " was added");
}

Exit print_differences(const Context& context, const Differences& differences) {
  for (const auto& difference : differences) {
    if (context.json)
      print_for_machines(difference);
    else
      print_for_people(difference, context.out_style());
  }
  if (differences.empty() && !context.json) std::cout << "The schema is what this library makes.\n";
  const bool faulty = std::ranges::any_of(
      differences, [](const Difference& difference) { return difference.expected.has_value(); });
  return faulty ? Exit::fault : Exit::done;
}

}  // namespace botstore::tools
