#include "lib/text/json/reader.hpp"

#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "botstore/error.hpp"
#include "botstore/limits.hpp"
#include "lib/text/json/scan.hpp"
#include "lib/text/utf8.hpp"

namespace botstore::detail {

namespace {

using rapidjson::SizeType;

/// Takes RapidJSON's events and sees to the depth.
template <class Derived>
class Handler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Derived> {
 public:
  bool StartObject() { return ++depth_ <= limits::json_depth; }
  bool StartArray() { return ++depth_ <= limits::json_depth; }

 protected:
  bool leave() {
    --depth_;
    return true;
  }

 private:
  std::size_t depth_ = 0;
};

/// Builds nothing.
class Checker : public Handler<Checker> {
 public:
  bool EndObject(SizeType) { return leave(); }
  bool EndArray(SizeType) { return leave(); }
};

/// Builds the tree from the leaves up: the stack holds the finished values that await their array
/// or object.
class TreeBuilder : public Handler<TreeBuilder> {
 public:
  TreeBuilder(const rapidjson::MemoryStream& stream, const std::string& text)
      : stream_{stream}, text_{text} {}

  bool Null() { return push(nullptr); }
  bool Bool(bool value) { return push(value); }

  /// Any number: the masked text has no other than 0, and the stream stands behind it.
  bool Uint(unsigned) { return push(Number{std::string{number_token(text_, stream_.Tell() - 1)}}); }

  bool String(const char* data, SizeType size, bool) { return push(std::string{data, size}); }

  bool EndArray(SizeType count) {
    const auto first = stack_.end() - static_cast<std::ptrdiff_t>(count);
    Array array{std::move_iterator{first}, std::move_iterator{stack_.end()}};
    stack_.erase(first, stack_.end());
    push(std::move(array));
    return leave();
  }

  /// A key stands on the stack before its value.
  bool EndObject(SizeType count) {
    const auto first = stack_.size() - std::size_t{2} * count;
    Object object;
    object.reserve(count);
    for (auto at = first; at < stack_.size(); at += 2)
      object.push_back(
          {std::get<std::string>(std::move(stack_[at].value)), std::move(stack_[at + 1])});
    stack_.resize(first);
    push(std::move(object));
    return leave();
  }

  [[nodiscard]] Node root() && { return std::move(stack_.front()); }

 private:
  template <class T>
  bool push(T&& value) {
    stack_.emplace_back().value = std::forward<T>(value);
    return true;
  }

  const rapidjson::MemoryStream& stream_;
  const std::string& text_;
  std::vector<Node> stack_{};
};

/// RapidJSON's errors in words of our own: its texts differ from one packager to the next. Numbers
/// and surrogates have been seen to before.
std::string describe(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty:
    case rapidjson::kParseErrorValueInvalid:
      return "no valid value";
    case rapidjson::kParseErrorDocumentRootNotSingular:
      return "more text after the value";
    case rapidjson::kParseErrorObjectMissName:
      return "no key";
    case rapidjson::kParseErrorObjectMissColon:
      return "no colon after a key";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "no comma or } after a member";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "no comma or ] after an element";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
    case rapidjson::kParseErrorStringEscapeInvalid:
      return "an invalid escape or a raw control character";
    case rapidjson::kParseErrorStringMissQuotationMark:
      return "a string without an end";
    case rapidjson::kParseErrorTermination:
      return fmt::format("more than {} levels of nesting", limits::json_depth);
    default:
      return "text that is not JSON";
  }
}

/// Parses `stream`, a text with masked numbers.
template <class HandlerT>
std::optional<Fault> parse(rapidjson::MemoryStream& stream, HandlerT& handler) {
  const auto result = rapidjson::Reader{}.Parse<rapidjson::kParseIterativeFlag>(stream, handler);
  if (result.IsError()) return Fault{describe(result.Code()), result.Offset()};
  return std::nullopt;
}

std::optional<Fault> find_fault(const std::string& text, Strings strings) {
  NumberMask mask{text, NumberLimits::apply, strings};
  if (auto fault = mask.run()) return fault;
  rapidjson::MemoryStream stream{mask.text().data(), mask.text().size()};
  Checker checker;
  return parse(stream, checker);
}

[[noreturn]] void refuse_stored(const Fault& fault) {
  throw Error(ErrorCode::corrupt,
              {.context = "stored JSON", .cause = fmt::format("json: {}", describe(fault))});
}

}  // namespace

std::optional<Fault> find_fault(const std::string& text) {
  if (text.size() > limits::text_bytes)
    return Fault{
        fmt::format("{} bytes, more than the {} allowed", text.size(), limits::text_bytes)};
  if (const auto at = find_invalid_utf8(text)) return Fault{"invalid UTF-8", at};
  if (auto fault = find_fault(text, Strings::shorten); !fault || !fault->at) return fault;
  return find_fault(text, Strings::keep);  // It knows the place in the text itself.
}

void check_stored(const std::string& text) {
  if (const auto fault = find_fault(text)) refuse_stored(*fault);
}

Node read_tree(const std::string& text) {
  NumberMask mask{text, NumberLimits::ignore, Strings::keep};
  if (const auto fault = mask.run()) refuse_stored(*fault);
  rapidjson::MemoryStream stream{mask.text().data(), mask.text().size()};
  TreeBuilder builder{stream, text};
  if (const auto fault = parse(stream, builder)) refuse_stored(*fault);
  return std::move(builder).root();
}

}  // namespace botstore::detail
