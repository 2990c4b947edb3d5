#include <libpq-fe.h>

#include <vector>

#include "backends/postgres/connection/errors.hpp"
#include "backends/postgres/connection/run_batch.hpp"
#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/own_server.hpp"
#include "tests/postgres/support/pgbouncer.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::Database;
using testing::error_of;
using testing::OwnServer;
using testing::PgBouncer;
using testing::Sql;

/// What is refused, and what the caller gets to know of it.
struct Refusal {
  const char* sqlstate;
  const char* words;
  ErrorCode code;
  bool retryable;
};

constexpr auto too_many = ErrorCode::too_many_connections;
constexpr auto not_admitted = ErrorCode::authentication_failed;
constexpr auto failed = ErrorCode::connection_failed;

const std::vector<Refusal>& refusals() {
  static const std::vector<Refusal> all{
      // PostgreSQL.
      {"53300", "sorry, too many clients already", too_many, true},
      {"53300", "too many connections for role \"bot\"", too_many, true},
      {"53300", "remaining connection slots are reserved", too_many, true},
      {"28P01", "password authentication failed for user \"bot\"", not_admitted, false},
      {"28000", "no pg_hba.conf entry for host \"::1\", no encryption", not_admitted, false},
      {"28000", "role \"bot\" is not permitted to log in", not_admitted, false},
      {"3D000", "database \"bot\" does not exist", failed, false},
      {"42501", "permission denied for database \"bot\"", ErrorCode::permission_denied, false},
      {"53200", "out of memory", failed, true},
      {"55000", "database \"bot\" is not currently accepting connections", failed, false},
      {"57P03", "the database system is starting up", failed, true},
      {"XX000", "could not open something", failed, true},
      // PgBouncer.
      {"08P01", "no more connections allowed (max_client_conn)", too_many, true},
      {"08P01", "client connections exceeded (max_db_client_connections)", too_many, true},
      {"08P01", "no such database: bot", failed, false},
      {"08P01", "database \"bot\" is disabled", failed, false},
      {"08P01", "no such user", not_admitted, false},
      {"08P01", "SASL authentication failed", not_admitted, false},
      {"08P01", "password authentication failed", not_admitted, false},
      {"08P01", "SSL required", failed, false},
      {"08P01", "unsupported startup parameter: options", ErrorCode::unsupported, false},
      {"08P01", "query_wait_timeout", failed, true},
      {"08P01", "client_login_timeout (server down)", failed, true},
      {"08P01", "pooler is shutting down", failed, true},
      {"08P01", "server login has been failing, cached error: connect failed (server_login_retry)",
       failed, true},
      {"08P01",
       "server login has been failing, cached error: password authentication failed for user "
       "\"bot\" (server_login_retry)",
       not_admitted, false},
      // Supavisor, older and newer.
      {"XX000", "Max client connections reached", too_many, true},
      {"XX000",
       "MaxClientsInSessionMode: max clients reached - in Session mode max clients are limited to "
       "pool_size",
       too_many, true},
      {"XX000", "(EMAXCONN) max client connections reached, limit: 200", too_many, true},
      {"XX000", "(EMAXPOOLSREACHED) max pools count reached", too_many, true},
      {"XX000", "Tenant or user not found", failed, false},
      {"XX000", "(ENOTFOUND) tenant/user postgres.paused not found", failed, false},
      {"XX000", "(ENOIDENTIFIER) no tenant identifier provided", failed, false},
      {"XX000", "(EADDRNOTALLOWED) address not in tenant allow_list: {10, 0, 0, 1}", not_admitted,
       false},
      {"XX000",
       "(ECHECKOUTTIMEOUT) unable to check out connection from the pool after 15000ms in "
       "transaction mode",
       failed, true},
      {"XX000", "(ESSLREQUIRED) SSL connection is required for user: postgres", failed, false},
      // Neon.
      {"XX000", "Too many connections attempts", too_many, true},
      {"XX000", "Control plane request failed: endpoint is disabled", failed, false},
      {"XX000", "Control plane request failed: endpoint cannot be found", failed, false},
      {"XX000",
       "Your account or project has exceeded the compute time quota. Upgrade your plan to increase "
       "limits.",
       failed, false},
      {"XX000", "endpoint is temporarily unavailable. Check your quotas and/or contact our support",
       failed, true},
      {"XX000", "Couldn't connect to compute node", failed, true},
      // pgcat, Odyssey.
      {"58000", "No pool configured for database: \"bot\", user: \"bot\"", failed, false},
      {"58000", "Pool down for database: \"bot\", user: \"bot\"", failed, true},
      {"53300", "too many tcp connections (global client_max 100)", too_many, true},
      {"08006", "failed to get remote server connection", failed, true},
      // Others.
      {"XX000", "this project is paused", failed, false},
      {"XX000", "the database was suspended", failed, false},
  };
  return all;
}

