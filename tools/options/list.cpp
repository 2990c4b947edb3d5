#include "tools/options/list.hpp"

#include <CLI/CLI.hpp>

namespace botstore::tools {

Paging ListOptions::page() const {
  return {.limit = limit, .cursor = cursor, .offset = offset, .with_total = total};
}

void add_list_options(CLI::App& command, ListOptions& options) {
  const std::string group = "Which part";
  auto* limit = command.add_option("--limit", options.limit, "How many to list (20)")
                    ->check(CLI::NonNegativeNumber)
                    ->group(group);
  command.add_option("--cursor", options.cursor, "Go on where an earlier list has ended")
      ->group(group);
  auto* offset = command.add_option("--offset", options.offset, "Skip so many")
                     ->check(CLI::NonNegativeNumber)
                     ->group(group);
  auto* total =
      command.add_flag("--total", options.total, "Count all that there are")->group(group);
  command.add_flag("--all", options.all, "List everything, without an end")
      ->excludes(limit)
      ->excludes(offset)
      ->excludes(total)
      ->group(group);
  const auto set = [&options](Direction direction) {
    return [&options, direction](std::int64_t) { options.direction = direction; };
  };
  auto* ascending =
      command
          .add_flag_function("--ascending", set(Direction::ascending), "From the first to the last")
          ->group(group);
  command
      .add_flag_function("--descending", set(Direction::descending), "From the last to the first")
      ->excludes(ascending)
      ->group(group);
}

}  // namespace botstore::tools
