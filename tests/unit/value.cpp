#include "tests/unit/value.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace botstore::testing {

namespace {

/// The same character as it is, and escaped.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> characters{{
    {"a", R"(\u0061)"},
    {"/", R"(\/)"},
    {"\"", R"(\u0022)"},
    {"\\", R"(\u005C)"},
    {"\n", R"(\n)"},
    {"\x1f", R"(\u001F)"},
    {"\xc3\xa9", R"(\u00e9)"},
    {"\xe2\x82\xac", R"(\u20AC)"},
    {"\xf0\x9f\x98\x80", R"(\uD83D\ude00)"},
}};

bool must_be_escaped(std::string_view character) {
  return character == "\"" || character == "\\" || static_cast<unsigned char>(character[0]) < 0x20;
}

bool contains_array(const ValueArray& whole, const ValueArray& part) {
  return std::ranges::all_of(part, [&](const Value& wanted) {
    return std::ranges::any_of(whole, [&](const Value& one) { return contains(one, wanted); });
  });
}

bool contains_object(const ValueObject& whole, const ValueObject& part) {
  return std::ranges::all_of(part, [&](const auto& wanted) {
    const auto found = whole.find(wanted.first);
    return found != whole.end() && contains(found->second, wanted.second);
  });
}

}  // namespace

bool contains(const Value& whole, const Value& part) {
  if (whole.is.index() != part.is.index()) return false;
  if (const auto* const array = std::get_if<ValueArray>(&whole.is))
    return contains_array(*array, std::get<ValueArray>(part.is));
  if (const auto* const object = std::get_if<ValueObject>(&whole.is))
    return contains_object(*object, std::get<ValueObject>(part.is));
  return whole == part;
}

Value RandomValues::scalar() {
  switch (up_to(3)) {
    case 0:
      return {nullptr};
    case 1:
      return {up_to(1) == 1};
    case 2: {
      constexpr std::array<std::int64_t, 7> counts{0, 1, -1, 100, 250, -12'300, 10'000'000};
      return {Hundredths{counts.at(static_cast<std::size_t>(up_to(counts.size() - 1)))}};
    }
    default: {
      std::string text;
      for (int length = up_to(2); length > 0; --length)
        text += characters.at(static_cast<std::size_t>(up_to(characters.size() - 1))).first;
      return {text};
    }
  }
}

Value RandomValues::any(int depth) {
  if (depth == 0 || up_to(2) == 0) return scalar();
  if (up_to(1) == 0) return object(depth);
  ValueArray array;
  for (int length = up_to(3); length > 0; --length) array.push_back(any(depth - 1));
  return {array};
}

Value RandomValues::object(int depth) {
  constexpr std::array<std::string_view, 5> keys{"a", "b", "", "metadata", "\xc3\xa9\n"};
  ValueObject object;
  for (int length = up_to(3); length > 0; --length)
    object[std::string{keys.at(static_cast<std::size_t>(up_to(keys.size() - 1)))}] =
        any(depth > 0 ? depth - 1 : 0);
  return {object};
}

struct RandomValues::Speller {
  RandomValues& random;
  std::string out{};

  void space() {
    for (int i = random.up_to(9) == 0 ? 2 : 0; i > 0; --i)
      out += " \t\n\r"[static_cast<std::size_t>(random.up_to(3))];
  }

  void value(const Value& value) {
    space();
    std::visit(*this, value.is);
    space();
  }

  void operator()(std::nullptr_t) { out += "null"; }
  void operator()(bool truth) { out += truth ? "true" : "false"; }

  void operator()(Hundredths number) {
    const auto n = number.count;
    const auto* const sign = n < 0 || (n == 0 && random.up_to(1) == 0) ? "-" : "";
    const auto size = std::abs(n);
    switch (random.up_to(4)) {
      case 0:
        out += fmt::format("{}{}e-2", sign, size);
        break;
      case 1:
        out += fmt::format("{}{}.{:02}", sign, size / 100, size % 100);
        break;
      case 2:
        out += fmt::format("{}{}.{:02}000E+00", sign, size / 100, size % 100);
        break;
      case 3:
        out += fmt::format("{}0.000{:010}e11", sign, size);
        break;
      default:
        out += size % 100 == 0 ? fmt::format("{}{}", sign, size / 100)
                               : fmt::format("{}{}0E-3", sign, size);
    }
  }

  void operator()(const std::string& text) {
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
      const auto rest = std::string_view{text}.substr(at);
      const auto* const found = std::ranges::find_if(
          characters, [&](const auto& character) { return rest.starts_with(character.first); });
      const bool known = found != characters.end();
      const auto plain = known ? found->first : rest.substr(0, 1);
      out += known && (must_be_escaped(plain) || random.up_to(1) == 0) ? found->second : plain;
      at += plain.size();
    }
    out += '"';
  }

  void operator()(const ValueArray& array) {
    out += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (i > 0) out += ',';
      value(array[i]);
    }
    if (array.empty()) space();
    out += ']';
  }

  void operator()(const ValueObject& object) {
    std::vector<std::pair<std::string, Value>> members{object.begin(), object.end()};
    std::ranges::shuffle(members, random.random_);
    if (!members.empty() && random.up_to(4) == 0)
      members.insert(members.begin(), {members.back().first, random.scalar()});
    out += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (i > 0) out += ',';
      value({members[i].first});
      out += ':';
      value(members[i].second);
    }
    if (members.empty()) space();
    out += '}';
  }
};

std::string RandomValues::spell(const Value& value) {
  Speller speller{*this};
  speller.value(value);
  return speller.out;
}

}  // namespace botstore::testing
