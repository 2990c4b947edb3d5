#include "backends/postgres/connection/errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "backends/postgres/connection/refusals.hpp"

namespace botstore::postgres {

namespace {

std::string_view field(const PGresult* result, int code) noexcept {
  const char* value = PQresultErrorField(result, code);
  return value != nullptr ? std::string_view{value} : std::string_view{};
}

/// One line of what libpq says in several.
std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto start = std::min(text.find_first_not_of(" \t"), end);
    const auto part = text.substr(start, end - start);
    text.remove_prefix(std::min(end + 1, text.size()));
    // The place in the server's own source helps nobody here.
    if (part.empty() || part.starts_with("LOCATION:")) continue;
    if (!line.empty()) line += "; ";
    line += part;
  }
  return line;
}

/// The statement that grants what is missing, where the message tells (it does so in English only).
std::optional<std::string> grant(std::string_view message, std::string_view user) {
  constexpr std::string_view denied = "permission denied for ";
  const auto at = message.find(denied);
  if (at == std::string_view::npos) return std::nullopt;
  const auto object = message.substr(at + denied.size());
  if (object.starts_with("schema "))
    return fmt::format("As its owner, run: GRANT USAGE, CREATE ON SCHEMA \"{}\" TO \"{}\"",
                       object.substr(7), user);
  if (object.starts_with("table "))
    return fmt::format(
        "As its owner, run: GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE \"{}\" TO \"{}\"",
        object.substr(6), user);
  if (object.starts_with("sequence "))
    return fmt::format("As its owner, run: GRANT USAGE, UPDATE ON SEQUENCE \"{}\" TO \"{}\"",
                       object.substr(9), user);
  if (object.starts_with("database "))
    return fmt::format("As its owner, run: GRANT CREATE ON DATABASE \"{}\" TO \"{}\"",
                       object.substr(9), user);
  return std::nullopt;
}

bool is_sqlstate(std::string_view text) noexcept {
  return text.size() == 5 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
         });
}

/// What a server said at login.
struct Refusal {
  std::string sqlstate{};
  std::size_t words_at = 0;  ///< In the text.
};

/// Takes the SQLSTATEs out of a verbose text, `FATAL:  28P01: password …`; the last one counts.
Refusal extract_refusal(std::string& text) {
  constexpr std::string_view before = ":  ";
  Refusal last;
  for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
    const auto code = std::string_view{text}.substr(at + before.size(), 5);
    if (!is_sqlstate(code) || text.compare(at + before.size() + 5, 2, ": ") != 0) continue;
    last.sqlstate = code;
    text.erase(at + 2, before.size() + 5);
    last.words_at = at + 2;
  }
  return last;
}

}  // namespace

std::string message_of(const PGresult* result) {
  const auto primary = field(result, PG_DIAG_MESSAGE_PRIMARY);
  return primary.empty() ? one_line(PQresultErrorMessage(result)) : one_line(primary);
}

std::string_view sqlstate_of(const PGresult* result) noexcept {
  return field(result, PG_DIAG_SQLSTATE);
}

bool ends_session(const PGresult* result) noexcept {
  auto severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  // Poolers leave it out (PgBouncer 1.18 does), and translate nothing.
  if (severity.empty()) severity = field(result, PG_DIAG_SEVERITY);
  return severity == "FATAL" || severity == "PANIC";
}

bool is_goodbye(const PGresult* notice) noexcept {
  return ends_session(notice) || sqlstate_of(notice).starts_with("57P");
}

bool gives_up_standby(const PGresult* notice) noexcept {
  // The SQLSTATE tells nothing: a cancel is 01000, as warnings are, and 57P01 is said by a server
  // that stops, too.
  return field(notice, PG_DIAG_SOURCE_FUNCTION) == "SyncRepWaitForLSN";
}

bool is_lost_statement(const PGresult* result) noexcept {
  const auto sqlstate = sqlstate_of(result);
  return sqlstate == "26000" || sqlstate == "42P05";
}

bool is_stale_statement(const PGresult* result) noexcept {
  return sqlstate_of(result) == "0A000" &&
         field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

Error statement_error(std::string_view operation, const PGresult* result, std::string_view user) {
  const auto sqlstate = sqlstate_of(result);
  auto cause = message_of(result);
  auto meaning = ends_session(result) ? meaning_of_refusal(sqlstate, cause) : meaning_of(sqlstate);
  if (is_stale_statement(result)) meaning = {.code = ErrorCode::conflict, .retryable = true};
  std::string hint{meaning.hint};
  if (meaning.code == ErrorCode::permission_denied)
    hint = grant(cause, user).value_or(std::move(hint));
  if (hint.empty()) hint = one_line(field(result, PG_DIAG_MESSAGE_HINT));
  return {meaning.code,
          {.context = std::string{operation},
           .cause = std::move(cause),
           .hint = std::move(hint),
           .sqlstate = std::string{sqlstate},
           .retryable = meaning.retryable}};
}

Error connect_error(const PGconn* connection) {
  return connect_error(PQerrorMessage(connection), PQconnectionNeedsPassword(connection) != 0);
}

Error connect_error(std::string_view libpq_text, bool needs_password) {
  auto cause = one_line(libpq_text);
  auto refusal = extract_refusal(cause);
  const auto meaning =
      needs_password
          ? meaning_of("28P01")
          : meaning_of_refusal(refusal.sqlstate, std::string_view{cause}.substr(refusal.words_at));
  return {meaning.code,
          {.context = "connect",
           .cause = std::move(cause),
           .hint = std::string{meaning.hint},
           .sqlstate = std::move(refusal.sqlstate),
           .retryable = meaning.retryable}};
}

Error connection_lost(std::string_view operation, std::string_view reason,
                      std::string_view sqlstate) {
  return {ErrorCode::connection_failed,
          {.context = std::string{operation},
           .cause = fmt::format("the connection was lost: {}", one_line(reason)),
           .sqlstate = std::string{sqlstate},
           .retryable = true}};
}

Error outcome_unknown(std::string_view operation, std::string_view reason,
                      std::string_view sqlstate) {
  return {ErrorCode::outcome_unknown,
          {.context = std::string{operation},
           .cause = fmt::format("it may have been done or not: {}", one_line(reason)),
           .hint = "Read what is stored before you repeat it.",
           .sqlstate = std::string{sqlstate}}};
}

Error standby_given_up(std::string_view operation) {
  return {
      ErrorCode::outcome_unknown,
      {.context = std::string{operation},
       .cause = "it is done on this server, which then stopped waiting for its standby, and may "
                "be lost with it",
       .hint = "It is safe when a later change succeeds, since a standby gets all in order."}};
}

}  // namespace botstore::postgres
