#include "botstore/version.hpp"

namespace botstore {

std::string_view version() noexcept {
  return header_version;
}

}  // namespace botstore
