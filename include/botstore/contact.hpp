#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "botstore/export.hpp"
#include "botstore/filter.hpp"
#include "botstore/json.hpp"
#include "botstore/query.hpp"
#include "botstore/revision.hpp"
#include "botstore/time.hpp"

namespace botstore {

/// A phone that a bot has met. The names are those of BuilderBot's table `contact`.
struct Contact {
  std::int64_t id = 0;
  std::optional<std::string> phone{};  ///< Absent only in rows that came from elsewhere.
  Timestamp created_at{};
  std::optional<Timestamp> updated_in{};        ///< When the values were last saved over.
  std::optional<Timestamp> last_interaction{};  ///< The latest history entry after the first.
  Json values{};  ///< An object; its meaning is kept, its spacing and key order are not.
};

/// What saving a contact does with values that are there.
enum class ContactAction {
  merge,    ///< BuilderBot's `a`: merged at the top level over the stored ones; null is a value.
  replace,  ///< BuilderBot's `u`: the stored ones go.
};

/// The action of BuilderBot's letter, `a` or `u`; throws `InvalidArgument` for any other.
[[nodiscard]] BOTSTORE_EXPORT ContactAction contact_action(char letter);

struct NewContact {
  std::string phone{};
  Json values = Json::object({});
  ContactAction action = ContactAction::merge;
  std::optional<Timestamp> created_at{};        ///< Used when the contact is new. Absent: now.
  std::optional<Timestamp> updated_in{};        ///< Absent: now if it existed, else none.
  std::optional<Timestamp> last_interaction{};  ///< Absent: a stored one stays.
};

struct ContactReceipt {
  Outcome outcome{};  ///< `inserted` or `replaced`.
  std::int64_t id = 0;
  Timestamp created_at{};
  std::optional<Timestamp> updated_in{};
};

struct DeleteContactOptions {
  /// Delete the contact's history too. False: it stays, and its contact_id becomes absent.
  bool with_history = false;
};

enum class ContactOrder {
  last_interaction,  ///< The time of creation where there was none; ties by id.
  id,
};

/// Conditions combine with AND.
struct ContactQuery {
  JsonFilter values{};
  ContactOrder order_by = ContactOrder::last_interaction;
  Direction direction = Direction::descending;
  Paging page{};
};

}  // namespace botstore
