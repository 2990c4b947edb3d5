#include "tools/transfer/rows/sha256.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace botstore::transfer {

namespace {

void require(bool done) {
  if (!done) throw std::runtime_error{"OpenSSL computes no SHA-256 here"};
}

}  // namespace

Sha256::Sha256()
    : algorithm_{EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free},
      context_{EVP_MD_CTX_new(), EVP_MD_CTX_free} {
  require(algorithm_ != nullptr && context_ != nullptr);
  start();
}

void Sha256::start() {
  require(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1);
}

void Sha256::add(std::string_view bytes) {
  require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

Sha256::Value Sha256::finish() {
  Value value{};
  require(EVP_DigestFinal_ex(context_.get(), value.data(), nullptr) == 1);
  start();
  return value;
}

}  // namespace botstore::transfer
