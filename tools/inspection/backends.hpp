#pragma once

#include <optional>
#include <string>

#include "botstore/storage.hpp"
#include "tools/context/context.hpp"
#include "tools/findings/catalogue.hpp"
#include "tools/findings/finding.hpp"
#include "tools/findings/status.hpp"

/// \file
/// What can be asked of a store beside its operations. It depends on the backend, and on which of
/// them the program was built with.

namespace botstore::tools {

/// What tells the store from others, however it was named: by a URL, by the environment, by a path
/// from another folder. Without a password. Asks the database where it is.
[[nodiscard]] std::string identity_of(Storage& store, const CallOptions& call);

[[nodiscard]] Status status_of(Storage& store, const CallOptions& call);

/// Looks for faults, and changes nothing.
[[nodiscard]] Findings examine(Storage& store, const CallOptions& call);

/// How the store's tables differ from what this library would make. Throws `Unsupported` for a
/// backend without tables.
[[nodiscard]] Differences differences_of(Storage& store, const CallOptions& call);

/// The DDL of the store's tables; connects to nothing. Throws like differences_of().
[[nodiscard]] std::string schema_sql_of(Storage& store);

}  // namespace botstore::tools
