#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>

#include "botstore/error.hpp"
#include "botstore/open.hpp"
#include "tests/catch.hpp"

using namespace botstore;

namespace {

/// The variables that name a store, with these values and no others; as before at the end.
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& values) {
    for (const char* name : {"BOTSTORE_URL", "DATABASE_URL", "POSTGRES_DB_HOST", "POSTGRES_DB_NAME",
                             "PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE"}) {
      const char* value = std::getenv(name);
      before_[name] = value == nullptr ? std::nullopt : std::optional<std::string>{value};
      unsetenv(name);
    }
    for (const auto& [name, value] : values) setenv(name.c_str(), value.c_str(), 1);
  }

  ~Environment() {
    for (const auto& [name, value] : before_)
      value ? setenv(name.c_str(), value->c_str(), 1) : unsetenv(name.c_str());
  }

  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  std::map<std::string, std::optional<std::string>> before_;
};

std::string backend_of(const std::map<std::string, std::string>& values) {
  const Environment environment{values};
  return open_from_environment()->capabilities().backend;
}

ErrorCode error_of(const std::map<std::string, std::string>& values) {
  const Environment environment{values};
  try {
    (void)open_from_environment();
  } catch (const Error& error) {
    return error.code();
  }
  FAIL("nothing was thrown");
  return ErrorCode::corrupt;
}

}  // namespace

TEST_CASE("the environment's URL is opened, botstore's own before the database's") {
  CHECK(backend_of({{"BOTSTORE_URL", "memory:"}}) == "memory");
  CHECK(backend_of({{"DATABASE_URL", "memory:"}}) == "memory");
  CHECK(backend_of({{"BOTSTORE_URL", "memory:"}, {"DATABASE_URL", "nosuch:x"}}) == "memory");
  CHECK(backend_of({{"BOTSTORE_URL", ""}, {"DATABASE_URL", "memory:"}}) == "memory");
  CHECK(error_of({{"BOTSTORE_URL", "nosuch:x"}, {"DATABASE_URL", "memory:"}}) ==
        ErrorCode::unsupported);
}

TEST_CASE("no store is opened where the environment names none") {
  CHECK(error_of({}) == ErrorCode::invalid_argument);
}

TEST_CASE("an address of PostgreSQL's in the environment is PostgreSQL's") {
  const auto known = known_schemes();
  const bool built = std::find(known.begin(), known.end(), "postgresql") != known.end();
  for (const char* name : {"POSTGRES_DB_HOST", "POSTGRES_DB_NAME", "PGHOST", "PGDATABASE"}) {
    if (built)
      CHECK(backend_of({{name, "x"}}) == "postgres");
    else
      CHECK(error_of({{name, "x"}}) == ErrorCode::unsupported);
  }
}
