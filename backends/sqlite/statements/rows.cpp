#include "backends/sqlite/statements/rows.hpp"

#include <string>

#include "lib/sql/rows.hpp"

namespace botstore::sqlite {

Thread read_thread(const Query& row) {
  return detail::read_thread(row);
}

Message read_message(const Query& row) {
  return detail::read_message(row);
}

MetadataEntry read_metadata(const Query& row) {
  return detail::read_metadata(row, row.get<std::string>(0), 1);
}

Resource read_resource(const Query& row) {
  return detail::read_resource(row);
}

Contact read_contact(const Query& row) {
  return detail::read_contact(row);
}

HistoryEntry read_history(const Query& row) {
  return detail::read_history(row);
}

}  // namespace botstore::sqlite
