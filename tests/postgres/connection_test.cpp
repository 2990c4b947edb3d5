#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <set>

#include "backends/postgres/config/conninfo.hpp"
#include "backends/postgres/connection/connect.hpp"
#include "backends/postgres/connection/run_batch.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/proxy.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::connect_to_server;
using testing::error_of;
using testing::far_away;
using testing::Observer;
using testing::Proxy;
using testing::server_url;

constexpr const char* odd_password = R"(a@b:c/d?e#f%g'h\i j)";

/// A role that logs in with a password, and nothing else.
class Role {
 public:
  explicit Role(std::string name) : name_{std::move(name)} {
    observer_.ask("create role " + name_ + R"( login password E'a@b:c/d?e#f%g\'h\\i j')");
  }
  ~Role() {
    try {
      observer_.ask("drop role " + name_);
    } catch (const std::exception&) {
      // The server is new for each run.
    }
  }
  Role(const Role&) = delete;
  Role& operator=(const Role&) = delete;

  [[nodiscard]] PostgresOptions options(std::string password = odd_password) const {
    const auto url = server_url();
    const auto at = url.rfind(':') + 1;
    const auto port = std::stoi(url.substr(at, url.find('/', at) - at));
    return {.host = "127.0.0.1",
            .port = static_cast<std::uint16_t>(port),
            .database = "postgres",
            .user = name_,
            .password = std::move(password)};
  }

 private:
  Observer observer_;
  std::string name_;
};

/// An address on whose port of the server connections are taken, and never answered.
class SilentHost {
 public:
  static constexpr auto address = "127.0.0.2";

  SilentHost() : listener_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)} {
    const auto url = server_url();
    const auto port = std::stoi(url.substr(url.rfind(':') + 1));
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, address, &name.sin_addr);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&name), sizeof name) != 0 ||
        listen(listener_, 8) != 0)
      throw std::runtime_error{"cannot listen on 127.0.0.2"};
  }
  ~SilentHost() { close(listener_); }
  SilentHost(const SilentHost&) = delete;
  SilentHost& operator=(const SilentHost&) = delete;

  [[nodiscard]] bool was_asked() const {
    const int taken = accept(listener_, nullptr, nullptr);
    if (taken >= 0) close(taken);
    return taken >= 0;
  }

 private:
  int listener_;
};

std::unique_ptr<Connection> connect_with(PostgresOptions options) {
  return connect(configure(std::move(options)), {}, far_away());
}

std::string ask(Connection& connection, const std::string& sql, Framing framing = Framing::read) {
  const auto results = run_batch(connection, "ask", Batch{sql}, framing, {});
  return results.front().empty() ? "" : results.front().front().get<std::string>(0);
}

std::int64_t count_prepared(Connection& connection) {
  const auto results = run_batch(
      connection, "count", Batch{"select count(*) from pg_prepared_statements"}, Framing::read, {});
  return results.front().front().get<std::int64_t>(0);
}

}  // namespace

TEST_CASE("a password of any characters logs in") {
  const Role role{"odd_password"};
  CHECK(ask(*connect_with(role.options()), "select current_user::text") == "odd_password");
}

TEST_CASE("a wrong password is AuthenticationFailed with a hint and without the password") {
  const Role role{"wrong_password"};
  const auto error = error_of([&] { connect_with(role.options("sesame-open")); });
  CHECK(error.code() == ErrorCode::authentication_failed);
  CHECK(error.sqlstate() == "28P01");
  CHECK_FALSE(error.retryable());
  CHECK(error.hint().find("pg_hba.conf") != std::string_view::npos);
  CHECK(std::string{error.what()}.find("sesame") == std::string::npos);
  CHECK(std::string{error.what()}.find("LOCATION") == std::string::npos);

  auto without = role.options();
  without.password.reset();
  without.keywords["passfile"] = "/nonexistent";
  CHECK(error_of([&] { connect_with(without); }).code() == ErrorCode::authentication_failed);
}

