#include "backends/postgres/backend.hpp"

#include "botstore/postgres.hpp"

namespace botstore::postgres {

std::unique_ptr<Storage> open(const std::string& url, const OpenOptions& options) {
  return std::make_unique<PostgresStore>(
      PostgresOptions{.connection_string = url, .clock = options.clock});
}

}  // namespace botstore::postgres
