#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "backends/postgres/sessions/session.hpp"
#include "backends/postgres/statements/sql_texts.hpp"
#include "backends/postgres/values/result.hpp"
#include "botstore/backend/requests.hpp"
#include "botstore/message.hpp"

namespace botstore::postgres {

/// Whether `save_in_one_thread` can do it.
[[nodiscard]] bool is_for_one_thread(const backend::SaveMessages& request);

/// Saves messages of one thread in a single statement, without a lock that is taken before. Absent
/// if somebody else has saved or removed one of these messages at the same moment: nothing but the
/// thread's updated_at may have changed then, and whoever locks first can do it.
[[nodiscard]] std::optional<std::vector<MessageReceipt>> save_in_one_thread(
    Session& session, const SqlTexts& texts, const backend::SaveMessages& request,
    const CallOptions& call);

}  // namespace botstore::postgres
