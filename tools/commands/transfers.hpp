#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "tools/context/context.hpp"
#include "tools/transfer/rows/calls.hpp"
#include "tools/transfer/rows/digest.hpp"

/// \file
/// What the commands that move rows have in common.

namespace botstore::tools {

/// The calls of a transfer, each with the timeout of the command line, until `stop`.
[[nodiscard]] transfer::Calls calls_of(const Context& context, std::stop_token stop);

/// Tells a person, or with --json a machine, something beside the work, on standard error.
[[nodiscard]] std::function<void(const std::string& text)> note_on(const Context& context);

/// Says how many rows were moved, and their digest if one was made, on standard output.
void print_tally(const Context& context, std::string_view done, const transfer::Tally& tally);

}  // namespace botstore::tools
