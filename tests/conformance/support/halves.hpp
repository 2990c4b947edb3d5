#pragma once

/// \file
/// Parts of the suite that fill more than one file: what the first file joins with its own checks.

#include <vector>

#include "botstore/testing/conformance.hpp"

namespace botstore::testing {

[[nodiscard]] std::vector<Check> metadata_list_checks();
[[nodiscard]] std::vector<Check> metadata_message_checks();
[[nodiscard]] std::vector<Check> contact_list_checks();
[[nodiscard]] std::vector<Check> history_list_checks();
[[nodiscard]] std::vector<Check> restore_people_checks();
[[nodiscard]] std::vector<Check> restore_argument_checks();
[[nodiscard]] std::vector<Check> json_checks();
[[nodiscard]] std::vector<Check> filter_checks();
[[nodiscard]] std::vector<Check> query_argument_checks();
[[nodiscard]] std::vector<Check> cursor_argument_checks();
[[nodiscard]] std::vector<Check> transaction_rule_checks();
[[nodiscard]] std::vector<Check> transaction_retry_checks();
[[nodiscard]] std::vector<Check> race_checks();

[[nodiscard]] std::vector<Check> joined(const std::vector<std::vector<Check>>& parts);

}  // namespace botstore::testing
