#include "bench/harness/report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <utility>

namespace bench {

namespace {

using botstore::Json;

/// To a tenth, so that nobody reads more into it.
Json rounded(double value) {
  return Json::number(std::round(value * 10) / 10);
}

}  // namespace

Report::Report(const Settings& settings, std::string about)
    : settings_{settings}, about_{std::move(about)} {
  if (settings_.json) return;
  fmt::print("{}, callers: {}\n{:<16} {:>10} {:>10} {:>10} {:>10} {:>10}\n", about_,
             settings_.callers, "operation", "per second", "p50 µs", "p95 µs", "p99 µs", "CPU µs");
}

void Report::add(std::string_view operation, const Figures& figures) {
  if (settings_.json) {
    results_.push_back(Json::object({{"operation", Json::string(operation)},
                                     {"per_second", rounded(figures.per_second)},
                                     {"p50_us", rounded(figures.p50_us)},
                                     {"p95_us", rounded(figures.p95_us)},
                                     {"p99_us", rounded(figures.p99_us)},
                                     {"cpu_us", rounded(figures.cpu_us)}}));
    return;
  }
  fmt::print("{:<16} {:>10.0f} {:>10.1f} {:>10.1f} {:>10.1f} {:>10.1f}\n", operation,
             figures.per_second, figures.p50_us, figures.p95_us, figures.p99_us, figures.cpu_us);
  std::fflush(stdout);
}

void Report::finish() const {
  if (!settings_.json) return;
  const auto report = Json::object({{"store", Json::string(about_)},
                                    {"callers", Json::number(settings_.callers)},
                                    {"connections", Json::number(settings_.connections_used())},
                                    {"seconds", Json::number(settings_.seconds)},
                                    {"results", Json::array(results_)}});
  fmt::print("{}\n", report.text());
}

}  // namespace bench