/// The server's URL with other names in it.
std::string url_with(const PgBouncer& bouncer, const std::string& user, const std::string& password,
                     const std::string& database) {
  const auto url = bouncer.url();
  const auto host = url.substr(url.rfind('@'));
  return "postgresql://" + user + ":" + password + host.substr(0, host.rfind('/') + 1) + database;
}

Error refused(const std::string& url) {
  return error_of([&] { static_cast<void>(Database::connect_to(url)); });
}

}  // namespace

TEST_CASE("whatever refuses a login is told by its code, and whether another try can help") {
  for (const auto& refusal : refusals()) {
    INFO(refusal.sqlstate << ": " << refusal.words);
    // Names that the user has chosen say nothing.
    const auto error = connect_error(
        "connection to server at \"paused.example\" (127.0.0.1), port 5432 failed: FATAL:  " +
            std::string{refusal.sqlstate} + ": " + refusal.words + "\n",
        false);
    CHECK(error.code() == refusal.code);
    CHECK(error.retryable() == refusal.retryable);
    CHECK(error.sqlstate() == refusal.sqlstate);
    CHECK(error.details().cause.find(refusal.words) != std::string::npos);
    if (std::string_view{refusal.sqlstate} != "53200") CHECK_FALSE(error.hint().empty());
  }
}

TEST_CASE("a role's limit of connections is TooManyConnections") {
  Database database;
  const auto role = database.add_role();
  Sql{database.url()}.run("alter role " + role + " connection limit 1");
  const auto first = Database::connect_to(database.url_of(role));
  const auto error = refused(database.url_of(role));
  CHECK(error.code() == ErrorCode::too_many_connections);
  CHECK(error.retryable());
  CHECK(error.hint().find("role") != std::string_view::npos);
}

TEST_CASE("a database that a role may not connect to, or nobody, is told with what to run") {
  Database database;
  const auto role = database.add_role();
  Sql sql{testing::server_url()};
  const auto name = Sql{database.url()}.rows("select current_database()");
  sql.run("revoke connect on database " + name + " from public");
  const auto denied = refused(database.url_of(role));
  CHECK(denied.code() == ErrorCode::permission_denied);
  CHECK(denied.hint().find("GRANT CONNECT") != std::string_view::npos);
  sql.run("alter database " + name + " allow_connections false");
  const auto closed = refused(database.url_of(role));
  CHECK(closed.code() == ErrorCode::connection_failed);
  CHECK_FALSE(closed.retryable());
  CHECK(closed.hint().find("ALLOW_CONNECTIONS") != std::string_view::npos);
}

TEST_CASE("what PgBouncer refuses is told by its code, though all of it has one SQLSTATE") {
  const PgBouncer bouncer{{"max_client_conn = 1"}};
  const auto password = url_with(bouncer, "nobody", "sesame-open", "postgres");
  CHECK(refused(password).code() == ErrorCode::authentication_failed);
  const auto unknown = refused(bouncer.url() + "nothing");
  CHECK(unknown.code() == ErrorCode::connection_failed);
  CHECK_FALSE(unknown.retryable());
  const auto options = refused(bouncer.url() + "?options=-csearch_path%3Dx");
  CHECK(options.code() == ErrorCode::unsupported);
  CHECK(options.hint().find("options=") != std::string_view::npos);
  const auto first = Database::connect_to(bouncer.url());
  const auto second = refused(bouncer.url());
  CHECK(second.code() == ErrorCode::too_many_connections);
  CHECK(second.sqlstate() == "08P01");
  CHECK(second.retryable());
}

TEST_CASE("a pooler that gives up waiting for its server is ConnectionFailed, and retryable") {
  const PgBouncer bouncer{
      {"pool_mode = session", "default_pool_size = 1", "query_wait_timeout = 1"}};
  const auto first = Database::connect_to(bouncer.url());
  static_cast<void>(run_batch(*first, "get", Batch{"select 1"}, Framing::read, {}));
  const auto second = Database::connect_to(bouncer.url());
  const auto error = error_of([&] {
    static_cast<void>(run_batch(*second, "save", Batch{"select 1"}, Framing::write, {}));
  });
  INFO(error.what());
  CHECK(error.code() == ErrorCode::connection_failed);
  CHECK(error.retryable());
  CHECK(error.hint().find("pooler") != std::string_view::npos);
}

}  // namespace botstore::postgres
