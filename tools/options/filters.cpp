#include "tools/options/filters.hpp"

#include <optional>

#include "tools/options/values.hpp"

namespace botstore::tools {

namespace {

/// An option whose every value adds a condition.
void add_condition(Command& command, JsonFilter& filter, const std::string& name,
                   const std::string& description, JsonCondition (*read)(const std::string&)) {
  const auto take = [&filter, name, read](const std::string& text) {
    filter.push_back(read_value(name, [&] { return read(text); }));
  };
  command.add_repeated(name, take, description).group("Which ones");
}

JsonCondition read_equals(const std::string& text) {
  const auto [path, value] = path_and_value_of(text);
  return where::equals(path, value);
}

}  // namespace

void add_json_options(Command& command, JsonFilter& filter, const std::string& what) {
  add_condition(command, filter, "--equals",
                "PATH=VALUE: the " + what + " has this value there, as in flow.step=2",
                read_equals);
  add_condition(command, filter, "--has", "PATH: the " + what + " has a value there",
                [](const std::string& text) { return where::has_key(path_of(text)); });
  add_condition(command, filter, "--contains", "JSON: the " + what + " contains this object",
                [](const std::string& text) { return where::contains(Json::parse(text)); });
}

void add_time_options(Command& command, TimeRange& range, const std::string& name,
                      const std::string& what) {
  const auto add = [&](const std::string& suffix, const std::string& description,
                       std::optional<Timestamp> TimeRange::*bound, bool TimeRange::*exclusive) {
    const auto option = "--" + name + suffix;
    const auto take = [&range, option, bound, exclusive](const std::string& text) {
      range.*bound = read_value(option, [&] { return time_of(text); });
      if (exclusive != nullptr) range.*exclusive = true;
    };
    return command.add_option(option, take, what + " " + description)
        .type_name("TIME")
        .group("Which ones");
  };
  const auto from = add("-from", "at this time or later", &TimeRange::start, nullptr);
  add("-after", "later than this", &TimeRange::start, &TimeRange::start_exclusive).excludes(from);
  const auto until = add("-until", "at this time or earlier", &TimeRange::end, nullptr);
  add("-before", "earlier than this", &TimeRange::end, &TimeRange::end_exclusive).excludes(until);
}

}  // namespace botstore::tools
