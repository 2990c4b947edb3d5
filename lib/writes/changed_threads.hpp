#pragma once

#include <map>
#include <string>

#include "lib/writes/message_rows.hpp"

namespace botstore::detail {

/// The threads that a batch of writes to messages works on: each is read once, and written once at
/// the end if it changed.
class ChangedThreads {
 public:
  explicit ChangedThreads(MessageRows& rows) noexcept : rows_{rows} {}

  /// The thread as the batch has left it so far; null if there is none.
  [[nodiscard]] const Thread* find(const std::string& id);

  // The thread must have been found.

  /// Notes a message that is new in its thread.
  void gain(const Message& message);
  /// Notes a message that was changed in place.
  void change(const std::string& thread_id);
  /// Notes that the thread has lost a message.
  void lose(const std::string& thread_id);

  /// Writes the threads that changed. Their messages have been written.
  void write(Timestamp now);

 private:
  struct Entry {
    Thread thread{};
    bool exists = false;
    bool changed = false;
    bool lost_one = false;  // last_message_at is that of the messages that are left.
  };

  [[nodiscard]] Entry& changed(const std::string& thread_id);

  MessageRows& rows_;
  std::map<std::string, Entry> entries_;
};

}  // namespace botstore::detail
