#include "backends/postgres/statements/sql_texts.hpp"

#include <fmt/format.h>

#include <utility>

#include "backends/postgres/statements/expand.hpp"

namespace botstore::postgres {

namespace {

/// Some dozens are common; who filters by everything may need more, and makes them anew.
constexpr std::size_t composed_kept = 256;

SqlText named(std::string_view name, const std::string& text) {
  return SqlText{fmt::format("/* botstore {} */ {}", name, text)};
}

/// Refers to a text that somebody else keeps: it is not counted, so threads do not meet here.
SharedSql kept(const SqlText& text) noexcept {
  return {SharedSql{}, &text};
}

}  // namespace

SharedSql SqlTexts::operator[](const SqlTemplate& sql) const {
  {
    const std::shared_lock lock{mutex_};
    if (const auto found = templates_.find(&sql); found != templates_.end())
      return kept(found->second);
  }
  auto text = named(sql.name, expand(schema_, sql.text));
  const std::lock_guard lock{mutex_};
  return kept(templates_.try_emplace(&sql, std::move(text)).first->second);
}

SharedSql SqlTexts::composed(std::string_view name, std::string_view key,
                             const std::function<std::string()>& make) const {
  {
    const std::shared_lock lock{mutex_};
    if (const auto found = composed_.find(key); found != composed_.end()) return found->second;
  }
  auto text = std::make_shared<const SqlText>(named(name, make()));
  const std::lock_guard lock{mutex_};
  if (composed_.size() >= composed_kept) composed_.clear();
  return composed_.try_emplace(std::string{key}, std::move(text)).first->second;
}

}  // namespace botstore::postgres
