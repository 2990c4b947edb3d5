#include <libpq-fe.h>

#include <functional>
#include <thread>
#include <vector>

#include "botstore/botstore.hpp"
#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::error_of;
using testing::Observer;
using testing::Sql;

// Whatever is cut out of it or left of it, the word in its middle shows.
constexpr std::string_view secret = "h1dd3n";
constexpr const char* password = R"(@:/?#%zz&=' "\h1dd3n\" '=&%zz#?/:@)";
constexpr const char* password_in_url =
    "%40%3A%2F%3F%23%25zz%26%3D%27%20%22%5Ch1dd3n%5C%22%20%27%3D%26%25zz%23%3F%2F%3A%40";
constexpr const char* password_in_sql = R"('@:/?#%zz&='' "\h1dd3n\" ''=&%zz#?/:@')";

/// Who may log in with the password, and do nothing else.
class Role {
 public:
  Role() : name_{testing::unique_name("secretive")} {
    Sql{testing::server_url()}.run("create role " + name_ + " login password " + password_in_sql);
  }
  ~Role() {
    try {
      Sql{testing::server_url()}.run("drop role " + name_);
    } catch (const std::exception&) {
      // The server is new for each run.
    }
  }
  Role(const Role&) = delete;
  Role& operator=(const Role&) = delete;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// A URL that ends in `/database` and more; a word in the password's place, if one is stated.
  [[nodiscard]] std::string url(const std::string& tail,
                                const std::string& word = password_in_url) const {
    const auto server = testing::server_url();
    const auto host = server.substr(server.rfind('@'));
    return "postgresql://" + name_ + ":" + word + host.substr(0, host.find('/')) + tail;
  }

  /// The same as parameters.
  [[nodiscard]] PostgresOptions options() const {
    const auto server = testing::server_url();
    const auto port = std::stoi(server.substr(server.rfind(':') + 1));
    return {.host = "127.0.0.1",
            .port = static_cast<std::uint16_t>(port),
            .database = "postgres",
            .user = name_,
            .password = password};
  }

 private:
  std::string name_;
};

/// An error and all that it says.
std::string all_of(const Error& error) {
  const auto& details = error.details();
  return std::string{error.what()} + '\n' + details.context + '\n' + details.cause + '\n' +
         details.hint + '\n' + details.field;
}

struct Provocation {
  std::string what;
  std::function<void()> provoke;
};

void init(PostgresOptions options) {
  options.pool.acquire_timeout = std::chrono::milliseconds{300};
  PostgresStore{std::move(options)}.init();
}

void init(const std::string& url) {
  init(PostgresOptions{.connection_string = url});
}

std::vector<Provocation> wrong_urls(const Role& role) {
  std::vector<Provocation> all;
  for (const auto& url : {
           role.url("/postgres", "%zz" + std::string{secret}),
           role.url("/postgres", std::string{secret} + "@" + std::string{secret}),
           role.url("/postgres", std::string{secret} + "/" + std::string{secret}),
           role.url("/postgres", std::string{secret} + ":" + std::string{secret}),
           role.url("/postgres?no_such_option=1"),
           role.url("/postgres?pool_max=many"),
           role.url("/postgres?sslmode=perhaps"),
           role.url("/postgres?password=" + std::string{secret} + "%zz"),
           role.url("/post%zzgres"),
           role.url(":port/postgres"),
           "postgresql//" + role.url("/postgres").substr(13),
           "host=127.0.0.1 user=" + role.name() + " password='" + std::string{secret},
           "host=127.0.0.1 password=" + std::string{secret} + " " + std::string{secret},
           "password=" + std::string{secret} + " pool_max=many",
       })
    all.push_back({url, [url] { init(url); }});
  for (const auto* const url : {"postgresql:h1dd3n", "mysql://u:h1dd3n@h/d", "h1dd3n"})
    all.push_back({url, [url] { open(url)->init(); }});
  return all;
}

