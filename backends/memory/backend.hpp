#pragma once

#include <memory>
#include <string>

#include "botstore/open.hpp"

namespace botstore::memory {

/// For the registry: a new store of the URL `memory:`, which says nothing behind the colon.
[[nodiscard]] std::unique_ptr<Storage> open(const std::string& url, const OpenOptions& options);

}  // namespace botstore::memory
