#include "tools/output/secrets.hpp"

#include <algorithm>

namespace botstore::tools {

namespace {

constexpr std::string_view space = " \t\r\n";
constexpr std::string_view hidden = "***";

/// A word without the password of its authority. The last @ ends it: an unescaped one may be part
/// of the password.
std::string without_authority_password(std::string_view word) {
  std::string shown{word};
  const auto authority = shown.find("//");
  const auto at = shown.rfind('@');
  if (authority == std::string::npos || at == std::string::npos) return shown;
  const auto colon = shown.find(':', authority);
  if (colon < at) shown.replace(colon + 1, at - colon - 1, hidden);
  return shown;
}

/// A word without what stands behind each `password=` in it.
std::string without_password_values(std::string word) {
  constexpr std::string_view key = "password=";
  for (auto at = word.find(key); at != std::string::npos; at = word.find(key, at)) {
    at += key.size();
    word.replace(at, word.find('&', at) - at, hidden);
  }
  return word;
}

}  // namespace

std::string without_passwords(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(space), text.size());
    shown += without_password_values(without_authority_password(text.substr(0, end)));
    text.remove_prefix(end);
    const auto next = std::min(text.find_first_not_of(space), text.size());
    shown += text.substr(0, next);
    text.remove_prefix(next);
  }
  return shown;
}

}  // namespace botstore::tools