TEST_CASE("a port that nobody listens on is ConnectionFailed with a hint") {
  const auto error =
      error_of([] { connect_with({.host = "127.0.0.1", .port = 1, .password = "sesame-open"}); });
  CHECK(error.code() == ErrorCode::connection_failed);
  CHECK(error.retryable());
  CHECK(error.hint().find("server is running") != std::string_view::npos);
  CHECK(std::string{error.what()}.find("sesame") == std::string::npos);
}

TEST_CASE("a schema without rights is PermissionDenied, and the hint is the grant") {
  const Role role{"without_rights"};
  Observer observer;
  observer.ask("create schema private");
  const auto connection = connect_with(role.options());
  const auto error = error_of([&] { ask(*connection, "select 'x' from private.t"); });
  observer.ask("drop schema private");
  CHECK(error.code() == ErrorCode::permission_denied);
  CHECK(error.sqlstate() == "42501");
  CHECK(error.hint() ==
        "As its owner, run: GRANT USAGE, CREATE ON SCHEMA \"private\" TO \"without_rights\"");
}

TEST_CASE("a database that is not there is named") {
  const Role role{"no_database"};
  auto options = role.options();
  options.database = "nowhere";
  const auto error = error_of([&] { connect_with(options); });
  CHECK(error.code() == ErrorCode::connection_failed);
  CHECK(error.sqlstate() == "3D000");
  CHECK_FALSE(error.retryable());
}

TEST_CASE("a server that takes no more connections is TooManyConnections") {
  const Role role{"limited"};
  Observer{}.ask("alter role limited connection limit 1");
  const auto first = connect_with(role.options());
  const auto error = error_of([&] { connect_with(role.options()); });
  CHECK(error.code() == ErrorCode::too_many_connections);
  CHECK(error.sqlstate() == "53300");
  CHECK(error.retryable());
}

TEST_CASE("a database whose encoding is not UTF-8 is refused") {
  Observer observer;
  observer.ask(
      "create database latin encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype "
      "'C'");
  const Role role{"latin_user"};
  auto options = role.options();
  options.database = "latin";
  const auto error = error_of([&] { connect_with(options); });
  CHECK(error.code() == ErrorCode::unsupported);
  CHECK(std::string{error.what()}.find("LATIN1") != std::string::npos);
  CHECK(error.hint().find("UTF8") != std::string_view::npos);
}

TEST_CASE("a write on a read-only server is Unsupported, and the connection is not kept") {
  const auto connection = connect_to_server();
  const auto error = error_of([&] {
    static_cast<void>(run_batch(*connection, "save",
                                Batch{"set transaction read only"}.add("create table t (n int)"),
                                Framing::write, {}));
  });
  CHECK(error.code() == ErrorCode::unsupported);
  CHECK(error.sqlstate() == "25006");
  CHECK(error.hint().find("target_session_attrs") != std::string_view::npos);
  CHECK(connection->broken());
}

TEST_CASE("a host that does not answer ends with the deadline, the stop or the time to connect") {
  Proxy proxy;
  proxy.freeze_new();
  const auto config = configure({.connection_string = proxy.url()});
  const auto soon = [] { return std::chrono::steady_clock::now() + std::chrono::milliseconds{50}; };
  CHECK(error_of([&] {
          static_cast<void>(connect(config, {.deadline = soon()}, far_away()));
        }).code() == ErrorCode::timeout);
  CHECK(error_of([&] { static_cast<void>(connect(config, {}, soon())); }).code() ==
        ErrorCode::connection_failed);
  std::stop_source source;
  std::jthread stopper{[&, before = proxy.connections()] {
    while (proxy.connections() == before) std::this_thread::yield();
    source.request_stop();
  }};
  CHECK(error_of([&] {
          static_cast<void>(connect(config, {.stop = source.get_token()}, far_away()));
        }).code() == ErrorCode::cancelled);
}

