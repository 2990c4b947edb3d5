#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "backends/postgres/values/sql_text.hpp"

namespace botstore::postgres {

/// A statement as it stands in the code, beside the function that runs it:
///
///     constexpr SqlTemplate get_contact_sql{
///         "get_contact", "select {contact_columns} from {s}.contact where phone = $1"};
///
/// The name heads the text as a comment, for those who look at a server's statements. What the
/// names in braces stand for is in expand.hpp.
struct SqlTemplate {
  std::string_view name;
  std::string_view text;
};

/// The texts of one store's statements, each made once. Used from many threads at once.
class SqlTexts {
 public:
  /// Takes the schema's name quoted.
  explicit SqlTexts(std::string schema) : schema_{std::move(schema)} {}

  [[nodiscard]] const std::string& schema() const noexcept { return schema_; }

  /// The text of a template, which must outlive this object. The text lives as long as this does.
  [[nodiscard]] SharedSql operator[](const SqlTemplate& sql) const;

  /// The text of a statement that a list puts together: the one that was made under this key, or
  /// what `make` returns. A name and all that the text depends on make up the key. There may be
  /// many, for a filter has many shapes: only so many are kept.
  [[nodiscard]] SharedSql composed(std::string_view name, std::string_view key,
                                   const std::function<std::string()>& make) const;

 private:
  struct HashOfKey {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept {
      return std::hash<std::string_view>{}(key);
    }
  };

  std::string schema_;
  mutable std::shared_mutex mutex_;
  mutable std::unordered_map<const SqlTemplate*, SqlText> templates_;
  mutable std::unordered_map<std::string, SharedSql, HashOfKey, std::equal_to<>> composed_;
};

}  // namespace botstore::postgres
