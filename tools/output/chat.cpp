#include "tools/output/chat.hpp"

#include <algorithm>
#include <iostream>
#include <vector>

#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

constexpr std::size_t role_width = 9;  // assistant
constexpr std::size_t day_length = 10;

/// What one part of a content says, as frameworks write them: `{"type": "text", "text": "…"}`.
std::optional<std::string> text_of_part(const Json& part) {
  if (auto text = part.as_string()) return text;
  for (const char* key : {"text", "content", "body"})
    if (const auto value = part.find({key}))
      if (auto text = value->as_string()) return text;
  return std::nullopt;
}

/// The texts of parts, a line each; absent if not all of them are texts.
std::optional<std::string> text_of_parts(const Json& parts) {
  if (parts.type() != JsonType::array || parts.elements().empty()) return std::nullopt;
  std::string joined;
  for (const auto& part : parts.elements()) {
    const auto text = text_of_part(part);
    if (!text) return std::nullopt;
    if (!joined.empty()) joined += '\n';
    joined += *text;
  }
  return joined;
}

std::string coloured(const Style& style, const std::string& role, const std::string& text) {
  if (role == "user") return style.green(text);
  if (role == "assistant") return style.cyan(text);
  return style.yellow(text);
}

}  // namespace

std::string spoken_text(const Json& content) {
  if (auto text = text_of_part(content)) return *text;
  if (auto text = text_of_parts(content)) return *text;
  for (const char* key : {"parts", "content"})
    if (const auto parts = content.find({key}))
      if (auto text = text_of_parts(*parts)) return *text;
  return one_line(content);
}

void ChatPrinter::print_heads(const Message& message) {
  if (view_.name_threads && thread_ != message.thread_id) {
    thread_ = message.thread_id;
    std::cout << style_.bold("# " + safe_text(message.thread_id)) << '\n';
  }
  if (auto day = short_time(message.created_at).substr(0, day_length); day != day_) {
    day_ = std::move(day);
    std::cout << style_.dim("-- " + day_ + " (UTC)") << '\n';
  }
}

void ChatPrinter::print(const Message& message) {
  print_heads(message);
  constexpr std::size_t time_length = 8;
  auto role = safe_text(message.role);
  if (const auto used = display_width(role); used < role_width) role.append(role_width - used, ' ');
  const auto indent = time_length + 2 + display_width(role) + 2;
  const auto said = view_.show_contents ? spoken_text(message.content) : "";
  auto text = indent_rest(safe_text(said, Lines::many), indent);
  if (message.type != "text") text = style_.dim("[" + safe_text(message.type) + "]") + ' ' + text;
  if (view_.show_ids) text += ' ' + style_.dim("(" + safe_text(message.id) + ")");
  std::cout << style_.dim(short_time(message.created_at).substr(day_length + 1, time_length))
            << "  " << coloured(style_, message.role, role) << (text.empty() ? "" : "  " + text)
            << '\n';
}

void ChatPrinter::finish() {
  std::cout.flush();
}

}  // namespace botstore::tools
