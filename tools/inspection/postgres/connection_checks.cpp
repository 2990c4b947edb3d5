#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <cstdlib>
#include <optional>

#include "botstore/error.hpp"
#include "tools/inspection/postgres/checks.hpp"
#include "tools/inspection/postgres/server.hpp"
#include "tools/output/row_json.hpp"
#include "tools/postgres/sql.hpp"

namespace botstore::tools::inspect {

namespace {

using Level = Finding::Level;

bool is_this_machine(const std::string& host) {
  return host.empty() || host.starts_with('/') || host.starts_with('@') || host == "localhost" ||
         host.starts_with("127.") || host == "::1";
}

/// The database that a message of the server's names: `database "bot" does not exist`.
std::string database_in(const std::string& message) {
  constexpr std::string_view before = "database \"";
  const auto at = message.rfind(before);
  if (at == std::string::npos) return "NAME";
  const auto start = at + before.size();
  return message.substr(start, message.find('"', start) - start);
}

/// How far the server's clock is ahead. Its answer is as old as half a round trip; what the trip
/// leaves open is taken for no difference.
std::chrono::microseconds clock_ahead(PGconn* connection) {
  using std::chrono::microseconds;
  const auto sent = system_now();
  const auto rows =
      query(connection, "select (extract(epoch from clock_timestamp()) * 1000000)::bigint");
  const auto received = system_now();
  const Timestamp server{microseconds{rows.number(0, 0)}};
  if (server < sent) return server - sent;
  if (server > received) return server - received;
  return microseconds{0};
}

/// A server's connection, as the server itself and as libpq names it. A pooler makes up the second.
bool is_pooled(PGconn* connection) {
  return query(connection, "select pg_backend_pid()").number(0, 0) != PQbackendPID(connection);
}

/// Whether two connections, used in turn, are served by one of the server's.
bool share_a_server_connection(PGconn* one, PGconn* other) {
  constexpr int times = 5;
  for (int i = 0; i < times; ++i) {
    const auto pid = [](PGconn* connection) {
      return query(connection, "select pg_backend_pid()").text(0, 0);
    };
    if (pid(one) == pid(other)) return true;
  }
  return false;
}

}  // namespace

Finding judge_failure(const Error& error) {
  Finding finding{.level = Level::fault,
                  .check = "connection",
                  .says = error.details().cause,
                  .mend = std::string{error.hint()}};
  if (error.sqlstate() == "3D000")
    finding.mend =
        fmt::format("As a superuser, run: CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0",
                    quote_name(database_in(error.details().cause)));
  if (finding.says.empty()) finding.says = error.what();
  return finding;
}

Finding judge_tls(bool in_use, const std::string& host, const std::string& mode) {
  if (is_this_machine(host))
    return {.check = "TLS", .says = "not needed: the server is on this machine"};
  if (!in_use)
    return {.level = Level::fault,
            .check = "TLS",
            .says = "not in use: passwords and messages cross the network in the clear",
            .mend =
                "Say sslmode=verify-full in the URL, with sslrootcert where the certificate is "
                "not one of the system's; on the server, set ssl = on."};
  if (mode == "verify-full") return {.check = "TLS", .says = "in use, the server is verified"};
  return {.level = Level::note,
          .check = "TLS",
          .says = fmt::format("in use, but sslmode={} does not make sure who the server is", mode),
          .mend = "Say sslmode=verify-full in the URL, with the provider's sslrootcert."};
}

Finding judge_clock(std::chrono::microseconds ahead) {
  constexpr std::chrono::seconds negligible{1};
  constexpr std::chrono::seconds harmful{30};
  const auto distance = std::chrono::abs(ahead);
  if (distance <= negligible)
    return {.check = "clock", .says = "agrees with the server's within a second"};
  const auto seconds = std::chrono::duration_cast<std::chrono::duration<double>>(distance);
  return {.level = distance > harmful ? Level::fault : Level::note,
          .check = "clock",
          .says = fmt::format("the server's clock is {:.1f} s {} this machine's; times of both "
                              "stand side by side in the tables",
                              seconds.count(), ahead.count() > 0 ? "ahead of" : "behind"),
          .mend = "Let both machines keep their clocks by NTP; see timedatectl."};
}

Finding judge_pooler(Pooler pooler, bool prepared_statements) {
  Finding finding{.check = "pooler"};
  switch (pooler) {
    case Pooler::none:
      finding.says = "none in between";
      if (prepared_statements) break;
      finding.level = Level::note;
      finding.says += ", and yet prepared_statements=false: each call is planned anew";
      finding.mend = "Leave prepared_statements=false out of the URL.";
      break;
    case Pooler::session:
      finding.says = "one in between, which gives each client a session";
      break;
    case Pooler::transaction:
      finding.says = "one in between, whose clients share the server's connections";
      if (!prepared_statements) break;
      finding.level = Level::fault;
      finding.says += "; prepared statements do not survive there";
      finding.mend = "Say prepared_statements=false in the URL, or use the pooler's session mode.";
      break;
  }
  return finding;
}

void check_connection(PGconn* connection, Findings& findings) {
  const auto text = [](const char* value) { return std::string{value != nullptr ? value : ""}; };
  findings.push_back({.check = "connection",
                      .says = fmt::format("{}, PostgreSQL {}", address_of(connection),
                                          text(PQparameterStatus(connection, "server_version")))});
  findings.push_back(judge_tls(PQsslInUse(connection) != 0, text(PQhost(connection)),
                               keyword_of(connection, "sslmode")));
  // The store itself refuses to connect where one of them is another.
  findings.push_back({.check = "encoding",
                      .says = fmt::format("the server's is {}, the client's {}",
                                          text(PQparameterStatus(connection, "server_encoding")),
                                          text(PQparameterStatus(connection, "client_encoding")))});
  findings.push_back(judge_clock(clock_ahead(connection)));
}

void check_pooler(botstore::postgres::PostgresStore& store, PGconn* connection,
                  const CallOptions& call, Findings& findings) {
  const auto& options = store.options();
  if (!is_pooled(connection)) {
    findings.push_back(judge_pooler(Pooler::none, options.prepared_statements));
    return;
  }
  if (options.pool.max_connections < 2) {
    findings.push_back({.level = Level::note,
                        .check = "pooler",
                        .says = "one in between; with pool_max=1 its mode cannot be told",
                        .mend = "Run doctor with pool_max=2 in the URL."});
    return;
  }
  const auto other = store.lease(call);
  const bool shared = share_a_server_connection(connection, other.get());
  findings.push_back(
      judge_pooler(shared ? Pooler::transaction : Pooler::session, options.prepared_statements));
}

void check_settings(PGconn* connection, const botstore::postgres::PostgresOptions& options,
                    Findings& findings) {
  const auto rows = query(connection,
                          "select pg_is_in_recovery(),"
                          " current_setting('default_transaction_read_only'),"
                          " current_setting('max_connections')::bigint"
                          "   - current_setting('superuser_reserved_connections')::bigint,"
                          " current_setting('synchronous_commit')");
  if (rows.truth(0, 0) || rows.text(0, 1) == "on")
    findings.push_back({.level = Level::fault,
                        .check = "server",
                        .says = rows.truth(0, 0) ? "it is a replica, which takes no writes"
                                                 : "transactions are read-only by default",
                        .mend = "Connect to the primary; with several hosts in the URL, "
                                "target_session_attrs=read-write finds it."});
  const auto room = rows.number(0, 2);
  if (static_cast<std::int64_t>(options.pool.max_connections) > room)
    findings.push_back(
        {.level = Level::note,
         .check = "pool",
         .says = fmt::format("pool_max is {}, and the server takes {} connections in all",
                             options.pool.max_connections, room),
         .mend =
             fmt::format("Say pool_max={} or less in the URL, or raise max_connections.", room)});
  if (rows.text(0, 3) == "off")
    findings.push_back(
        {.level = Level::note,
         .check = "durability",
         .says = "synchronous_commit is off: a crash of the server may cost the "
                 "last acknowledged writes",
         .mend = "ALTER ROLE " + quote_name(PQuser(connection)) + " SET synchronous_commit = on"});
}

}  // namespace botstore::tools::inspect
