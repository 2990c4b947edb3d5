#pragma once

#include <map>
#include <optional>
#include <string>

#include "botstore/message.hpp"
#include "botstore/thread.hpp"

namespace botstore::detail {

/// The rows that a batch of writes to messages works on. A backend that reads a row, decides and
/// writes it lends its own, for one writer at a time.
class MessageRows {
 public:
  virtual ~MessageRows() = default;
  MessageRows(const MessageRows&) = delete;
  MessageRows& operator=(const MessageRows&) = delete;

  // Null where there is no such row; valid until the next call of any function.
  [[nodiscard]] virtual const Thread* find_thread(const std::string& id) = 0;
  [[nodiscard]] virtual const Message* find_message(const MessageKey& key) = 0;

  /// When the last message of the thread was created.
  [[nodiscard]] virtual std::optional<Timestamp> last_message_at(const std::string& thread_id) = 0;

  virtual void update_thread(Thread row) = 0;
  virtual void insert_message(Message row) = 0;
  virtual void update_message(Message row) = 0;
  /// The message `from` becomes `row`, which lies in another thread. Its values go along.
  virtual void move_message(const MessageKey& from, Message row) = 0;
  /// Deletes a message that is there, and the values that hang on it.
  virtual void delete_message(const MessageKey& key) = 0;

 protected:
  MessageRows() = default;
};

}  // namespace botstore::detail
