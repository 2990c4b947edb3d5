#pragma once

#include <optional>
#include <string>
#include <vector>

#include "botstore/change.hpp"
#include "botstore/filter.hpp"
#include "botstore/json.hpp"
#include "botstore/query.hpp"
#include "botstore/revision.hpp"
#include "botstore/time.hpp"

namespace botstore {

/// What is remembered of a person or tenant, whichever thread they speak in. Threads bear a
/// resource id whether or not such a row exists.
struct Resource {
  std::string id{};
  std::optional<std::string> working_memory{};  ///< Opaque text. Empty text is not absence.
  Json metadata{};  ///< An object; its meaning is kept, its spacing and key order are not.
  Timestamp created_at{};
  Timestamp updated_at{};
  Revision revision{};
};

struct NewResource {
  std::string id{};
  std::optional<std::string> working_memory{};
  Json metadata = Json::object({});
  std::optional<Timestamp> created_at{};  ///< Used when the resource is new. Absent: now.
  std::optional<Timestamp> updated_at{};  ///< Absent: now, and later than the stored one.
};

struct ResourceReceipt {
  Outcome outcome{};  ///< `inserted` or `replaced`.
  Timestamp created_at{};
  Timestamp updated_at{};
  Revision revision{};
};

/// A partial update: what is not named stays.
struct ResourceUpdate {
  Change<std::string> working_memory{};
  std::vector<std::string> remove_metadata_keys{};  ///< Removed first; absent ones are no error.
  std::optional<Json> merge_metadata{};             ///< An object, merged at the top level.
  std::optional<Revision> expected_revision{};      ///< `no_revision`: only if it is not there yet.
};

/// Lists by id, in the order of its bytes. Conditions combine with AND.
struct ResourceQuery {
  std::string id_prefix{};  ///< Literal text; empty: every id.
  JsonFilter metadata{};
  Direction direction = Direction::ascending;
  Paging page{};
};

}  // namespace botstore
