#pragma once

/// \file
/// Values as text, for the messages of failed checks.

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "botstore/contact.hpp"
#include "botstore/error.hpp"
#include "botstore/history.hpp"
#include "botstore/json.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"

namespace botstore::testing {

/// In quotes; a long text is cut.
[[nodiscard]] std::string describe(std::string_view text);
[[nodiscard]] std::string describe(bool value);
[[nodiscard]] std::string describe(Timestamp time);
[[nodiscard]] std::string describe(ErrorCode code);
[[nodiscard]] std::string describe(Outcome outcome);
[[nodiscard]] std::string describe(JsonType type);
[[nodiscard]] std::string describe(const Json& json);
[[nodiscard]] std::string describe(const MessageKey& key);
[[nodiscard]] std::string describe(const MetadataOwner& owner);
[[nodiscard]] std::string describe(const Thread& thread);
[[nodiscard]] std::string describe(const Message& message);
[[nodiscard]] std::string describe(const MetadataEntry& entry);
[[nodiscard]] std::string describe(const Resource& resource);
[[nodiscard]] std::string describe(const Contact& contact);
[[nodiscard]] std::string describe(const HistoryEntry& entry);

/// Numbers, and enums without a text of their own.
template <class T>
requires(std::is_arithmetic_v<T> && !std::same_as<T, bool>) [[nodiscard]] std::string
    describe(T number) {
  return std::to_string(number);
}
template <class T>
requires std::is_enum_v<T>
[[nodiscard]] std::string describe(T value) {
  return std::to_string(static_cast<std::underlying_type_t<T>>(value));
}

[[nodiscard]] inline std::string describe(const char* text) {
  return describe(std::string_view{text});
}
[[nodiscard]] inline std::string describe(const std::string& text) {
  return describe(std::string_view{text});
}
[[nodiscard]] inline std::string describe(std::nullopt_t) {
  return "absent";
}

template <class T>
[[nodiscard]] std::string describe(const std::optional<T>& value) {
  return value ? describe(*value) : "absent";
}

/// The first elements; a long list is cut.
template <class T>
[[nodiscard]] std::string describe(const std::vector<T>& values) {
  constexpr std::size_t shown = 20;
  std::string text = "[";
  for (std::size_t i = 0; i < values.size() && i < shown; ++i) {
    if (i != 0) text += ", ";
    text += describe(values[i]);
  }
  if (values.size() > shown) text += ", … " + std::to_string(values.size()) + " in all";
  return text + "]";
}

}  // namespace botstore::testing
