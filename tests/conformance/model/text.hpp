#pragma once

/// \file
/// The arguments of operations as text, for the messages of failures.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/filter.hpp"
#include "botstore/message.hpp"
#include "botstore/query.hpp"
#include "botstore/time.hpp"
#include "tests/conformance/support/describe.hpp"

namespace botstore::testing {

[[nodiscard]] std::string describe(const TimeRange& range);
[[nodiscard]] std::string describe(const Limit& limit);
[[nodiscard]] std::string describe(const Paging& page);
[[nodiscard]] std::string describe(const AnyOf& set);
[[nodiscard]] std::string describe(const JsonFilter& filter);
[[nodiscard]] std::string describe(const std::vector<Include>& includes);

/// Named values in one text: `{id: "t1", title: "…"}`. Absent ones are left out.
class Fields {
 public:
  template <class T>
  Fields& add(std::string_view name, const T& value) {
    return add_text(name, describe(value));
  }
  template <class T>
  Fields& add(std::string_view name, const std::optional<T>& value) {
    return value ? add(name, *value) : *this;
  }
  Fields& add_text(std::string_view name, std::string_view text);
  [[nodiscard]] std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

}  // namespace botstore::testing
