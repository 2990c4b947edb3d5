#pragma once

#include <vector>

#include "botstore/testing/conformance.hpp"

/// \file
/// The parts of the suite. Each file of checks has one function, which lists them.

namespace botstore::testing {

// Threads
std::vector<Check> thread_save_checks();
std::vector<Check> thread_get_checks();
std::vector<Check> thread_update_checks();
std::vector<Check> thread_time_checks();
std::vector<Check> thread_delete_checks();
std::vector<Check> thread_list_checks();
std::vector<Check> thread_order_checks();
std::vector<Check> thread_page_checks();
std::vector<Check> thread_clone_checks();
std::vector<Check> thread_clone_selection_checks();
std::vector<Check> thread_reassign_checks();

// Messages
std::vector<Check> message_save_checks();
std::vector<Check> message_policy_checks();
std::vector<Check> message_batch_checks();
std::vector<Check> message_time_checks();
std::vector<Check> message_sequence_checks();
std::vector<Check> message_get_checks();
std::vector<Check> message_order_checks();
std::vector<Check> message_list_checks();
std::vector<Check> message_range_checks();
std::vector<Check> message_page_checks();
std::vector<Check> message_cursor_checks();
std::vector<Check> message_resource_checks();
std::vector<Check> message_include_checks();
std::vector<Check> message_include_page_checks();
std::vector<Check> message_include_scope_checks();
std::vector<Check> message_update_checks();
std::vector<Check> message_merge_checks();
std::vector<Check> message_update_batch_checks();
std::vector<Check> message_move_checks();
std::vector<Check> message_delete_checks();

// Everything else
std::vector<Check> metadata_checks();
std::vector<Check> resource_checks();
std::vector<Check> contact_checks();
std::vector<Check> history_checks();
std::vector<Check> restore_checks();
std::vector<Check> stream_checks();
std::vector<Check> cursor_checks();
std::vector<Check> content_checks();
std::vector<Check> argument_checks();
std::vector<Check> transaction_checks();
std::vector<Check> concurrency_checks();
std::vector<Check> lifecycle_checks();
std::vector<Check> limit_checks();

}  // namespace botstore::testing
