#pragma once

#include <memory>
#include <string>

#include "botstore/open.hpp"

namespace botstore::postgres {

/// The store of a URL that libpq understands, with the store's own parameters in its query.
[[nodiscard]] std::unique_ptr<Storage> open(const std::string& url, const OpenOptions& options);

}  // namespace botstore::postgres
