#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/model/side.hpp"
#include "tests/conformance/support/expect.hpp"

namespace botstore::testing {

/// Sees that calls are refused for the argument at fault, and that none of them changes anything.
class BadArguments {
 public:
  explicit BadArguments(Storage& store);

  /// `call` throws InvalidArgument whose field is `field`.
  void expect_refused(std::string_view field, const std::function<void(Storage&)>& call,
                      Place place = Place::here());

  void expect_nothing_changed(Place place = Place::here());

 private:
  Side side_;
  std::vector<std::string> before_;
};

}  // namespace botstore::testing
