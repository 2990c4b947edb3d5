#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace botstore::transfer {

/// A file that is written from its start to its end, or standard output. What goes wrong is a
/// std::runtime_error that names the file and says why.
class Output {
 public:
  /// Cuts the file off at `offset`, and goes on there. `-` is standard output.
  Output(std::string path, std::uint64_t offset);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view bytes);
  /// Gives the system what was written.
  void flush();
  /// Does that, and waits until the disk has it.
  void sync();

  /// How many bytes the file has.
  [[nodiscard]] std::uint64_t size() const noexcept { return written_ + buffer_.size(); }

 private:
  [[noreturn]] void fail(int error) const;

  std::string path_;
  int descriptor_ = -1;
  std::string buffer_;
  std::uint64_t written_ = 0;
};

}  // namespace botstore::transfer
