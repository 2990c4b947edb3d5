#pragma once

#include <cstdint>

#include "botstore/contact.hpp"
#include "botstore/history.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"

namespace botstore::detail {

/// What a cursor is bound to: a mark of all that decides which rows a query lists in which order.
/// The page, the includes and with_content do not count.
[[nodiscard]] std::uint64_t fingerprint(const ThreadQuery& query);
[[nodiscard]] std::uint64_t fingerprint(const MessageQuery& query);
[[nodiscard]] std::uint64_t fingerprint(const MetadataOwner& owner, const MetadataQuery& query);
[[nodiscard]] std::uint64_t fingerprint(const ResourceQuery& query);
[[nodiscard]] std::uint64_t fingerprint(const ContactQuery& query);
[[nodiscard]] std::uint64_t fingerprint(const HistoryQuery& query);

}  // namespace botstore::detail
