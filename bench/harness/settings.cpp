#include "bench/harness/settings.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace bench {

namespace {

struct Option {
  std::string_view name;
  std::string_view value;  // What help calls its value; empty: a flag.
  std::string_view help;
  void (*set)(Settings& settings, const std::string& value);
};

/// A whole number from `least` on.
template <class T>
T whole(const std::string& text, T least) {
  T number{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < least)
    throw std::runtime_error(fmt::format("'{}' is not a whole number from {} on", text, least));
  return number;
}

double seconds(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || !(number >= 0 && number <= 86'400))
    throw std::runtime_error(fmt::format("'{}' is not a number of seconds, a day at most", text));
  return number;
}

constexpr std::array options{
    Option{"store", "URL", "where to measure (memory:)",
           [](Settings& settings, const std::string& value) { settings.store = value; }},
    Option{"schema", "NAME", "PostgreSQL: the schema of the data (botstore_bench)",
           [](Settings& settings, const std::string& value) { settings.schema = value; }},
    Option{
        "operation", "NAME", "what to measure; may come several times (all)",
        [](Settings& settings, const std::string& value) { settings.operations.push_back(value); }},
    Option{
        "callers", "N", "threads that call at the same time (1)",
        [](Settings& settings, const std::string& value) { settings.callers = whole(value, 1); }},
    Option{"connections", "N", "PostgreSQL: connections in all (one for each caller)",
           [](Settings& settings, const std::string& value) {
             settings.connections = whole(value, 1);
           }},
    Option{"seconds", "S", "how long each operation is measured (2)",
           [](Settings& settings, const std::string& value) { settings.seconds = seconds(value); }},
    Option{"warmup", "S", "how long it runs before that (0.5)",
           [](Settings& settings, const std::string& value) { settings.warmup = seconds(value); }},
    Option{"threads", "N", "threads that are stored before (1000)",
           [](Settings& settings, const std::string& value) {
             settings.sizes.threads = whole(value, std::int64_t{1});
           }},
    Option{"messages", "N", "messages in each of them (100)",
           [](Settings& settings, const std::string& value) {
             settings.sizes.messages = whole(value, std::int64_t{20});
           }},
    Option{"content-bytes", "N", "bytes in the content of each message (500)",
           [](Settings& settings, const std::string& value) {
             settings.sizes.content_bytes = whole(value, std::int64_t{20});
           }},
    Option{"prepare", "", "store the data and measure nothing",
           [](Settings& settings, const std::string&) { settings.prepare = true; }},
    Option{"json", "", "print JSON",
           [](Settings& settings, const std::string&) { settings.json = true; }},
    Option{"help", "", "print this",
           [](Settings& settings, const std::string&) { settings.help = true; }},
};

const Option& find_option(std::string_view argument) {
  const auto name = argument.substr(0, argument.find('='));
  for (const auto& option : options)
    if (name.starts_with("--") && option.name == name.substr(2)) return option;
  throw std::runtime_error(fmt::format("there is no option {}", name));
}

}  // namespace

bool Settings::on_postgres() const noexcept {
  return store.starts_with("postgresql:") || store.starts_with("postgres:");
}

std::string Settings::store_url() const {
  if (!on_postgres()) return store;
  return fmt::format("{}{}schema={}&pool_max={}", store,
                     store.find('?') == std::string::npos ? '?' : '&', schema, connections_used());
}

Settings read_settings(const std::vector<std::string>& arguments) {
  Settings settings;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    const auto& option = find_option(*argument);
    const auto equals = argument->find('=');
    const bool is_flag = option.value.empty();
    std::string value;
    if (equals != std::string::npos) {
      value = argument->substr(equals + 1);
    } else if (!is_flag) {
      if (++argument == arguments.end())
        throw std::runtime_error(fmt::format("--{} needs a value", option.name));
      value = *argument;
    }
    if (is_flag && equals != std::string::npos)
      throw std::runtime_error(fmt::format("--{} takes no value", option.name));
    try {
      option.set(settings, value);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(fmt::format("--{}: {}", option.name, error.what()));
    }
  }
  return settings;
}

std::string options_help() {
  std::string text;
  for (const auto& option : options)
    text += fmt::format("  {:<22} {}\n", fmt::format("--{} {}", option.name, option.value),
                        option.help);
  return text;
}

}  // namespace bench
