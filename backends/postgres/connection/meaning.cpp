#include "backends/postgres/connection/meaning.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace botstore::postgres {

namespace {

struct Entry {
  std::string_view sqlstate;  // Five characters, or the two of a class.
  Meaning meaning;
};

constexpr bool retryable = true;
constexpr bool final = false;

constexpr std::string_view ask_for_grant =
    "Ask the owner for it, or let the store use a schema that this user owns.";
constexpr std::string_view check_server =
    "Check that the server is running, that it listens at this address, and that host, port and "
    "TLS "
    "mode are right.";
constexpr std::string_view check_password =
    "Check the user and the password, and what pg_hba.conf says of this user, database and "
    "address.";
constexpr std::string_view use_fewer_connections =
    "Lower the pools' max_connections, raise the server's, or put a pooler in between.";
constexpr std::string_view pooler =
    "Behind a pooler that gives transactions a connection each, say prepared_statements = false.";
constexpr std::string_view use_utf8 =
    "Create the database with the encoding UTF8 (and TEMPLATE template0).";
constexpr std::string_view use_primary =
    "Connect to the primary; with several hosts, target_session_attrs=read-write finds it.";
constexpr std::string_view run_init = "Call init(), and check that the store's schema is right.";
constexpr std::string_view shorten = "A shorter text, or fewer rows at a time, may fit.";

// Codes that name a case of their own, and classes for what is left of them. Sorted: a class comes
// before its codes.
constexpr std::array table{
    Entry{"08", {ErrorCode::connection_failed, retryable, check_server}},
    Entry{"0A", {ErrorCode::unsupported, final, {}}},
    Entry{"22021", {ErrorCode::unsupported, final, use_utf8}},
    Entry{"22P05", {ErrorCode::unsupported, final, use_utf8}},
    Entry{"23", {ErrorCode::conflict, final, {}}},
    Entry{"23503", {ErrorCode::not_found, final, {}}},
    Entry{"23505", {ErrorCode::already_exists, final, {}}},
    Entry{"25", {ErrorCode::conflict, final, {}}},
    Entry{"25006", {ErrorCode::unsupported, final, use_primary}},
    Entry{"25P03", {ErrorCode::connection_failed, retryable, "The transaction was idle too long."}},
    Entry{"25P04", {ErrorCode::timeout, retryable, "The server's transaction_timeout ended it."}},
    Entry{"26", {ErrorCode::conflict, retryable, pooler}},
    Entry{"28", {ErrorCode::authentication_failed, final, check_password}},
    Entry{"3D000", {ErrorCode::connection_failed, final, "Create the database, or name another."}},
    Entry{"3F000", {ErrorCode::schema_missing, final, run_init}},
    Entry{"40", {ErrorCode::conflict, retryable, {}}},
    Entry{"40002", {ErrorCode::conflict, final, {}}},
    Entry{"40003", {ErrorCode::outcome_unknown, final, {}}},
    Entry{"42501", {ErrorCode::permission_denied, final, ask_for_grant}},
    Entry{"42703", {ErrorCode::schema_outdated, final, run_init}},
    Entry{"42P01", {ErrorCode::schema_missing, final, run_init}},
    Entry{"42P05", {ErrorCode::conflict, retryable, pooler}},
    Entry{"53", {ErrorCode::unsupported, retryable, {}}},
    Entry{"53300", {ErrorCode::too_many_connections, retryable, use_fewer_connections}},
    Entry{"54", {ErrorCode::unsupported, final, shorten}},
    Entry{"55P03", {ErrorCode::timeout, retryable, "The server's lock_timeout ended it."}},
    Entry{"57014", {ErrorCode::timeout, retryable, "statement_timeout or another user ended it."}},
    Entry{"57P01", {ErrorCode::connection_failed, retryable, {}}},
    Entry{"57P02", {ErrorCode::connection_failed, retryable, {}}},
    Entry{"57P03",
          {ErrorCode::connection_failed, retryable, "The server is starting or stopping."}},
    Entry{"57P04", {ErrorCode::connection_failed, final, "Create the database, or name another."}},
    Entry{"57P05", {ErrorCode::connection_failed, retryable, {}}},
    Entry{"58", {ErrorCode::unsupported, retryable, {}}},
    Entry{"XX001", {ErrorCode::corrupt, final, "The server reports damaged data: restore it."}},
    Entry{"XX002", {ErrorCode::corrupt, final, "REINDEX the damaged index."}},
};
static_assert(std::ranges::is_sorted(table, {}, &Entry::sqlstate));

const Meaning* find(std::string_view key) noexcept {
  const auto found = std::ranges::lower_bound(table, key, {}, &Entry::sqlstate);
  return found != table.end() && found->sqlstate == key ? &found->meaning : nullptr;
}

}  // namespace

Meaning meaning_of(std::string_view sqlstate) noexcept {
  if (sqlstate.empty()) return {ErrorCode::connection_failed, retryable, check_server};
  if (const auto* exact = find(sqlstate)) return *exact;
  if (const auto* by_class = find(sqlstate.substr(0, 2))) return *by_class;
  return {ErrorCode::unsupported, final, {}};
}

}  // namespace botstore::postgres
