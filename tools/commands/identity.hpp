#pragma once

#include <string>

#include "botstore/storage.hpp"

namespace botstore::tools {

/// What tells a store from others, however it was named: by a URL, by the environment, by a path
/// from another folder. Without a password. Asks the database where it is.
[[nodiscard]] std::string identity_of(Storage& store, const CallOptions& call);

}  // namespace botstore::tools
