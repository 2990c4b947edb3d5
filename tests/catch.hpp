#pragma once

/// \file
/// Catch2, 2.13 or 3, and what the tests use of it beyond its macros. Link `main.cpp`.

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstdint>
#include <functional>
#include <string>

namespace botstore::testing {

/// Adds a test case at run time. Call it before the session runs: from the constructor of a static
/// object.
///
///     const bool registered = [] {
///       for (const auto& check : checks) register_test(…);
///       return true;
///     }();
void register_test(const std::string& name, const std::string& tags, std::function<void()> body);

/// Ends the test case and counts it as skipped. The reason is printed.
[[noreturn]] void skip_test(const std::string& reason);

/// Where random tests start. Printed at the start of the run; `--rng-seed N` repeats one.
[[nodiscard]] std::uint32_t seed() noexcept;

}  // namespace botstore::testing
