#include <array>
#include <cstdlib>
#include <string>
#include <utility>

#include "botstore/error.hpp"
#include "botstore/open.hpp"

namespace botstore {

namespace {

/// In the order in which they are asked.
constexpr std::array url_variables{"BOTSTORE_URL", "DATABASE_URL"};

/// Each of these alone says where a PostgreSQL database is.
constexpr std::array postgres_variables{"POSTGRES_DB_HOST", "POSTGRES_DB_NAME", "PGHOST",
                                        "PGHOSTADDR",       "PGDATABASE",       "PGSERVICE"};

std::string read(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? std::string{} : value;
}

}  // namespace

std::unique_ptr<Storage> open_from_environment(OpenOptions options) {
  for (const char* variable : url_variables)
    if (const auto url = read(variable); !url.empty()) return open(url, std::move(options));
  for (const char* variable : postgres_variables)
    if (!read(variable).empty()) return open("postgresql:", std::move(options));
  throw Error(ErrorCode::invalid_argument,
              {.context = "open_from_environment",
               .cause = "the environment names no store",
               .hint = "Set BOTSTORE_URL, for example to "
                       "postgresql://user:password@localhost/database.",
               .field = "BOTSTORE_URL"});
}

}  // namespace botstore
