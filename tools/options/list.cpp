#include "tools/options/list.hpp"

namespace botstore::tools {

Paging ListOptions::page() const {
  return {.limit = limit, .cursor = cursor, .offset = offset, .with_total = total};
}

void add_list_options(Command& command, ListOptions& options) {
  const std::string group = "Which part";
  const auto limit = command.add_option("--limit", options.limit, "How many to list (20)")
                         .not_negative()
                         .group(group);
  command.add_option("--cursor", options.cursor, "Go on where an earlier list has ended")
      .group(group);
  const auto offset =
      command.add_option("--offset", options.offset, "Skip so many").not_negative().group(group);
  const auto total =
      command.add_flag("--total", options.total, "Count all that there are").group(group);
  command.add_flag("--all", options.all, "List everything, without an end")
      .excludes(limit)
      .excludes(offset)
      .excludes(total)
      .group(group);
  const auto set = [&options](Direction direction) {
    return [&options, direction] { options.direction = direction; };
  };
  const auto ascending =
      command.add_flag("--ascending", set(Direction::ascending), "From the first to the last")
          .group(group);
  command.add_flag("--descending", set(Direction::descending), "From the last to the first")
      .excludes(ascending)
      .group(group);
}

}  // namespace botstore::tools
