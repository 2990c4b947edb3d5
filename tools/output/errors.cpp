#include "tools/output/errors.hpp"

#include <iostream>
#include <string>

#include "botstore/json.hpp"
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

void write(const Context& context, std::string_view code, std::string_view message,
           std::string_view hint) {
  // What was printed before stands above it.
  std::cout.flush();
  if (context.json) {
    std::cerr << Json::object({
                                  {"error", Json::string(code)},
                                  {"message", Json::string(safe_text(message, Lines::many))},
                                  {"hint", Json::string(safe_text(hint, Lines::many))},
                              })
                     .text()
              << '\n';
    return;
  }
  const auto style = context.error_style();
  std::cerr << style.red("botstore:") << ' ' << safe_text(message, Lines::many) << '\n';
  if (!hint.empty())
    std::cerr << style.bold("hint:") << ' ' << safe_text(hint, Lines::many) << '\n';
}

}  // namespace

void report(const Context& context, const Error& error) {
  const auto& details = error.details();
  auto message = details.context;
  if (!message.empty() && !details.cause.empty()) message += ": ";
  message += details.cause;
  write(context, to_string(error.code()), message, hint_of(error));
}

void report(const Context& context, std::string_view message) {
  write(context, "usage", message, "");
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
