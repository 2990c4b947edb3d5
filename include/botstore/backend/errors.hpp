#pragma once

/// \file
/// For authors of backends: the errors that depend on what is stored, in the same words everywhere.
/// Each takes the operation's name first: `save_messages`.

#include <cstdint>
#include <string>
#include <string_view>

#include "botstore/error.hpp"
#include "botstore/export.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"

namespace botstore::backend {

[[nodiscard]] BOTSTORE_EXPORT Error thread_not_found(std::string_view operation,
                                                     std::string_view thread_id);
[[nodiscard]] BOTSTORE_EXPORT Error message_not_found(std::string_view operation,
                                                      const MessageKey& key);
[[nodiscard]] BOTSTORE_EXPORT Error thread_exists(std::string_view operation,
                                                  std::string_view thread_id);
[[nodiscard]] BOTSTORE_EXPORT Error message_exists(std::string_view operation,
                                                   const MessageKey& key);

/// A restored message whose created_at and sequence another one in its thread bears.
[[nodiscard]] BOTSTORE_EXPORT Error place_taken(std::string_view operation, const MessageKey& key);

/// A save of a thread that belongs to somebody else.
[[nodiscard]] BOTSTORE_EXPORT Error owner_conflict(std::string_view operation,
                                                   std::string_view thread_id);

/// `what` names the row: `thread "t1"`. `current` is `no_revision` where there is no row.
[[nodiscard]] BOTSTORE_EXPORT Error revision_conflict(std::string_view operation,
                                                      std::string_view what, Revision current);
[[nodiscard]] BOTSTORE_EXPORT Error sequence_conflict(std::string_view operation,
                                                      std::string_view thread_id,
                                                      std::int64_t expected, std::int64_t current);

/// A merge into a stored value that is not an object. `what` names it: `message "m1" of thread
/// "t1"`.
[[nodiscard]] BOTSTORE_EXPORT Error not_mergeable(std::string_view operation,
                                                  std::string_view what);

[[nodiscard]] BOTSTORE_EXPORT Error schema_missing(std::string_view operation,
                                                   std::string_view where);

/// How rows are named in errors: `thread "t1"`, `message "m1" of thread "t1"`,
/// `metadata "state" of thread "t1"`. Quotes, backslashes and control characters are escaped, long
/// ids are cut.
[[nodiscard]] BOTSTORE_EXPORT std::string describe_thread(std::string_view thread_id);
[[nodiscard]] BOTSTORE_EXPORT std::string describe(const MessageKey& key);
[[nodiscard]] BOTSTORE_EXPORT std::string describe(const MetadataOwner& owner,
                                                   std::string_view key);
[[nodiscard]] BOTSTORE_EXPORT std::string describe_resource(std::string_view resource_id);

}  // namespace botstore::backend
