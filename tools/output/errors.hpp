#pragma once

#include <string_view>

#include "botstore/error.hpp"
#include "tools/context.hpp"

namespace botstore::tools {

/// Tells on standard error what went wrong and what to do about it, for people or, with --json, for
/// machines.
void report(const Context& context, const Error& error);
void report(const Context& context, std::string_view message);

/// How the program ends after this error.
[[nodiscard]] Exit exit_of(const Error& error) noexcept;

}  // namespace botstore::tools
