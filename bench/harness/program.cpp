#include "bench/harness/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "bench/harness/report.hpp"

namespace bench {

namespace {

using Names = std::vector<std::string_view>;

/// The operations to measure, in the program's order.
Names chosen(const Names& known, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return known;
  for (const auto& name : wanted)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw std::runtime_error(
          fmt::format("there is no operation {}; there are {}", name, fmt::join(known, ", ")));
  Names names;
  for (const auto name : known)
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) names.push_back(name);
  return names;
}

void measure_all(const Program& program, const Settings& settings) {
  const auto operations = chosen(program.operations, settings.operations);
  const Data data{settings.sizes};
  const auto side = program.connect(settings);
  side->prepare(data);
  if (settings.prepare) return;

  Report report{settings, side->about()};
  for (const auto operation : operations)
    report.add(operation, measure(side->callers(operation, data), settings.warmed_up_for(),
                                  settings.measured_for()));
  report.finish();
}

}  // namespace

int run(const Program& program, int argc, char** argv) {
  try {
    const auto settings = read_settings({argv + 1, argv + argc});
    if (settings.help)
      fmt::print("{}\n\n{}\nOperations: {}\n", program.summary, options_help(),
                 fmt::join(program.operations, ", "));
    else
      measure_all(program, settings);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}

void expect(bool done, std::string_view what) {
  if (!done) throw std::runtime_error(fmt::format("{}: the answer is not what it should be", what));
}

}  // namespace bench
