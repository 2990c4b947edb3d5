#include "backends/postgres/operations/receipts.hpp"

#include "backends/postgres/statements/revisions.hpp"
#include "botstore/backend/errors.hpp"

namespace botstore::postgres {

MessageReceipt inserted(const SavedItem& item) {
  return {.key = {item.message.thread_id, *item.message.id},
          .outcome = Outcome::inserted,
          .revision = if_inserted(item.revision)};
}

MessageReceipt receipt_of_known(const Row& row, const SavedItem& item, SavePolicy policy) {
  auto receipt = inserted(item);
  receipt.created_at = row.get<Timestamp>(2);
  receipt.sequence = row.get<std::int64_t>(3);
  const auto kept = row.get<Revision>(4);
  if (is_of(kept, item.revision)) {  // This save's own work, of a try whose answer was lost.
    receipt.outcome = outcome_by(kept);
    receipt.revision = kept;
  } else if (policy == SavePolicy::fail) {
    throw backend::message_exists("save_messages", receipt.key);
  } else if (policy == SavePolicy::keep) {
    receipt.outcome = Outcome::duplicate;
    receipt.revision = kept;
  } else {
    receipt.outcome = Outcome::replaced;
    receipt.revision = if_replaced(item.revision);
  }
  return receipt;
}

}  // namespace botstore::postgres
