#pragma once

#include <cstdint>
#include <string_view>

namespace botstore::detail {

/// FNV-1a with 64 bits: the same on every machine and in every version, for marks that travel
/// inside cursors. It guards against mistakes, not against malice.
class Hash {
 public:
  void add(std::string_view bytes) noexcept {
    for (const char byte : bytes) add_byte(static_cast<unsigned char>(byte));
  }

  void add(std::uint64_t number) noexcept {
    for (int shift = 0; shift < 64; shift += 8)
      add_byte(static_cast<unsigned char>((number >> shift) & 0xff));
  }

  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  void add_byte(unsigned char byte) noexcept {
    value_ ^= byte;
    value_ *= 0x100000001b3;
  }

  std::uint64_t value_ = 0xcbf29ce484222325;
};

}  // namespace botstore::detail
