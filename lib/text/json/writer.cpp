#include "lib/text/json/writer.hpp"

#include <string_view>
#include <utility>

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

void write_node(std::string& out, const Node& node) {
  std::visit(Writer{out}, node.value);
}

}  // namespace botstore::detail
