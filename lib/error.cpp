#include "botstore/error.hpp"

#include <utility>

namespace botstore {

namespace {

std::string compose(const ErrorDetails& details) {
  std::string text = details.context;
  if (!text.empty() && !details.cause.empty()) text += ": ";
  text += details.cause;
  if (details.hint.empty()) return text;
  // A database's own words may end as sentences do.
  const bool ended = text.ends_with('.') || text.ends_with('?') || text.ends_with('!');
  return text + (ended ? " " : ". ") + details.hint;
}

}  // namespace

std::string_view to_string(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::already_exists:
      return "already_exists";
    case ErrorCode::permission_denied:
      return "permission_denied";
    case ErrorCode::authentication_failed:
      return "authentication_failed";
    case ErrorCode::connection_failed:
      return "connection_failed";
    case ErrorCode::pool_timeout:
      return "pool_timeout";
    case ErrorCode::too_many_connections:
      return "too_many_connections";
    case ErrorCode::timeout:
      return "timeout";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::outcome_unknown:
      return "outcome_unknown";
    case ErrorCode::schema_missing:
      return "schema_missing";
    case ErrorCode::schema_outdated:
      return "schema_outdated";
    case ErrorCode::schema_too_new:
      return "schema_too_new";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::unsupported:
      return "unsupported";
    case ErrorCode::closed:
      return "closed";
  }
  return "unknown";
}

struct Error::State {
  ErrorCode code;
  ErrorDetails details;
  std::string text;
};

Error::Error(ErrorCode code, ErrorDetails details) {
  auto text = compose(details);
  state_ = std::make_shared<const State>(State{code, std::move(details), std::move(text)});
}

Error::~Error() = default;

const char* Error::what() const noexcept {
  return state_->text.c_str();
}

ErrorCode Error::code() const noexcept {
  return state_->code;
}

const ErrorDetails& Error::details() const noexcept {
  return state_->details;
}

}  // namespace botstore
