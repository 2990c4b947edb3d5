#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>

#include "backends/postgres/connection/meaning.hpp"
#include "botstore/error.hpp"

namespace botstore::postgres {

/// The error of a statement of `user`'s that the server refused.
[[nodiscard]] Error statement_error(std::string_view operation, const PGresult* result,
                                    std::string_view user);

/// The error of a connection that could not be made. Its verbosity was PQERRORS_VERBOSE: for a
/// connection that was never there, libpq tells the SQLSTATE in its text only.
[[nodiscard]] Error connect_error(const PGconn* connection);

/// The same from libpq's text.
[[nodiscard]] Error connect_error(std::string_view libpq_text, bool needs_password);

/// The error of a connection that broke before the work was done for certain.
[[nodiscard]] Error connection_lost(std::string_view operation, std::string_view reason,
                                    std::string_view sqlstate = {});

/// The error of a write whose answer was lost.
[[nodiscard]] Error outcome_unknown(std::string_view operation, std::string_view reason,
                                    std::string_view sqlstate = {});

/// The error of a write whose server gave up its standby: see `gives_up_standby`.
[[nodiscard]] Error standby_given_up(std::string_view operation);

/// What the server said, without the connection's name before it.
[[nodiscard]] std::string message_of(const PGresult* result);

/// The SQLSTATE of a result; empty where libpq made the error itself.
[[nodiscard]] std::string_view sqlstate_of(const PGresult* result) noexcept;

/// True if the server ended the session with this error.
[[nodiscard]] bool ends_session(const PGresult* result) noexcept;

/// True for the notice with which a server closes a connection.
[[nodiscard]] bool is_goodbye(const PGresult* notice) noexcept;

/// True for the notice that a commit no longer waits for its standby, because of a cancel or of the
/// session's end: it is done on this server, and perhaps lost with it.
[[nodiscard]] bool gives_up_standby(const PGresult* notice) noexcept;

/// True if a prepared statement is gone, or its name is taken. Nothing was done.
[[nodiscard]] bool is_lost_statement(const PGresult* result) noexcept;

/// True if the tables have changed under a prepared statement. Nothing was done.
[[nodiscard]] bool is_stale_statement(const PGresult* result) noexcept;

}  // namespace botstore::postgres
