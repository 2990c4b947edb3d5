#include "backends/postgres/connection/refusals.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace botstore::postgres {

namespace {

constexpr bool retryable = true;
constexpr bool final = false;

constexpr std::string_view fewer =
    "Lower the pools' max_connections, or raise the limit of the server, role or pooler.";
constexpr std::string_view other_name =
    "Check host, user and database. At a provider's pooler the user may have the project's name in "
    "it (postgres.<project>), and one that is paused is unknown.";
constexpr std::string_view check_password =
    "Check the user and the password, and whom the server or the pooler admits from where.";
constexpr std::string_view use_tls = "Say sslmode=require, or better verify-full.";
constexpr std::string_view start_it =
    "The provider has stopped the database: look into its console.";
constexpr std::string_view leave_it_out =
    "Leave options= out of the URL, or let PgBouncer ignore it (ignore_startup_parameters).";
constexpr std::string_view pooler_waits =
    "The pooler has no connection to its server for this one: it may be restarting, or the "
    "pooler's "
    "pool is too small.";
constexpr std::string_view look_into_log = "The log of the server, or of the pooler, may say more.";
constexpr std::string_view grant_connect =
    "As the database's owner, run GRANT CONNECT ON DATABASE for this user.";
constexpr std::string_view allow_connections =
    "Run ALTER DATABASE … ALLOW_CONNECTIONS true, or name another one.";

/// What a refusal with an SQLSTATE of its own means otherwise than the same for a statement: by the
/// code or its class.
struct Code {
  std::string_view sqlstate;
  Meaning meaning;
};
constexpr std::array codes{
    Code{"42501", {ErrorCode::permission_denied, final, grant_connect}},
    Code{"53200", {ErrorCode::connection_failed, retryable, {}}},
    Code{"53300", {ErrorCode::too_many_connections, retryable, fewer}},
    Code{"55000", {ErrorCode::connection_failed, final, allow_connections}},
};

/// What a part of the words means, in small letters. The first that is found counts.
struct Words {
  std::string_view part;
  Meaning meaning;
};
constexpr Meaning too_many{ErrorCode::too_many_connections, retryable, fewer};
constexpr Meaning unknown{ErrorCode::connection_failed, final, other_name};
constexpr Meaning not_admitted{ErrorCode::authentication_failed, final, check_password};
constexpr Meaning needs_tls{ErrorCode::connection_failed, final, use_tls};
constexpr Meaning waits{ErrorCode::connection_failed, retryable, pooler_waits};
constexpr Meaning stopped{ErrorCode::connection_failed, final, start_it};
constexpr Meaning not_supported{ErrorCode::unsupported, final, leave_it_out};

constexpr std::array words_of_poolers{
    // PgBouncer, Supavisor, Neon, Odyssey, pgcat and what relays the server's own.
    Words{"max_client_conn", too_many},
    Words{"no more connections", too_many},
    Words{"connections exceeded", too_many},
    Words{"max clients", too_many},
    Words{"max client", too_many},
    Words{"max pools", too_many},
    Words{"too many c", too_many},  // … clients, connections
    Words{"too many active clients", too_many},
    Words{"connection slots", too_many},

    Words{"unsupported startup parameter", not_supported},
    Words{"unsupported options startup parameter", not_supported},

    Words{"tenant or user not found", unknown},
    Words{"tenant/user", unknown},
    Words{"tenant identifier", unknown},
    Words{"no such database", unknown},
    Words{"no pool configured", unknown},
    Words{"endpoint id is not specified", unknown},
    Words{"endpoint cannot be found", unknown},
    Words{"invalid format for user or db_name", unknown},

    Words{"authentication failed", not_admitted},
    Words{"no such user", not_admitted},
    Words{"login rejected", not_admitted},
    Words{"empty password", not_admitted},
    Words{"not allowed to connect", not_admitted},
    Words{"not in tenant allow_list", not_admitted},
    Words{"blocked network", not_admitted},
    Words{"pg_hba", not_admitted},

    Words{"ssl required", needs_tls},
    Words{"ssl connection is required", needs_tls},

    Words{"temporarily unavailable", waits},
    Words{"server_login_retry", waits},
    Words{"wait_timeout", waits},
    Words{"login_timeout", waits},
    Words{"check out", waits},
    Words{"checkout", waits},
    Words{"cannot connect to server", waits},
    Words{"remote server connection", waits},
    Words{"couldn't connect to compute", waits},
    Words{"retry request", waits},
    Words{"pool down", waits},
    Words{"shutting down", waits},
    Words{"starting up", waits},

    Words{"is disabled", stopped},
    Words{"paused", stopped},
    Words{"suspended", stopped},
    Words{"quota", stopped},
    Words{"banned", stopped},
};

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool contains(std::string_view text, std::string_view part) noexcept {
  return std::ranges::search(text, part, {}, lower).begin() != text.end();
}

/// Those that say no more than that something went wrong.
bool says_nothing(std::string_view sqlstate) noexcept {
  const auto code_class = sqlstate.substr(0, 2);
  return code_class == "08" || code_class == "58" || sqlstate == "XX000";
}

}  // namespace

Meaning meaning_of_refusal(std::string_view sqlstate, std::string_view words) noexcept {
  if (!says_nothing(sqlstate)) {
    const auto* const code = std::ranges::find(codes, sqlstate, &Code::sqlstate);
    auto meaning = code != codes.end() ? code->meaning : meaning_of(sqlstate);
    if (sqlstate == "28000" && contains(words, "no encryption")) meaning.hint = use_tls;
    return meaning;
  }
  for (const auto& known : words_of_poolers)
    if (contains(words, known.part)) return known.meaning;
  return {ErrorCode::connection_failed, retryable, look_into_log};
}

}  // namespace botstore::postgres
