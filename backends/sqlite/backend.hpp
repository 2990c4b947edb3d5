#pragma once

#include <memory>
#include <string>

#include "botstore/open.hpp"

namespace botstore::sqlite {

/// For the registry: the store of a URL `sqlite:path`, whose path is everything behind the colon.
[[nodiscard]] std::unique_ptr<Storage> open(const std::string& url, const OpenOptions& options);

}  // namespace botstore::sqlite
