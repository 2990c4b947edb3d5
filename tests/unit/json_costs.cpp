#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "botstore/json.hpp"
#include "lib/text/json/writer.hpp"
#include "tests/catch.hpp"

/// \file
/// What JSON costs, counted in bytes that are allocated. A program of its own, because it replaces
/// the operators that allocate.

namespace {

std::size_t allocated = 0;

}  // namespace

void* operator new(std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept {
  allocated += bytes;
  return std::malloc(bytes == 0 ? 1 : bytes);
}

void* operator new(std::size_t bytes) {
  void* const place = ::operator new(bytes, std::nothrow);
  if (place == nullptr) throw std::bad_alloc{};
  return place;
}

void operator delete(void* place) noexcept {
  std::free(place);
}

void operator delete(void* place, std::size_t /*bytes*/) noexcept {
  std::free(place);
}

namespace botstore {

namespace {

/// JSON that is repeated at the bottom of a value, and the brackets of each level above.
struct Shape {
  std::string name{};
  std::string repeated{};
  std::string open{};
  std::string close{};
};

const Shape shapes[] = {
    {"numbers in arrays", "1.5", "[", "]"},
    {"numbers in objects", "1.5", R"({"b":1,"a":)", "}"},
    {"strings in arrays", R"("some text")", "[0,", ",0]"},
    {"strings in objects", R"("some text")", R"({"a":)", R"(,"B":0})"},
    {"objects in objects", R"({"b":{},"a":[]})", R"({"a":)", "}"},
};

Json value_of(const Shape& shape, std::size_t bytes, std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += shape.open;
  text += '[';
  while (text.size() + depth * shape.close.size() < bytes) text += shape.repeated + ',';
  text += "0]";
  for (std::size_t i = 0; i < depth; ++i) text += shape.close;
  return Json::parse(std::move(text));
}

std::size_t cost_of_canonical_text(const Json& value) {
  const auto before = allocated;
  const auto text = detail::canonical_text(value);
  REQUIRE_FALSE(text.empty());
  return allocated - before;
}

}  // namespace

TEST_CASE("a canonical text costs in proportion to the value's size, whatever its depth") {
  constexpr std::size_t bytes = 100'000;
  for (const auto& shape : shapes) {
    const auto flat = cost_of_canonical_text(value_of(shape, bytes, 1));
    for (const std::size_t depth : {10, 100, 400}) {
      CAPTURE(shape.name, depth, flat);
      CHECK(cost_of_canonical_text(value_of(shape, bytes, depth)) < 2 * flat);
      CHECK(cost_of_canonical_text(value_of(shape, 2 * bytes, depth)) < 4 * flat);
    }
  }
}

}  // namespace botstore
