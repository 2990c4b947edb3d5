#include "tools/output/errors.hpp"

#include <iostream>
#include <string>

#include "tools/output/json.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

namespace {

/// What a person does at the command line; the library's hints speak to programmers.
std::string hint_of(const Error& error) {
  switch (error.code()) {
    case ErrorCode::schema_missing:
      return "Run: botstore init";
    case ErrorCode::schema_outdated:
      // With schema_mode=verify the hint is the SQL, which init does not run.
      if (error.hint().find(';') == std::string_view::npos) return "Run: botstore init";
      break;
    case ErrorCode::schema_too_new:
      return "Update botstore.";
    default:
      break;
  }
  return std::string{error.hint()};
}

}  // namespace

void report(const Context& context, const Error& error) {
  const auto& details = error.details();
  auto message = details.context;
  if (!message.empty() && !details.cause.empty()) message += ": ";
  message += details.cause;
  report(context, to_string(error.code()), message, hint_of(error));
}

void report(const Context& context, std::string_view code, std::string_view message,
            std::string_view hint) {
  // What was printed before stands above it.
  std::cout.flush();
  const auto said = safe_text(message, Lines::many);
  const auto advice = safe_text(hint, Lines::many);
  if (context.json) {
    print_json(std::cerr, Json::object({{"error", Json::string(code)},
                                        {"message", Json::string(said)},
                                        {"hint", Json::string(advice)}}));
    return;
  }
  const auto style = context.error_style();
  std::cerr << style.red("botstore:") << ' ' << said << '\n';
  if (!hint.empty()) std::cerr << style.bold("hint:") << ' ' << advice << '\n';
}

Exit exit_of(const Error& error) noexcept {
  switch (error.code()) {
    case ErrorCode::invalid_argument:
      return Exit::usage;
    case ErrorCode::not_found:
      return Exit::not_found;
    default:
      return Exit::failed;
  }
}

}  // namespace botstore::tools
