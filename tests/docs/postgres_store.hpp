#pragma once

#include <libpq-fe.h>

#include <cstdlib>
#include <stdexcept>

#include "botstore/postgres.hpp"
#include "tests/docs/examples.hpp"

/// \file
/// For the documents about PostgreSQL, run by `scripts/with-postgres`: `store` is a PostgresStore
/// on a new database, and `url` is that database's, in the environment's DATABASE_URL too.

namespace docs {

using Store = botstore::postgres::PostgresStore;

inline std::string url;

/// Creates a database and returns its URL. It goes with the server.
inline std::string create_database(const std::string& name) {
  const char* server = std::getenv("BOTSTORE_TEST_POSTGRES_URL");
  if (server == nullptr) throw std::runtime_error("run it by scripts/with-postgres");
  Store{{.connection_string = server}}.with_connection([&](PGconn* connection) {
    const auto statement = "create database " + name + " encoding 'UTF8' template template0";
    const std::unique_ptr<PGresult, decltype(&PQclear)> result{
        PQexec(connection, statement.c_str()), &PQclear};
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
      throw std::runtime_error(PQerrorMessage(connection));
  });
  const std::string any{server};
  return any.substr(0, any.rfind('/') + 1) + name;
}

inline std::unique_ptr<Store> open_store() {
  static int sections = 0;
  url = create_database("section_" + std::to_string(++sections));
  setenv("DATABASE_URL", url.c_str(), 1);
  auto store =
      std::make_unique<Store>(botstore::postgres::PostgresOptions{.connection_string = url});
  store->init();
  return store;
}

}  // namespace docs
