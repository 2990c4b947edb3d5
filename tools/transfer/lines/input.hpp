#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>

namespace botstore::transfer {

/// The lines of a file or of standard input. Throws std::runtime_error that names the file, and
/// `Cancelled` once a stop is requested, also while it waits for somebody to write a line.
class Input {
 public:
  /// `-` is standard input.
  explicit Input(std::string path, std::stop_token stop = {});
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// Reads the next line, without its line feed; false at the end.
  [[nodiscard]] bool next(std::string& line);

  /// Goes on as if so many lines in so many bytes had been read. False if no line ends there; then
  /// nothing has changed.
  [[nodiscard]] bool skip_to(std::uint64_t offset, std::uint64_t line);

  /// The number of the last line that was read, from 1.
  [[nodiscard]] std::uint64_t line_number() const noexcept { return line_; }
  /// How many bytes have been read.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  /// How many the file has; 0 for one that cannot tell.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// When the file was changed last, in nanoseconds; 0 for one that cannot tell.
  [[nodiscard]] std::int64_t modified() const noexcept { return modified_; }
  /// True if the lines can be read again.
  [[nodiscard]] bool is_file() const noexcept { return is_file_; }
  /// For people.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  void open();
  bool fill();
  void await() const;

  std::string name_;
  std::stop_token stop_;
  int descriptor_ = -1;
  bool is_file_ = false;
  std::string buffer_;
  std::size_t at_ = 0;  // What of the buffer has been taken.
  std::uint64_t line_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t size_ = 0;
  std::int64_t modified_ = 0;
};

}  // namespace botstore::transfer