TEST_CASE("of several hosts one that refuses or does not answer leaves time for the next") {
  Proxy frozen;
  frozen.freeze_new();
  const auto port_of = [](const std::string& url) {
    const auto at = url.rfind(':') + 1;
    return url.substr(at, url.find('/', at) - at);
  };
  auto url = server_url();
  const auto host = url.find("127.0.0.1");
  url.insert(host, "127.0.0.1:1,127.0.0.1:" + port_of(frozen.url()) + ",");
  const auto connection = connect(configure({.connection_string = url}), {},
                                  std::chrono::steady_clock::now() + std::chrono::seconds{3});
  CHECK(ask(*connection, "select 'here'") == "here");
  CHECK(frozen.connections() == 1);

  const auto error = error_of(
      [] { connect_with({.connection_string = "postgresql://u@127.0.0.1:1,127.0.0.1:2/d"}); });
  CHECK(std::string{error.what()}.find("port 1") != std::string::npos);
  CHECK(std::string{error.what()}.find("port 2") != std::string::npos);
}

TEST_CASE("of several addresses of a host one that does not answer leaves time for the next") {
  const SilentHost silent;
  auto url = server_url();
  url.replace(url.find("127.0.0.1"), 9, "two.example");
  const auto resolve = [](const std::string& host) {
    CHECK(host == "two.example");
    return std::vector<std::string>{SilentHost::address, "127.0.0.1"};
  };
  auto config = configure({.connection_string = url});
  config.options.pool.acquire_timeout = std::chrono::milliseconds{200};
  const auto connection = connect(config, {}, far_away(), nullptr, resolve);
  CHECK(ask(*connection, "select 'here'") == "here");
  CHECK(std::string{PQhost(connection->get())} == "two.example");
  CHECK(silent.was_asked());

  const auto nothing = [](const std::string&) { return std::vector<std::string>{}; };
  const auto unknown =
      error_of([&] { static_cast<void>(connect(config, {}, far_away(), nullptr, nothing)); });
  CHECK(unknown.code() == ErrorCode::connection_failed);
  CHECK(unknown.details().cause.find("two.example") != std::string::npos);
}

TEST_CASE("hosts that are to be taken at random are, and each of them has its turn") {
  auto config = configure({.connection_string = "postgresql://one.example,two.example/d"});
  // A keyword of libpq 16. An older one refuses it, after the names were looked up.
  for (auto& target : config.targets) set(target, "load_balance_hosts", "random");
  std::set<std::string> first;
  for (int i = 0; i < 1'000 && first.size() < 2; ++i) {
    std::vector<std::string> asked;
    const auto resolve = [&](const std::string& host) {
      asked.push_back(host);
      return std::vector<std::string>{};
    };
    static_cast<void>(
        error_of([&] { static_cast<void>(connect(config, {}, far_away(), nullptr, resolve)); }));
    CHECK(asked.size() == 2);
    first.insert(asked.front());
  }
  CHECK(first.size() == 2);
}

TEST_CASE("a statement is prepared once, and no more are kept than a bound") {
  const auto connection = connect_to_server();
  for (int i = 0; i < 5; ++i) CHECK(ask(*connection, "select 'same'") == "same");
  CHECK(count_prepared(*connection) == 2);  // The one above, and the one that counts.
  for (int i = 0; i < 300; ++i)
    CHECK(ask(*connection, "select '" + std::to_string(i) + "'") == std::to_string(i));
  const auto kept = count_prepared(*connection);
  CHECK(kept <= 130);  // 128, and those that the running batch makes and gives up.
  CHECK(kept >= 100);
  CHECK(ask(*connection, "select 'same'") == "same");
}

TEST_CASE("a batch of more statements than are kept runs") {
  const auto connection = connect_to_server();
  for (const auto framing : {Framing::read, Framing::write}) {
    Batch batch;
    for (int i = 0; i < 300; ++i) batch.add("select 'many " + std::to_string(i) + "'");
    const auto results = run_batch(*connection, "many", batch, framing, {});
    REQUIRE(results.size() == 300);
    CHECK(results[299].front().get<std::string>(0) == "many 299");
    CHECK(connection->clean());
  }
}