std::vector<Provocation> refused_connections(const Role& role) {
  auto wrong_password = role.options();
  wrong_password.password = "not " + std::string{password};
  auto no_database = role.options();
  no_database.database = "none";
  auto closed_port = role.options();
  closed_port.port = 1;
  auto no_host = role.options();
  no_host.host = "no-such-host.invalid";
  auto no_user = role.options();
  no_user.user = "nobody";
  auto tls = role.options();
  tls.tls_mode = "require";
  auto certificate = role.options();
  certificate.tls_mode = "verify-full";
  certificate.tls_root_certificate = "/no/such/file";
  auto twice = role.options();
  twice.connection_string = role.url("/postgres");
  auto replication = role.options();
  replication.keywords = {{"replication", "true"}};
  std::vector<Provocation> all;
  const auto add = [&](const std::string& what, const PostgresOptions& options) {
    all.push_back({what, [options] { init(options); }});
  };
  add("a wrong password", wrong_password);
  add("no such database", no_database);
  add("a closed port", closed_port);
  add("no such host", no_host);
  add("no such user", no_user);
  add("no TLS there", tls);
  add("no certificate there", certificate);
  add("a URL beside parameters", twice);
  add("a replication connection", replication);
  add("no right to create", role.options());
  all.push_back({"a wrong password in a URL",
                 [&role] { init(role.url("/postgres", std::string{"not"} + password_in_url)); }});
  all.push_back({"no such database in a URL", [&role] { init(role.url("/none")); }});
  all.push_back({"a server setting in a URL",
                 [&role] { init(role.url("/postgres?options=-c%20no_such_setting%3D1")); }});
  return all;
}

std::vector<Provocation> refused_calls(PostgresStore& store) {
  return {
      {"no tables", [&] { (void)store.get_thread("t1"); }},
      {"a bad argument", [&] { (void)store.get_thread(""); }},
      {"a full pool",
       [&] {
         const auto lease = store.lease();
         std::exception_ptr failure;
         std::jthread{[&] {
           try {
             (void)store.get_thread("t1");
           } catch (const Error&) {
             failure = std::current_exception();
           }
         }}.join();
         if (failure) std::rethrow_exception(failure);
       }},
      {"a deadline",
       [&] { (void)store.lease({.deadline = std::chrono::steady_clock::time_point{}}); }},
      {"a failed transaction",
       [&] {
         store.transaction([](Storage& view) {
           PQclear(PQexec(PostgresStore::connection_of(view), "select 1/0"));
         });
       }},
      {"a lost session",
       [&] {
         store.transaction([](Storage& view) {
           auto* const handle = PostgresStore::connection_of(view);
           Observer{}.terminate(PQbackendPID(handle));
           (void)view.list_threads();
         });
       }},
      {"a closed store",
       [&] {
         store.close();
         (void)store.list_threads();
       }},
  };
}

void check_keeps_the_secret(const std::vector<Provocation>& provocations) {
  for (const auto& provocation : provocations) {
    INFO(provocation.what);
    const auto said = all_of(error_of(provocation.provoke));
    INFO(said);
    CHECK(said.find(secret) == std::string::npos);
  }
}

}  // namespace

TEST_CASE("no error tells a password, not a part of it, whatever is wrong with a URL") {
  const Role role;
  check_keeps_the_secret(wrong_urls(role));
}

TEST_CASE("no error tells a password when a connection is refused") {
  const Role role;
  REQUIRE_NOTHROW(PostgresStore{role.options()}.lease());
  REQUIRE_NOTHROW(PostgresStore{{.connection_string = role.url("/postgres")}}.lease());
  check_keeps_the_secret(refused_connections(role));
}

TEST_CASE("no error tells a password when a call is refused") {
  const Role role;
  auto options = role.options();
  options.schema = "none";
  options.pool = {.max_connections = 1, .acquire_timeout = std::chrono::milliseconds{100}};
  PostgresStore store{options};
  check_keeps_the_secret(refused_calls(store));
}

}  // namespace botstore::postgres
