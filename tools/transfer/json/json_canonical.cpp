#include "tools/transfer/json/json_canonical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/text/json/string.hpp"

namespace botstore::transfer {

namespace {

std::string_view without_space(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
  return text.substr(0, text.find_last_not_of(space) + 1);
}

/// `text` is a number of RFC 8259.
std::string canonical_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto mantissa = text.substr(0, text.find_first_of("eE"));
  std::int64_t power = 0;
  if (mantissa.size() < text.size()) {
    auto written = text.substr(mantissa.size() + 1);
    if (written.starts_with('+')) written.remove_prefix(1);
    std::from_chars(written.data(), written.data() + written.size(), power);
  }
  std::string digits{mantissa.substr(0, mantissa.find('.'))};
  if (digits.size() < mantissa.size()) {
    const auto fraction = mantissa.substr(digits.size() + 1);
    digits += fraction;
    power -= static_cast<std::int64_t>(fraction.size());
  }
  const auto last = digits.find_last_not_of('0');
  if (last == std::string::npos) return "0";
  power += static_cast<std::int64_t>(digits.size() - last - 1);
  digits.erase(last + 1);
  digits.erase(0, digits.find_first_not_of('0'));
  return fmt::format("{}{}e{}", negative ? "-" : "", digits, power);
}

void append_canonical(std::string& out, const Json& json);

void append_canonical_object(std::string& out, const Json& json) {
  auto members = json.members();
  std::ranges::stable_sort(members, {}, [](const auto& member) { return member.first; });
  const auto start = out.size();
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i + 1 < members.size() && members[i].first == members[i + 1].first) continue;
    if (out.size() > start + 1) out += ',';
    detail::write_string(out, members[i].first);
    out += ':';
    append_canonical(out, members[i].second);
  }
  out += '}';
}

void append_canonical_array(std::string& out, const Json& json) {
  const auto start = out.size();
  out += '[';
  for (const auto& element : json.elements()) {
    if (out.size() > start + 1) out += ',';
    append_canonical(out, element);
  }
  out += ']';
}

void append_canonical(std::string& out, const Json& json) {
  switch (json.type()) {
    case JsonType::null:
      out += "null";
      break;
    case JsonType::boolean:
      out += json.as_boolean().value() ? "true" : "false";
      break;
    case JsonType::number:
      out += canonical_number(without_space(json.text()));
      break;
    case JsonType::string:
      detail::write_string(out, json.as_string().value());
      break;
    case JsonType::array:
      append_canonical_array(out, json);
      break;
    case JsonType::object:
      append_canonical_object(out, json);
      break;
  }
}

}  // namespace

std::string canonical(const Json& json) {
  if (json.text() == "{}") return json.text();
  std::string out;
  append_canonical(out, json);
  return out;
}

}  // namespace botstore::transfer
