#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "botstore/export.hpp"
#include "botstore/revision.hpp"

namespace botstore {

/// Why a call failed. Unless a code says otherwise, the call has changed nothing.
enum class ErrorCode {
  /// An argument breaks a rule; `Error::field()` names it. Thrown before anything is sent, whatever
  /// is stored. The only error that does not doom a transaction.
  invalid_argument,
  /// The row that a write needs is not there. Gets do not throw it: they return nothing.
  not_found,
  /// What is stored is not what the call expected: another revision or sequence, another owner, a
  /// value that cannot be merged. Read again, then decide. Also what undoes a transaction and is
  /// `retryable()`: a serialization failure, a deadlock, a prepared statement that is gone.
  conflict,
  /// A row with this key exists, and the call asked to make a new one.
  already_exists,
  /// The database refuses the right to do this. The hint names the grant.
  permission_denied,
  /// The database does not accept this user or password.
  authentication_failed,
  /// No connection could be made, or the one in use was lost before the work was sent.
  connection_failed,
  /// Every connection of the store's own pool stayed busy until the time to get one was over.
  pool_timeout,
  /// The server accepts no more connections.
  too_many_connections,
  /// The deadline passed, and the work was certainly not done.
  timeout,
  /// The caller's stop token, or `close()`, ended the call, and the work was certainly not done.
  cancelled,
  /// The answer to a write was lost: it may have been done or not. Read before you repeat it.
  outcome_unknown,
  /// The tables are not there. `init()` makes them.
  schema_missing,
  /// The tables are of an older version than this library needs. `init()` upgrades them.
  schema_outdated,
  /// The tables are of a newer version than this library can serve.
  schema_too_new,
  /// What is stored cannot be read. The message names the row.
  corrupt,
  /// This backend, or this place (a transaction inside a transaction), cannot do it.
  unsupported,
  /// The store was closed.
  closed,
};

/// The code's name in text, in the style of the enumerator: `invalid_argument`.
[[nodiscard]] BOTSTORE_EXPORT std::string_view to_string(ErrorCode code) noexcept;

/// The parts of an `Error`. Texts never hold a password.
struct ErrorDetails {
  std::string context{};   ///< The operation, and what it worked on: `save_messages: thread "t1"`.
  std::string cause{};     ///< What is wrong, in one clause: `does not exist`.
  std::string hint{};      ///< What to do about it, a sentence; may be empty.
  std::string field{};     ///< The argument at fault, for `invalid_argument`: `messages[3].role`.
  std::string sqlstate{};  ///< The database's own code, five characters; empty where there is none.
  bool retryable = false;  ///< Whether the same call, repeated unchanged, can succeed.
  std::optional<Revision> current_revision{};      ///< For a revision conflict: the stored one.
  std::optional<std::int64_t> current_sequence{};  ///< For a sequence conflict: the stored one.
};

/// The one exception that operations throw (besides `std::bad_alloc`). Copying does not throw.
class BOTSTORE_EXPORT Error : public std::exception {
 public:
  Error(ErrorCode code, ErrorDetails details);
  Error(const Error&) noexcept = default;
  Error& operator=(const Error&) noexcept = default;
  ~Error() override;

  /// Context, cause and hint in one text: `context: cause. hint`.
  [[nodiscard]] const char* what() const noexcept override;

  [[nodiscard]] ErrorCode code() const noexcept;
  [[nodiscard]] const ErrorDetails& details() const noexcept;

  [[nodiscard]] std::string_view field() const noexcept { return details().field; }
  [[nodiscard]] std::string_view hint() const noexcept { return details().hint; }
  [[nodiscard]] std::string_view sqlstate() const noexcept { return details().sqlstate; }
  [[nodiscard]] bool retryable() const noexcept { return details().retryable; }

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

}  // namespace botstore
