#include "lib/text/json/writer.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace botstore::detail {

namespace {

bool needs_escape(char c) noexcept {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

void write_escaped(std::string& out, char c) {
  constexpr std::string_view plain = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  if (const auto at = plain.find(c); at != std::string_view::npos) {
    out += '\\';
    out += letters[at];
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
  }
}

/// Writes the items between two brackets.
template <class Items, class WriteItem>
void write_list(std::string& out, std::string_view brackets, const Items& items,
                WriteItem write_item) {
  out += brackets.front();
  bool first = true;
  for (const auto& item : items) {
    if (!std::exchange(first, false)) out += ',';
    write_item(item);
  }
  out += brackets.back();
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_{out} {}

  void operator()(std::nullptr_t) const { out_ += "null"; }
  void operator()(bool value) const { out_ += value ? "true" : "false"; }
  void operator()(const Number& number) const { out_ += number.text; }
  void operator()(const std::string& value) const { write_string(out_, value); }

  void operator()(const Array& array) const {
    write_list(out_, "[]", array, [this](const Node& node) { write_node(out_, node); });
  }

  void operator()(const Object& object) const {
    write_list(out_, "{}", object, [this](const Member& member) {
      write_string(out_, member.key);
      out_ += ':';
      write_node(out_, member.value);
    });
  }

 private:
  std::string& out_;
};

}  // namespace

void write_string(std::string& out, std::string_view value) {
  out += '"';
  while (!value.empty()) {
    const auto run = std::ranges::find_if(value, needs_escape) - value.begin();
    out += value.substr(0, static_cast<std::size_t>(run));
    value.remove_prefix(static_cast<std::size_t>(run));
    if (value.empty()) break;
    write_escaped(out, value.front());
    value.remove_prefix(1);
  }
  out += '"';
}

void write_node(std::string& out, const Node& node) {
  std::visit(Writer{out}, node.value);
}

}  // namespace botstore::detail
