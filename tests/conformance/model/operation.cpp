#include "tests/conformance/model/operation.hpp"

namespace botstore::testing {

std::string answer_of(const Operation& operation, Side& side) {
  try {
    return operation.run(side);
  } catch (const Error& error) {
    return "error " + show(side, error, operation.error_may_differ);
  }
}

Operation plain_operation(Random& random, const Side& model) {
  switch (random.below(20)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return thread_operation(random, model);
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
      return message_operation(random, model);
    case 9:
    case 10:
    case 11:
      return message_read(random);
    case 12:
    case 13:
      return metadata_operation(random, model);
    case 14:
    case 15:
      return resource_operation(random, model);
    case 16:
    case 17:
      return contact_operation(random);
    default:
      return history_operation(random);
  }
}

AnyOf ids_of(const Side& side, const AnyOf& names) {
  if (names.is_any()) return names;
  auto ids = names.values();
  for (auto& id : ids) id = side.id_of(id);
  return ids;
}

MessageKey key_of(const Side& side, const MessageKey& names) {
  return {side.id_of(names.thread_id), side.id_of(names.id)};
}

std::string expected_revision(Random& random, const Side& model, const std::string& row) {
  auto last = model.last_revision_name(row);
  if (last.empty() || random.chance(15)) return "no_revision";
  return random.chance(15) ? "r0" : last;
}

}  // namespace botstore::testing
