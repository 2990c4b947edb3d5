#include "backends/postgres/config/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "backends/postgres/config/conninfo.hpp"

namespace botstore::postgres {

namespace {

using detail::Check;

constexpr std::array<std::string_view, 2> schemes{"postgresql://", "postgres://"};

/// A parameter's value on its way into the options.
struct Value {
  const Check& check;
  const char* field;
  std::string_view name;
  std::string text;

  [[noreturn]] void refuse(std::string_view rule) const {
    check.refuse(field, fmt::format("has a parameter {} that is not {}", name, rule));
  }
};

std::optional<unsigned> hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

/// Undoes percent-encoding; absent if it is wrong.
std::optional<std::string> decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[i + 1]);
    const auto low = hex_digit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    decoded.push_back(static_cast<char>(*high << 4 | *low));
    i += 2;
  }
  return decoded;
}

std::int64_t number(const Value& value) {
  std::int64_t number = 0;
  const char* end = value.text.data() + value.text.size();
  const auto [stop, error] = std::from_chars(value.text.data(), end, number);
  // The bound keeps seconds within what a duration in milliseconds holds, and is a year.
  if (error != std::errc{} || stop != end || number < 0 || number > 366 * 24 * 3600)
    value.refuse("a whole number");
  return number;
}

bool boolean(const Value& value) {
  if (value.text == "true") return true;
  if (value.text == "false") return false;
  value.refuse("true or false");
}

SchemaMode mode(const Value& value) {
  if (value.text == "migrate") return SchemaMode::migrate;
  if (value.text == "verify") return SchemaMode::verify;
  if (value.text == "none") return SchemaMode::none;
  value.refuse("migrate, verify or none");
}

struct OwnParameter {
  std::string_view name;
  void (*set)(PostgresOptions& options, const Value& value);
};

constexpr std::array own_parameters{
    OwnParameter{"pool_acquire_timeout",
                 [](PostgresOptions& options, const Value& value) {
                   options.pool.acquire_timeout = std::chrono::seconds{number(value)};
                 }},
    OwnParameter{"pool_idle_timeout",
                 [](PostgresOptions& options, const Value& value) {
                   options.pool.idle_timeout = std::chrono::seconds{number(value)};
                 }},
    OwnParameter{"pool_max",
                 [](PostgresOptions& options, const Value& value) {
                   options.pool.max_connections = static_cast<std::size_t>(number(value));
                 }},
    OwnParameter{"pool_max_lifetime",
                 [](PostgresOptions& options, const Value& value) {
                   options.pool.max_lifetime = std::chrono::seconds{number(value)};
                 }},
    OwnParameter{"prepared_statements",
                 [](PostgresOptions& options, const Value& value) {
                   options.prepared_statements = boolean(value);
                 }},
    OwnParameter{"resource_index",
                 [](PostgresOptions& options, const Value& value) {
                   options.resource_index = boolean(value);
                 }},
    OwnParameter{"schema",
                 [](PostgresOptions& options, const Value& value) { options.schema = value.text; }},
    OwnParameter{"schema_mode", [](PostgresOptions& options,
                                   const Value& value) { options.schema_mode = mode(value); }},
};

const OwnParameter* find_own(std::string_view name) noexcept {
  for (const auto& own : own_parameters)
    if (own.name == name) return &own;
  return nullptr;
}

/// Names a parameter that nobody knows. Not where the text may be the rest of a password with a raw
/// `?` in it: then libpq's refusal, which names nothing, must do.
void require_known(std::string_view name, std::string_view parameter, const Check& check,
                   const char* field) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
  const bool is_name = name.find_first_not_of(letters) == std::string_view::npos;
  if (!is_name || is_keyword(name) || parameter.find('@') != std::string_view::npos) return;
  check.refuse(
      field,
      fmt::format("states the parameter \"{}\", which neither libpq nor the store knows", name),
      "The store's own begin with pool_, or are schema, schema_mode, prepared_statements "
      "and resource_index.");
}

/// Where the host begins: behind the user and the password, which reach to the first `@` unless a
/// `/` comes before it. libpq reads it so.
std::size_t start_of_host(std::string_view url) noexcept {
  const auto start = url.find("//") + 2;
  const auto end = url.find_first_of("@/", start);
  return end != std::string_view::npos && url[end] == '@' ? end + 1 : start;
}

}  // namespace

bool is_url(std::string_view text) noexcept {
  for (const auto scheme : schemes)
    if (text.starts_with(scheme)) return true;
  return false;
}

std::string take_own_parameters(std::string_view url, const Check& check, const char* field,
                                PostgresOptions& options) {
  const auto host = start_of_host(url);
  const auto query = std::min(url.find('?', host), url.size());
  // A password with a raw `@` or `/` would end up in the host's name, and from there in errors.
  if (url.substr(host, query - host).find('@') != std::string_view::npos)
    check.refuse(field, "holds a character that a URL's user or password must not",
                 "Write @ as %40, / as %2F, : as %3A and % as %25.");

  std::string kept{url.substr(0, query)};
  char separator = '?';
  for (auto rest = url.substr(std::min(query + 1, url.size())); !rest.empty();) {
    const auto parameter = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(parameter.size() + 1, rest.size()));
    const auto equals = parameter.find('=');
    if (const auto* own = find_own(parameter.substr(0, equals));
        own != nullptr && equals != std::string_view::npos) {
      Value value{check, field, own->name, {}};
      auto text = decode(parameter.substr(equals + 1));
      if (!text) value.refuse("percent-encoded as it should be");
      value.text = std::move(*text);
      own->set(options, value);
      continue;
    }
    require_known(parameter.substr(0, equals), parameter, check, field);
    kept += separator;
    kept += parameter;
    separator = '&';
  }
  return kept;
}

}  // namespace botstore::postgres
