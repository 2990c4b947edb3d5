#pragma once

/// \file
/// For authors of backends: makes `open()` know another URL scheme. Users need `open.hpp` only.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/export.hpp"
#include "botstore/open.hpp"
#include "botstore/storage.hpp"

namespace botstore::backend {

struct Registration {
  std::string name{};                  ///< For people: `redis`.
  std::vector<std::string> schemes{};  ///< In lower case, without the colon: `redis`, `rediss`.

  /// Makes the store of a URL, which is passed as the user wrote it. Does not create a schema.
  std::function<std::unique_ptr<Storage>(const std::string& url, const OpenOptions&)> open{};
};

/// Adds a backend for the rest of the process. Throws `AlreadyExists` if a scheme is taken, and
/// `InvalidArgument` if the name, the schemes or the function are missing, or a scheme is not one
/// by RFC 3986. Safe to call from any thread.
BOTSTORE_EXPORT void register_backend(Registration registration);

}  // namespace botstore::backend
