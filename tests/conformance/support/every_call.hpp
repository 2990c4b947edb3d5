#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "botstore/storage.hpp"

namespace botstore::testing {

/// A public function of a store, called with good arguments.
struct NamedCall {
  std::string_view name;
  std::function<void(Storage& store, const CallOptions& call)> run;
};

/// Reads and writes of every kind; init, close, capabilities and transaction are not among them.
/// The writes would change the rows that `save_rows` makes, or add to them.
[[nodiscard]] const std::vector<NamedCall>& every_read();
[[nodiscard]] const std::vector<NamedCall>& every_write();

/// One row of every kind: thread `t1` of alice with messages `m1` and `m2`, a value `state` on the
/// thread and on `m1`, thread `t2`, resource alice, and phone `+1` with a contact and an entry.
void save_rows(Storage& store);

}  // namespace botstore::testing
