#include "tools/findings/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include "tools/output/json.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

using Level = Finding::Level;

std::string_view name_of(Level level) {
  switch (level) {
    case Level::good:
      return "good";
    case Level::note:
      return "note";
    case Level::fault:
      break;
  }
  return "fault";
}

std::string coloured(const Style& style, Level level) {
  const auto name = fmt::format("{:5}", name_of(level));
  switch (level) {
    case Level::good:
      return style.green(name);
    case Level::note:
      return style.yellow(name);
    case Level::fault:
      break;
  }
  return style.red(name);
}

void print_for_machines(const Finding& finding) {
  print_json(std::cout, Json::object({
                            {"check", Json::string(finding.check)},
                            {"level", Json::string(name_of(finding.level))},
                            {"says", Json::string(safe_text(finding.says, Lines::many))},
                            {"mend", Json::string(safe_text(finding.mend, Lines::many))},
                        }));
}

void print_for_people(const Finding& finding, const Style& style, std::size_t width) {
  constexpr std::size_t margin = 7;
  std::cout << coloured(style, finding.level) << "  "
            << style.bold(fmt::format("{:{}}", finding.check, width)) << "  "
            << safe_text(finding.says) << '\n';
  if (finding.mend.empty()) return;
  auto mend = safe_text(finding.mend, Lines::many);
  while (mend.ends_with('\n')) mend.pop_back();
  std::cout << std::string(margin, ' ') << indent_rest(mend, margin) << '\n';
}

}  // namespace

Finding fault(std::string check, std::string says, std::string mend) {
  return {.level = Level::fault,
          .check = std::move(check),
          .says = std::move(says),
          .mend = std::move(mend)};
}

Exit print_findings(const Context& context, const Findings& findings) {
  std::size_t width = 0;
  for (const auto& finding : findings) width = std::max(width, finding.check.size());
  for (const auto& finding : findings) {
    if (context.json)
      print_for_machines(finding);
    else
      print_for_people(finding, context.out_style(), width);
  }
  const bool faulty = std::ranges::any_of(
      findings, [](const Finding& finding) { return finding.level == Level::fault; });
  return faulty ? Exit::fault : Exit::done;
}

}  // namespace botstore::tools
