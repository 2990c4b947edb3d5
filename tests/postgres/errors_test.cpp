#include "backends/postgres/connection/errors.hpp"

#include <vector>

#include "tests/catch.hpp"

namespace botstore::postgres {

TEST_CASE("the table gives every SQLSTATE its code") {
  struct Case {
    const char* sqlstate;
    ErrorCode code;
    bool retryable;
  };
  const std::vector<Case> cases{
      {"", ErrorCode::connection_failed, true},
      {"08000", ErrorCode::connection_failed, true},
      {"08006", ErrorCode::connection_failed, true},
      {"0A000", ErrorCode::unsupported, false},
      {"22021", ErrorCode::unsupported, false},
      {"22P02", ErrorCode::unsupported, false},
      {"23502", ErrorCode::conflict, false},
      {"23503", ErrorCode::not_found, false},
      {"23505", ErrorCode::already_exists, false},
      {"25006", ErrorCode::unsupported, false},
      {"25P02", ErrorCode::conflict, false},
      {"25P03", ErrorCode::connection_failed, true},
      {"26000", ErrorCode::conflict, true},
      {"28000", ErrorCode::authentication_failed, false},
      {"28P01", ErrorCode::authentication_failed, false},
      {"3D000", ErrorCode::connection_failed, false},
      {"3F000", ErrorCode::schema_missing, false},
      {"40001", ErrorCode::conflict, true},
      {"40P01", ErrorCode::conflict, true},
      {"40003", ErrorCode::outcome_unknown, false},
      {"42501", ErrorCode::permission_denied, false},
      {"42601", ErrorCode::unsupported, false},
      {"42703", ErrorCode::schema_outdated, false},
      {"42P01", ErrorCode::schema_missing, false},
      {"42P05", ErrorCode::conflict, true},
      {"53100", ErrorCode::unsupported, true},
      {"53300", ErrorCode::too_many_connections, true},
      {"54000", ErrorCode::unsupported, false},
      {"55P03", ErrorCode::timeout, true},
      {"57014", ErrorCode::timeout, true},
      {"57P01", ErrorCode::connection_failed, true},
      {"57P02", ErrorCode::connection_failed, true},
      {"57P03", ErrorCode::connection_failed, true},
      {"57P05", ErrorCode::connection_failed, true},
      {"58030", ErrorCode::unsupported, true},
      {"XX000", ErrorCode::unsupported, false},
      {"XX001", ErrorCode::corrupt, false},
      {"ZZZZZ", ErrorCode::unsupported, false},
  };
  for (const auto& expected : cases) {
    INFO(expected.sqlstate);
    CHECK(meaning_of(expected.sqlstate).code == expected.code);
    CHECK(meaning_of(expected.sqlstate).retryable == expected.retryable);
  }
}

TEST_CASE("what people meet first comes with a hint") {
  for (const char* sqlstate : {"", "22021", "25006", "26000", "28P01", "42501", "42P01", "53300"}) {
    INFO(sqlstate);
    CHECK_FALSE(meaning_of(sqlstate).hint.empty());
  }
}

TEST_CASE("a connection's error has the SQLSTATE that libpq tells in its text only") {
  const auto error = connect_error(
      "connection to server at \"h\", port 1 failed: FATAL:  53300: sorry, too many clients\n"
      "LOCATION:  InitProcess, proc.c:358\n",
      false);
  CHECK(error.code() == ErrorCode::too_many_connections);
  CHECK(error.sqlstate() == "53300");
  CHECK(error.details().cause ==
        "connection to server at \"h\", port 1 failed: FATAL: sorry, too many clients");
}

TEST_CASE("a connection's error without an SQLSTATE is a failed connection or a missing password") {
  const auto refused =
      connect_error("connection to server failed: Connection refused\n\tIs it?\n", false);
  CHECK(refused.code() == ErrorCode::connection_failed);
  CHECK(refused.retryable());
  CHECK(refused.sqlstate().empty());
  CHECK(connect_error("fe_sendauth: no password supplied\n", true).code() ==
        ErrorCode::authentication_failed);
}

TEST_CASE("a lost answer says what to do") {
  const auto error = outcome_unknown("save_thread", "the line is dead\n", "57P01");
  CHECK(error.code() == ErrorCode::outcome_unknown);
  CHECK_FALSE(error.retryable());
  CHECK(std::string{error.what()} ==
        "save_thread: it may have been done or not: the line is dead. Read what is stored before "
        "you repeat it.");
}

}  // namespace botstore::postgres
