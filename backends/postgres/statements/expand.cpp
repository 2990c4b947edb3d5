#include "backends/postgres/statements/expand.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include "backends/postgres/statements/locks.hpp"
#include "backends/postgres/statements/rows.hpp"
#include "lib/sql/text.hpp"

namespace botstore::postgres {

namespace {

// What a name stands for, made of the words behind its colon.
struct Columns {
  std::string_view names;

  [[nodiscard]] std::string text(std::string_view prefix) const {
    return std::string{prefix} + detail::replace_all(names, ", ", ", " + std::string{prefix});
  }
};

// Interval arithmetic on timestamptz is not immutable and is refused in a SET on a distributed
// table; on timestamp it is.
struct Forward {
  [[nodiscard]] static std::string text(std::string_view column_and_time) {
    const auto space = column_and_time.find(' ');
    return fmt::format(
        "least(greatest({}, timezone('UTC', timezone('UTC', {}) + interval '1 microsecond')), "
        "timestamptz '9999-12-31 23:59:59.999999+00')",
        column_and_time.substr(space + 1), column_and_time.substr(0, space));
  }
};

struct Replaced {
  [[nodiscard]] static std::string text(std::string_view alias) {
    return fmt::format(
        "case when {0}.revision | 1 = excluded.revision | 1 then {0}.revision "
        "else excluded.revision | 1 end",
        alias);
  }
};

/// Keeps the words behind the colon until the name is replaced.
struct WithWords {
  std::string_view words{};

  constexpr auto parse(fmt::format_parse_context& context) {
    const auto* end = context.begin();
    while (end != context.end() && *end != '}') ++end;
    words = {context.begin(), static_cast<std::size_t>(end - context.begin())};
    return end;
  }

  template <class Meaning>
  auto format(const Meaning& meaning, fmt::format_context& context) const {
    return fmt::format_to(context.out(), "{}", meaning.text(words));
  }
};

}  // namespace

}  // namespace botstore::postgres

template <>
struct fmt::formatter<botstore::postgres::Columns> : botstore::postgres::WithWords {};
template <>
struct fmt::formatter<botstore::postgres::Forward> : botstore::postgres::WithWords {};
template <>
struct fmt::formatter<botstore::postgres::Replaced> : botstore::postgres::WithWords {};

namespace botstore::postgres {

std::string expand(std::string_view schema, std::string_view text,
                   std::initializer_list<Piece> more) {
  fmt::dynamic_format_arg_store<fmt::format_context> meanings;
  const auto add = [&](const char* name, const auto& meaning) {
    meanings.push_back(fmt::arg(name, meaning));
  };
  add("s", schema);
  add("thread_columns", Columns{thread_columns});
  add("message_columns", Columns{message_columns});
  add("message_columns_without_content", Columns{message_columns_without_content});
  add("metadata_columns", Columns{metadata_columns});
  add("resource_columns", Columns{resource_columns});
  add("contact_columns", Columns{contact_columns});
  add("history_columns", Columns{history_columns});
  add("any_locked", any_locked);
  add("note_losers", note_losers);
  add("restore_is_granted", restore_is_granted);
  add("forward", Forward{});
  add("replaced", Replaced{});
  for (const auto& piece : more) add(piece.name, piece.text);
  return fmt::vformat(text, meanings);
}

}  // namespace botstore::postgres
