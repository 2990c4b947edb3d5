#include "lib/text/json/writer.hpp"

#include <string_view>
#include <utility>

#include "lib/text/json/number.hpp"
#include "lib/text/json/reader.hpp"
#include "lib/text/json/string.hpp"

namespace botstore::detail {

namespace {

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
  Writer(std::string& out, Form form) : out_{out}, form_{form} {}

  void operator()(std::nullptr_t) const { out_ += "null"; }
  void operator()(bool value) const { out_ += value ? "true" : "false"; }
  void operator()(const std::string& value) const { write_string(out_, value); }

  void operator()(const Number& number) const {
    if (form_ == Form::canonical)
      write_decimal(out_, to_decimal(number.text));
    else
      out_ += number.text;
  }

  void operator()(const Array& array) const {
    write_list(out_, "[]", array, [this](const Node& node) { write_node(out_, node, form_); });
  }

  void operator()(const Object& object) const {
    if (form_ == Form::canonical)
      write_list(out_, "{}", sorted_members(object), [this](const Member* one) { write(*one); });
    else
      write_list(out_, "{}", object, [this](const Member& one) { write(one); });
  }

 private:
  void write(const Member& member) const {
    write_string(out_, member.key);
    out_ += ':';
    write_node(out_, member.value, form_);
  }

  std::string& out_;
  Form form_;
};

}  // namespace

void write_node(std::string& out, const Node& node, Form form) {
  std::visit(Writer{out, form}, node.value);
}

std::string canonical_text(const Json& json) {
  if (json.text() == "{}") return json.text();  // As most metadata is.
  std::string out;
  out.reserve(json.text().size());
  write_node(out, read_tree(json), Form::canonical);
  return out;
}

}  // namespace botstore::detail
