#include "backends/postgres/statements/rows.hpp"

#include <utility>

#include "lib/sql/rows.hpp"

namespace botstore::postgres {

Thread read_thread(const Row& row, int first) {
  return detail::read_thread(row, first);
}

Message read_message(const Row& row) {
  return detail::read_message(row);
}

MetadataEntry read_metadata(const Row& row, std::string thread_id) {
  return detail::read_metadata(row, std::move(thread_id), 0);
}

Resource read_resource(const Row& row) {
  return detail::read_resource(row);
}

Contact read_contact(const Row& row) {
  return detail::read_contact(row);
}

HistoryEntry read_history(const Row& row) {
  return detail::read_history(row);
}

}  // namespace botstore::postgres
