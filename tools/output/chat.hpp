#pragma once

#include <optional>
#include <string>

#include "botstore/message.hpp"
#include "tools/output/printer.hpp"

namespace botstore::tools {

/// What a message says, for people: a content that is text, the texts among its parts, else its
/// JSON in one line.
[[nodiscard]] std::string spoken_text(const Json& content);

/// How a conversation looks.
struct ChatView {
  bool name_threads = false;  ///< Where messages of several come together.
  bool show_ids = false;
  bool show_contents = true;
};

/// Messages as a conversation, one below the other.
class ChatPrinter : public Printer<Message> {
 public:
  ChatPrinter(Style style, ChatView view) : style_{style}, view_{view} {}

  void print(const Message& message) override;
  void finish() override;

 private:
  void print_heads(const Message& message);

  Style style_;
  ChatView view_;
  std::optional<std::string> thread_{};
  std::string day_{};
};

}  // namespace botstore::tools
