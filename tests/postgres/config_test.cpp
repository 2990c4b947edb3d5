#include "backends/postgres/config/config.hpp"

#include <map>

#include "backends/postgres/config/conninfo.hpp"
#include "tests/catch.hpp"
#include "tests/postgres/support/server.hpp"

namespace botstore::postgres {

namespace {

using testing::error_of;

Environment environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end() || found->second.empty()) return std::nullopt;
    return found->second;
  };
}

Config configured(PostgresOptions options, std::map<std::string, std::string> variables = {}) {
  return configure(std::move(options), environment(std::move(variables)));
}

std::string value(const Config& config, std::string_view keyword) {
  const auto* found = find(config.targets.front(), keyword);
  return found != nullptr ? *found : "(absent)";
}

Error refusal(PostgresOptions options, std::map<std::string, std::string> variables = {}) {
  return error_of([&] { configured(std::move(options), std::move(variables)); });
}

constexpr const char* odd_password = R"(a@b:c/d?e#f%g'h\i j)";
constexpr const char* odd_password_encoded = "a%40b%3Ac%2Fd%3Fe%23f%25g%27h%5Ci%20j";

}  // namespace

TEST_CASE("a connection string and parameters at once are refused, and both are named") {
  const auto error = refusal({.connection_string = "postgresql://h/d", .host = "h", .port = 1});
  CHECK(error.code() == ErrorCode::invalid_argument);
  CHECK(error.field() == "connection_string");
  CHECK(std::string{error.what()}.find("connection_string: is stated together with host, port") !=
        std::string::npos);
  CHECK(refusal({.connection_string = "", .keywords = {{"sslmode", "require"}}}).code() ==
        ErrorCode::invalid_argument);
}

TEST_CASE("parameters become libpq's keywords, and what is not stated stays out") {
  const auto config = configured({.host = "db.example",
                                  .port = 6543,
                                  .database = "bots",
                                  .user = "bot",
                                  .password = odd_password,
                                  .tls_mode = "verify-full",
                                  .tls_root_certificate = "/ca.pem",
                                  .keywords = {{"application_name", "my bot"}}});
  CHECK(value(config, "host") == "db.example");
  CHECK(value(config, "port") == "6543");
  CHECK(value(config, "dbname") == "bots");
  CHECK(value(config, "user") == "bot");
  CHECK(value(config, "password") == odd_password);
  CHECK(value(config, "sslmode") == "verify-full");
  CHECK(value(config, "sslrootcert") == "/ca.pem");
  CHECK(value(config, "application_name") == "my bot");
  CHECK(value(config, "sslcert") == "(absent)");
  CHECK(value(config, "client_encoding") == "UTF8");
  CHECK(value(configured({.host = "h"}), "port") == "(absent)");
}

TEST_CASE("the environment is read in its order, and only without options") {
  const std::map<std::string, std::string> all{{"DATABASE_URL", "postgres://from-url/d"},
                                               {"POSTGRES_DB_HOST", "from-variables"},
                                               {"POSTGRES_DB_PORT", "5433"},
                                               {"POSTGRES_DB_NAME", "bots"},
                                               {"POSTGRES_DB_USER", "bot"},
                                               {"POSTGRES_DB_PASSWORD", odd_password}};
  CHECK(value(configured({}, all), "host") == "from-url");
  CHECK(value(configured({.host = "stated"}, all), "host") == "stated");
  CHECK(value(configured({.connection_string = "host=stated"}, all), "host") == "stated");

  auto without_url = all;
  without_url["DATABASE_URL"] = "";
  const auto config = configured({}, without_url);
  CHECK(value(config, "host") == "from-variables");
  CHECK(value(config, "port") == "5433");
  CHECK(value(config, "dbname") == "bots");
  CHECK(value(config, "user") == "bot");
  CHECK(value(config, "password") == odd_password);

  CHECK(value(configured({}), "host") == "(absent)");  // libpq's PG* decide.
}

TEST_CASE("every form takes a password of any characters") {
  const auto url = std::string{"postgresql://u:"} + odd_password_encoded + "@h/d";
  CHECK(value(configured({.connection_string = url}), "password") == odd_password);
  CHECK(value(configured({.connection_string = R"(host=h password='a@b:c/d?e#f%g\'h\\i j')"}),
              "password") == odd_password);
  CHECK(value(configured({.connection_string = "postgresql://u:a?b#c'd\\e:f@h/d?sslmode=require"}),
              "password") == "a?b#c'd\\e:f");
}

