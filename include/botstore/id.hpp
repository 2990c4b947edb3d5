#pragma once

#include <string>

#include "botstore/export.hpp"

namespace botstore {

/// A new id: a UUID of version 7 (RFC 9562), 36 characters in lower case. Ids made later by the
/// same process sort later, so that new rows land together in an index. Safe to call from any
/// thread, and after `fork`. Throws `std::system_error` if the system gives no randomness.
[[nodiscard]] BOTSTORE_EXPORT std::string new_id();

}  // namespace botstore
