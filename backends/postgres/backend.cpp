#include "backends/postgres/backend.hpp"

#include <utility>

#include "botstore/postgres.hpp"

namespace botstore::postgres {

std::unique_ptr<Storage> open(const std::string& url, const OpenOptions& options) {
  PostgresOptions postgres{.clock = options.clock};
  if (!url.ends_with(':')) postgres.connection_string = url;
  return std::make_unique<PostgresStore>(std::move(postgres));
}

}  // namespace botstore::postgres