TEST_CASE("a connection string that cannot be read is refused without a part of it") {
  const auto* const broken =
      GENERATE("postgresql://u:sec@ret@h/d", "postgresql://u:sec/ret@h/d", "postgresql://u:sec%ret",
               "postgresql://u:secret@h:secret/d", "postgresql://secret@h/d?nosuch=secret",
               "host=h password=x secret", "secret", "", "mysql://u:secret@h/d",
               "postgresql://u:secret@h/d?pool_max=secret", "host=h port=secret",
               "postgresql://u:1234/567secret@h/d", "postgresql://h/d?client_encoding=secret");
  const auto from_option = refusal({.connection_string = broken});
  CHECK(from_option.code() == ErrorCode::invalid_argument);
  CHECK(std::string{from_option.what()}.find("sec") == std::string::npos);
  if (*broken == '\0') return;  // An empty variable is no variable.
  const auto from_variable = refusal({}, {{"DATABASE_URL", broken}});
  CHECK(from_variable.code() == ErrorCode::invalid_argument);
  CHECK(std::string{from_variable.what()}.find("sec") == std::string::npos);
}

TEST_CASE("a URL states the store's own options beside libpq's") {
  const auto config = configured(
      {.connection_string = "postgresql://u@h:5433/d?schema=my%20bots&sslmode=require&pool_max=3"
                            "&schema_mode=verify&prepared_statements=false&resource_index=false"
                            "&pool_idle_timeout=7&pool_acquire_timeout=8&pool_max_lifetime=9"
                            "&application_name=a%26b"});
  CHECK(config.options.schema == "my bots");
  CHECK(config.options.schema_mode == SchemaMode::verify);
  CHECK_FALSE(config.options.prepared_statements);
  CHECK_FALSE(config.options.resource_index);
  CHECK(config.options.pool.max_connections == 3);
  CHECK(config.options.pool.idle_timeout == std::chrono::seconds{7});
  CHECK(config.options.pool.acquire_timeout == std::chrono::seconds{8});
  CHECK(config.options.pool.max_lifetime == std::chrono::seconds{9});
  CHECK(value(config, "sslmode") == "require");
  CHECK(value(config, "application_name") == "a&b");
  CHECK(value(config, "port") == "5433");
}

TEST_CASE("a URL's parameter that nobody knows is named, unless it may be a part of a password") {
  const auto text = [](const char* url) {
    return std::string{refusal({.connection_string = url}).what()};
  };
  CHECK(text("postgresql://u@h/d?pool_size=4").find("\"pool_size\"") != std::string::npos);
  CHECK(text("postgresql://u:a/b?secret=x@h/d").find("secret") == std::string::npos);
}

TEST_CASE("options that make no sense are refused by name") {
  const auto field = [](PostgresOptions options) {
    return std::string{refusal(std::move(options)).field()};
  };
  CHECK(field({.schema = ""}) == "schema");
  CHECK(field({.schema = std::string(64, 's')}) == "schema");
  CHECK(field({.pool = {.max_connections = 0}}) == "pool.max_connections");
  CHECK(field({.pool = {.acquire_timeout = std::chrono::seconds{0}}}) == "pool.acquire_timeout");
  CHECK(field({.keywords = {{"no_such_keyword", "x"}}}) == "keywords[no_such_keyword]");
  CHECK(field({.host = "h", .keywords = {{"host", "x"}}}) == "host");
  CHECK(field({.password = std::string{"a\0b", 3}}) == "password");
  CHECK(field({.keywords = {{"port", "secret"}}}) == "port");
  CHECK(field({.keywords = {{"client_encoding", "LATIN1"}}}) == "client_encoding");
  CHECK(field({.connection_string = "postgresql://h/d?schema_mode=x"}) == "connection_string");
}

TEST_CASE("several hosts are tried one by one, each with its own port") {
  const auto config = configured({.connection_string = "postgresql://a:1,b:2,[::1]:3/d"});
  REQUIRE(config.targets.size() == 3);
  CHECK(*find(config.targets[1], "host") == "b");
  CHECK(*find(config.targets[1], "port") == "2");
  CHECK(*find(config.targets[2], "host") == "::1");
  CHECK(configured({.connection_string = "host=a,b port=1"}).targets[1].front().second == "b");

  const auto preferring =
      configured({.connection_string = "host=a,b target_session_attrs=prefer-standby"});
  REQUIRE(preferring.targets.size() == 4);
  CHECK(*find(preferring.targets[1], "target_session_attrs") == "standby");
  CHECK(*find(preferring.targets[2], "target_session_attrs") == "any");
  CHECK(*find(preferring.targets[2], "host") == "a");
}

TEST_CASE("what is configured does not keep the connection's secrets twice") {
  const auto config = configured({.connection_string = "postgresql://u:secret@h/d?schema=bots"});
  CHECK_FALSE(config.options.connection_string);
  CHECK_FALSE(config.options.password);
  CHECK(config.options.schema == "bots");
}

}  // namespace botstore::postgres
