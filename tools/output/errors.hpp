#pragma once

#include <string_view>

#include "botstore/error.hpp"
#include "tools/context/context.hpp"

namespace botstore::tools {

/// Tells on standard error what went wrong and what to do about it, for people or, with --json, for
/// machines.
void report(const Context& context, const Error& error);
/// For what is no error of the store; `code` is what machines call it.
void report(const Context& context, std::string_view code, std::string_view message,
            std::string_view hint = {});

/// How the program ends after this error.
[[nodiscard]] Exit exit_of(const Error& error) noexcept;

}  // namespace botstore::tools
