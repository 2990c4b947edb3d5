#pragma once

#include <memory>

#include "botstore/export.hpp"
#include "botstore/storage.hpp"
#include "botstore/time.hpp"

namespace botstore {

/// A store that lives in this process and is gone with the object: for tests, and the model that
/// the other backends are compared with.
///
/// One write or transaction runs at a time; others wait for it until their deadline. Reads never
/// wait for a transaction: they see what was committed. Getting a row and listing the last N of a
/// thread cost the same whatever else is stored.
[[nodiscard]] BOTSTORE_EXPORT std::unique_ptr<Storage> make_memory_store(Clock clock = system_now);

}  // namespace botstore
