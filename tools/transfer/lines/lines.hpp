#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "botstore/time.hpp"
#include "tools/rows/fields.hpp"
#include "tools/transfer/rows/digest.hpp"

/// \file
/// The lines of an export; docs/export-format.md describes them.

namespace botstore::transfer {

/// The version of the format that is written, and the newest that is read.
inline constexpr int format_version = 1;

/// The first line.
struct Header {
  std::string export_id{};  ///< Tells one export from another.
  Timestamp exported_at{};
};

/// The last line.
struct Trailer {
  Tally tally{};
};

using Line = std::variant<Header, Row, Trailer>;

// Each appends one line with its line feed.
void append_line(std::string& out, const Header& header);
void append_line(std::string& out, const Row& row);
void append_line(std::string& out, const Trailer& trailer);

/// Reads a line without its line feed. Throws std::runtime_error that says what is wrong with it.
[[nodiscard]] Line read_line(std::string_view text);

}  // namespace botstore::transfer