TEST_CASE("a statement that could not be prepared is not taken for prepared") {
  const auto connection = connect_to_server();
  for (int i = 0; i < 2; ++i) {
    const Batch batch = Batch{"select 1/0"}.add("select 'after'");
    CHECK(error_of([&] {
            static_cast<void>(run_batch(*connection, "fail", batch, Framing::write, {}));
          }).sqlstate() == "22012");
    CHECK(error_of([&] { ask(*connection, "select from nowhere"); }).code() ==
          ErrorCode::schema_missing);
  }
  CHECK(ask(*connection, "select 'after'") == "after");
}

TEST_CASE("without prepared statements nothing is left in the session") {
  const auto connection = connect_to_server({.prepared_statements = false});
  for (int i = 0; i < 3; ++i) {
    CHECK(ask(*connection, "select 'plain'", Framing::write) == "plain");
    static_cast<void>(
        run_batch(*connection, "two", Batch{"select 1"}.add("select 2"), Framing::write, {}));
  }
  CHECK(count_prepared(*connection) == 0);
}

TEST_CASE("a table that changed under a prepared statement is retryable, under another name") {
  testing::Table table{"n text"};
  const auto connection = connect_to_server();
  const auto sql = "select * from " + table.name();
  ask(*connection, sql);
  Observer{}.ask("alter table " + table.name() + " add m text");
  const auto error = error_of([&] { ask(*connection, sql); });
  CHECK(error.sqlstate() == "0A000");
  CHECK(error.retryable());
  CHECK(connection->clean());
  CHECK(connection->preparing().edition() == 1);
  CHECK(ask(*connection, sql) == "");
  // The old one stays prepared beside the new one, until it is given up like any other.
  CHECK(
      ask(*connection, "select count(*)::text from pg_prepared_statements where statement like '" +
                           sql + "%'") == "2");
}

TEST_CASE("a prepared statement that is gone is retryable, and nothing is prepared from then on") {
  const auto connection = connect_to_server();
  ask(*connection, "select 'one'");
  // As a pooler does it that gives the next transaction another server's connection.
  REQUIRE(PQresultStatus(Result{PQexec(connection->get(), "deallocate all")}.get()) ==
          PGRES_COMMAND_OK);
  const auto error = error_of([&] { ask(*connection, "select 'one'"); });
  CHECK(error.sqlstate() == "26000");
  CHECK(error.retryable());
  CHECK(connection->clean());
  CHECK(ask(*connection, "select 'one'") == "one");
  CHECK(count_prepared(*connection) == 0);
  CHECK(connection->preparing().surprises() == 1);
}

TEST_CASE("one name is one text with one list of types, on every connection") {
  const auto names = [] {
    const auto connection = connect_to_server();
    static_cast<void>(
        run_batch(*connection, "text", Batch{"select $1", Params{"a"}}, Framing::read, {}));
    static_cast<void>(
        run_batch(*connection, "number", Batch{"select $1", Params{1}}, Framing::read, {}));
    return ask(*connection,
               "select string_agg(name || statement || parameter_types::text, ' '"
               " order by prepare_time) from pg_prepared_statements"
               " where statement = 'select $1'");
  };
  const auto first = names();
  CHECK(first.find("{text}") != std::string::npos);
  CHECK(first.find("{bigint}") != std::string::npos);
  CHECK(names() == first);
}

TEST_CASE("a batch may use again a statement that it has given up") {
  const auto connection = connect_to_server();
  ask(*connection, "select 'again'");
  Batch batch;
  for (int i = 0; i < 200; ++i) batch.add("select 'filling " + std::to_string(i) + "'");
  batch.add("select 'again'");
  const auto results = run_batch(*connection, "again", batch, Framing::read, {});
  CHECK(results.back().front().get<std::string>(0) == "again");
}

}  // namespace botstore::postgres
