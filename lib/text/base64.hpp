#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace botstore::detail {

/// Base64 in the alphabet for URLs, without padding (RFC 4648, section 5).
[[nodiscard]] std::string to_base64url(std::string_view bytes);

/// Absent if `text` is not what to_base64url writes.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace botstore::detail
