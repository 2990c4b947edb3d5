#pragma once

#include <string>
#include <string_view>

namespace botstore::tools {

/// `text` with `***` in the place of each password that stands in a URL, `//user:password@`, or
/// behind `password=`. What might be one counts as one.
[[nodiscard]] std::string without_passwords(std::string_view text);

}  // namespace botstore::tools
