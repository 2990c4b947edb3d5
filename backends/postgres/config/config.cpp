#include "backends/postgres/config/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "backends/postgres/config/conninfo.hpp"
#include "backends/postgres/config/url.hpp"
#include "lib/arguments/check.hpp"

namespace botstore::postgres {

namespace {

using detail::Check;

constexpr std::size_t schema_bytes = 63;
constexpr std::size_t most_connections = 10'000;

constexpr std::string_view quoting_hint =
    "Write a URL, postgresql://user:password@host/database, with @ / % : of the password as %40 "
    "%2F %25 %3A, or keyword=value pairs with values in single quotes where they hold spaces.";

/// The option that holds each of libpq's keywords, where there is one.
struct Parameter {
  const char* option;
  const char* keyword;
  std::optional<std::string> PostgresOptions::*value;
};
constexpr std::array parameters{
    Parameter{"host", "host", &PostgresOptions::host},
    Parameter{"database", "dbname", &PostgresOptions::database},
    Parameter{"user", "user", &PostgresOptions::user},
    Parameter{"password", "password", &PostgresOptions::password},
    Parameter{"tls_mode", "sslmode", &PostgresOptions::tls_mode},
    Parameter{"tls_root_certificate", "sslrootcert", &PostgresOptions::tls_root_certificate},
    Parameter{"tls_certificate", "sslcert", &PostgresOptions::tls_certificate},
    Parameter{"tls_key", "sslkey", &PostgresOptions::tls_key},
};

/// BuilderBot's variables.
struct Variable {
  const char* name;
  const char* keyword;
};
constexpr std::array variables{
    Variable{"POSTGRES_DB_HOST", "host"},         Variable{"POSTGRES_DB_PORT", "port"},
    Variable{"POSTGRES_DB_NAME", "dbname"},       Variable{"POSTGRES_DB_USER", "user"},
    Variable{"POSTGRES_DB_PASSWORD", "password"},
};

/// The options that describe a connection and are stated.
std::vector<std::string> stated_parameters(const PostgresOptions& options) {
  std::vector<std::string> names;
  for (const auto& parameter : parameters)
    if (options.*parameter.value) names.emplace_back(parameter.option);
  if (options.port) names.emplace_back("port");
  if (!options.keywords.empty()) names.emplace_back("keywords");
  return names;
}

void require_no_nul(const Check& check, const detail::Field& field, std::string_view value) {
  if (value.find('\0') != std::string_view::npos) check.refuse(field, "holds U+0000");
}

Keywords from_string(const Check& check, const char* field, const std::string& text,
                     PostgresOptions& options) {
  require_no_nul(check, field, text);
  const auto rest = is_url(text) ? take_own_parameters(text, check, field, options) : text;
  auto keywords = parse_conninfo(rest);
  if (!keywords || rest.empty())
    check.refuse(field, "is not a connection string that libpq understands", quoting_hint);
  return std::move(*keywords);
}

Keywords from_parameters(const Check& check, const PostgresOptions& options) {
  Keywords keywords;
  const auto add = [&](const std::string& option, const char* keyword, const std::string& value) {
    require_no_nul(check, option.c_str(), value);
    if (options.keywords.contains(keyword))
      check.refuse(option.c_str(), fmt::format("is stated in keywords too, as {}", keyword));
    keywords.emplace_back(keyword, value);
  };
  for (const auto& parameter : parameters)
    if (const auto& value = options.*parameter.value)
      add(parameter.option, parameter.keyword, *value);
  if (options.port) add("port", "port", std::to_string(*options.port));
  for (const auto& [keyword, value] : options.keywords) {
    const auto field = fmt::format("keywords[{}]", keyword);
    if (!is_keyword(keyword)) check.refuse(field.c_str(), "is no keyword of this libpq's");
    require_no_nul(check, field.c_str(), value);
    keywords.emplace_back(keyword, value);
  }
  return keywords;
}

Keywords from_environment(const Check& check, const Environment& environment,
                          PostgresOptions& options) {
  if (const auto url = environment("DATABASE_URL"))
    return from_string(check, "DATABASE_URL", *url, options);
  Keywords keywords;
  for (const auto& variable : variables)
    if (auto value = environment(variable.name))
      keywords.emplace_back(variable.keyword, std::move(*value));
  return keywords;
}

Keywords from_source(const Check& check, const Environment& environment, PostgresOptions& options) {
  const auto stated = stated_parameters(options);
  if (options.connection_string && !stated.empty())
    check.refuse("connection_string",
                 fmt::format("is stated together with {}", fmt::join(stated, ", ")),
                 "State one or the other.");
  if (options.connection_string)
    return from_string(check, "connection_string", *options.connection_string, options);
  if (!stated.empty()) return from_parameters(check, options);
  return from_environment(check, environment, options);
}

bool is_port(std::string_view text) noexcept {
  unsigned number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && stop == text.data() + text.size() && number > 0 &&
         number <= 65'535;
}

/// libpq would show a port that is none, which may be a part of a password that a URL broke.
void check_ports(const Check& check, const Keywords& keywords) {
  const auto* ports = find(keywords, "port");
  if (ports == nullptr) return;
  for (std::string_view rest = *ports;;) {
    const auto port = rest.substr(0, rest.find(','));
    if (!port.empty() && !is_port(port))
      check.refuse("port", "is not a number from 1 to 65535", quoting_hint);
    if (port.size() == rest.size()) return;
    rest.remove_prefix(port.size() + 1);
  }
}

void complete(const Check& check, Keywords& keywords) {
  if (const auto* encoding = find(keywords, "client_encoding")) {
    std::string upper = *encoding;
    std::ranges::transform(upper, upper.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    if (upper != "UTF8" && upper != "UTF-8") check.refuse("client_encoding", "is not UTF8");
  }
  set(keywords, "client_encoding", "UTF8");
  if (find(keywords, "fallback_application_name") == nullptr)
    set(keywords, "fallback_application_name", "botstore");
}

std::optional<std::chrono::seconds> connect_timeout_of(const Check& check,
                                                       const Keywords& keywords) {
  const auto* stated = find(keywords, "connect_timeout");
  const auto text = stated != nullptr ? *stated : default_of("connect_timeout");
  if (text.empty()) return std::nullopt;
  int seconds = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || stop != text.data() + text.size())
    check.refuse("connect_timeout", "is not a whole number of seconds");
  // By libpq's rule, nothing and less than nothing mean no limit.
  if (seconds <= 0) return std::nullopt;
  return std::chrono::seconds{seconds};
}

void check_pool(const Check& check, const PoolOptions& pool) {
  using std::chrono::milliseconds;
  if (pool.max_connections < 1 || pool.max_connections > most_connections)
    check.refuse("pool.max_connections", "is not a number from 1 to 10000");
  if (pool.acquire_timeout <= milliseconds{0})
    check.refuse("pool.acquire_timeout", "is not more than nothing");
  if (pool.idle_timeout < milliseconds{0}) check.refuse("pool.idle_timeout", "is negative");
  if (pool.max_lifetime <= milliseconds{0})
    check.refuse("pool.max_lifetime", "is not more than nothing");
}

void check_schema(const Check& check, const PostgresOptions& options) {
  if (!options.schema) return;
  if (options.schema->empty()) check.refuse("schema", "is empty");
  check.text("schema", *options.schema, schema_bytes);
}

}  // namespace

std::optional<std::string> process_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

Config configure(PostgresOptions options, const Environment& environment) {
  const Check check{"PostgresStore"};
  auto keywords = from_source(check, environment, options);
  check_ports(check, keywords);
  check_pool(check, options.pool);
  check_schema(check, options);
  complete(check, keywords);

  Config config{.targets = targets_of(keywords),
                .connect_timeout = connect_timeout_of(check, keywords)};
  options.connection_string.reset();
  for (const auto& parameter : parameters) (options.*parameter.value).reset();
  options.port.reset();
  options.keywords.clear();
  config.options = std::move(options);
  return config;
}

}  // namespace botstore::postgres
