#pragma once

#include <cstdint>
#include <fstream>
#include <iosfwd>
#include <string>

namespace botstore::transfer {

/// The lines of a file or of standard input. Throws std::runtime_error that names the file.
class Input {
 public:
  /// `-` is standard input.
  explicit Input(std::string path);

  /// Reads the next line, without its line feed; false at the end.
  [[nodiscard]] bool next(std::string& line);

  /// Goes on as if so many lines in so many bytes had been read.
  void skip_to(std::uint64_t offset, std::uint64_t line);

  /// The number of the last line that was read, from 1.
  [[nodiscard]] std::uint64_t line_number() const noexcept { return line_; }
  /// How many bytes have been read.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  /// How many the file has; 0 for one that cannot tell.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// True if the lines can be read again.
  [[nodiscard]] bool is_file() const noexcept { return is_file_; }
  /// For people.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  std::string name_;
  std::ifstream file_;
  std::istream* stream_;
  bool is_file_ = false;
  std::uint64_t line_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace botstore::transfer
