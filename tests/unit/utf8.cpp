#include "lib/text/utf8.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "tests/catch.hpp"

using namespace std::literals;
using botstore::detail::append_utf8;
using botstore::detail::find_invalid_utf8;
using botstore::detail::first_character;
using botstore::detail::is_blank;

namespace {

/// The sequence that UTF-8's bit pattern gives a code point, whether it is allowed or not.
std::string encode(unsigned code) {
  const auto tail = [](unsigned bits) { return static_cast<char>(0x80U | (bits & 0x3fU)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xc0U | (code >> 6U)), tail(code)};
  if (code < 0x10000)
    return {static_cast<char>(0xe0U | (code >> 12U)), tail(code >> 6U), tail(code)};
  return {static_cast<char>(0xf0U | (code >> 18U)), tail(code >> 12U), tail(code >> 6U),
          tail(code)};
}

}  // namespace

TEST_CASE("every code point but the surrogates is valid UTF-8", "[utf8]") {
  for (unsigned code = 0; code <= 0x110100; ++code) {
    const bool valid = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    const auto expected = valid ? std::nullopt : std::optional<std::size_t>{0};
    if (find_invalid_utf8(encode(code)) != expected) {
      CAPTURE(code);
      REQUIRE(find_invalid_utf8(encode(code)) == expected);
    }
  }
}

TEST_CASE("every character is written, and read from a text's start", "[utf8]") {
  for (unsigned code = 0; code <= 0x10ffff; ++code) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    std::string written;
    append_utf8(written, code);
    const auto first = first_character(written + "\x80");
    if (written != encode(code) || !first || first->code != code ||
        first->bytes != written.size()) {
      CAPTURE(code, written);
      FAIL();
    }
  }
  CHECK_FALSE(first_character(""));
  CHECK_FALSE(first_character("\xed\xa0\x80"));
}

TEST_CASE("malformed sequences are found where they start", "[utf8]") {
  for (const auto bad : {"\x80"sv,
                         "\xbf"sv,
                         "\xc0\x80"sv,
                         "\xc1\xbf"sv,
                         "\xc3"sv,
                         "\xc3("sv,
                         "\xe0\x80\x80"sv,
                         "\xe0\x9f\xbf"sv,
                         "\xe2\x82"sv,
                         "\xe2\x28\xa1"sv,
                         "\xe2\x82("sv,
                         "\xed\xa0\x80"sv,
                         "\xed\xbf\xbf"sv,
                         "\xf0\x80\x80\x80"sv,
                         "\xf0\x8f\xbf\xbf"sv,
                         "\xf0\x9f\x98"sv,
                         "\xf0\x9f\x98("sv,
                         "\xf4\x90\x80\x80"sv,
                         "\xf5\x80\x80\x80"sv,
                         "\xfe"sv,
                         "\xff"sv}) {
    for (const auto before : {""sv, "a"sv, "1234567"sv, "12345678"sv, "123456789"sv,
                              "\xf0\x9f\x98\x80\xc3\xa9\xe2\x82\xac"sv}) {
      const auto text = std::string{before}.append(bad);
      INFO(before << " " << text.size());
      CHECK(find_invalid_utf8(text) == before.size());
      CHECK(find_invalid_utf8(text + "and so on") == before.size());
    }
  }
}

TEST_CASE("a sequence that the text's end cuts is invalid, whatever stands behind it", "[utf8]") {
  for (const auto whole : {"\xc3\xa9"sv, "\xe2\x82\xac"sv, "\xf0\x9f\x98\x80"sv})
    for (std::size_t length = 1; length < whole.size(); ++length)
      CHECK(find_invalid_utf8(whole.substr(0, length)) == 0);
}

TEST_CASE("well-formed text is valid UTF-8 at any length and place", "[utf8]") {
  for (std::size_t length = 0; length < 40; ++length) {
    CHECK_FALSE(find_invalid_utf8(std::string(length, 'a')));
    CHECK_FALSE(find_invalid_utf8(std::string(length, 'a') + "\xf0\x9f\x98\x80"));
    CHECK_FALSE(find_invalid_utf8(std::string(length, 'a') + "\xe2\x82\xac" + "bcdefghijkl"));
  }
  CHECK_FALSE(find_invalid_utf8("a\0b"sv));
}

TEST_CASE("text is blank if it holds nothing but white space", "[utf8]") {
  CHECK(is_blank(""));
  CHECK(is_blank(" \t\n\v\f\r"));
  for (const unsigned code : {0x09U, 0x0aU, 0x0dU, 0x20U, 0x85U, 0xa0U, 0x1680U, 0x2000U, 0x2005U,
                              0x200aU, 0x2028U, 0x2029U, 0x202fU, 0x205fU, 0x3000U}) {
    CAPTURE(code);
    CHECK(is_blank(encode(code)));
    CHECK(is_blank(" " + encode(code) + " "));
    CHECK_FALSE(is_blank(encode(code) + "x"));
  }
  for (const unsigned code : {0x00U, 0x08U, 0x0eU, 0x1fU, 0x21U, 0x84U, 0x86U, 0x180eU, 0x1fffU,
                              0x200bU, 0x2027U, 0x202aU, 0x2060U, 0x3001U, 0xfeffU, 0x1f600U}) {
    CAPTURE(code);
    CHECK_FALSE(is_blank(encode(code)));
    CHECK_FALSE(is_blank("  " + encode(code)));
  }
}
