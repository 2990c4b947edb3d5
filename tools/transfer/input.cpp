#include "tools/transfer/input.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace botstore::transfer {

Input::Input(std::string path) : name_{std::move(path)}, stream_{&file_} {
  if (name_ == "-") {
    name_ = "standard input";
    stream_ = &std::cin;
    return;
  }
  std::error_code error;
  is_file_ = std::filesystem::is_regular_file(name_, error);
  if (is_file_) size_ = std::filesystem::file_size(name_, error);
  if (std::filesystem::is_directory(name_))
    errno = EISDIR;
  else
    file_.open(name_, std::ios::binary);
  if (!file_.is_open())
    throw std::runtime_error{
        fmt::format("cannot read {}: {}", name_, std::generic_category().message(errno))};
}

bool Input::next(std::string& line) {
  if (!std::getline(*stream_, line)) {
    if (stream_->bad()) throw std::runtime_error{fmt::format("cannot read {} further", name_)};
    return false;
  }
  ++line_;
  offset_ += line.size() + (stream_->eof() ? 0 : 1);
  return true;
}

void Input::skip_to(std::uint64_t offset, std::uint64_t line) {
  if (!file_.seekg(static_cast<std::streamoff>(offset)))
    throw std::runtime_error{fmt::format("cannot read {} from byte {}", name_, offset)};
  offset_ = offset;
  line_ = line;
}

}  // namespace botstore::transfer
