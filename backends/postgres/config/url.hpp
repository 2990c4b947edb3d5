#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "botstore/postgres.hpp"
#include "lib/arguments/check.hpp"

namespace botstore::postgres {

/// True for a URL of one of the schemes that libpq knows.
[[nodiscard]] bool is_url(std::string_view text) noexcept;

/// Takes the store's own parameters out of a URL and sets them in `options`; returns what is left
/// for libpq. `field` names the URL in errors, which show nothing of it but names of parameters.
[[nodiscard]] std::string take_own_parameters(std::string_view url, const detail::Check& check,
                                              const char* field, PostgresOptions& options);

}  // namespace botstore::postgres
