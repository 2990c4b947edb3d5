#pragma once

#include <array>
#include <memory>
#include <string_view>

struct evp_md_st;
struct evp_md_ctx_st;

namespace botstore::transfer {

/// SHA-256, by OpenSSL. An object makes any number of hashes, one after another.
class Sha256 {
 public:
  using Value = std::array<unsigned char, 32>;

  Sha256();

  void add(std::string_view bytes);

  /// The hash of what was added since the one before.
  [[nodiscard]] Value finish();

 private:
  void start();

  std::unique_ptr<evp_md_st, void (*)(evp_md_st*)> algorithm_;
  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

}  // namespace botstore::transfer
