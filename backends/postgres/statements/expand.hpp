#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace botstore::postgres {

/// A name in a text and what stands for it.
struct Piece {
  const char* name;
  std::string_view text;
};

/// A statement's text, in which names in braces stand for what many statements share:
///
/// - `{s}`: the schema, quoted: `{s}.threads`;
/// - `{thread_columns}` and the like: the columns in rows.hpp; `{thread_columns:t.}` with a prefix;
/// - `{any_locked}`, `{note_losers}`, `{restore_is_granted}`: see locks.hpp;
/// - `{forward:updated_at $3}`: the updated_at that a write at the time `$3` gives to the column,
///   always later than the stored one;
/// - `{replaced:t}`: the revision that an upsert, which states the one of an inserted row, gives to
///   the row `t` that it replaces; see revisions.hpp. A row that it has written already keeps its
///   own.
///
/// A literal brace is written twice. `more` stand for names of the text's own.
[[nodiscard]] std::string expand(std::string_view schema, std::string_view text,
                                 std::initializer_list<Piece> more = {});

}  // namespace botstore::postgres
