#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/model/random.hpp"
#include "tests/conformance/model/show.hpp"
#include "tests/conformance/model/side.hpp"

namespace botstore::testing {

/// What both stores are asked to do, and how the answer is shown.
struct Operation {
  std::string text{};  ///< For people: the operation and its arguments.
  std::function<std::string(Side& side)> run{};
  /// More than one thing that is stored may refuse it: which error comes is not promised.
  bool error_may_differ = false;
};

/// Does the operation on one side; an `Error` is an answer too.
[[nodiscard]] std::string answer_of(const Operation& operation, Side& side);

// One random operation of each domain. They draw from `random` and look at the model to aim well.
[[nodiscard]] Operation thread_operation(Random& random, const Side& model);
[[nodiscard]] Operation message_operation(Random& random, const Side& model);
[[nodiscard]] Operation message_read(Random& random);
[[nodiscard]] Operation metadata_operation(Random& random, const Side& model);
[[nodiscard]] Operation resource_operation(Random& random, const Side& model);
[[nodiscard]] Operation contact_operation(Random& random);
[[nodiscard]] Operation history_operation(Random& random);
/// Several operations in one transaction.
[[nodiscard]] Operation transaction_operation(Random& random, const Side& model);
/// Rows as they are.
[[nodiscard]] Operation restore_operation(Random& random, const Side& model);
/// Any of them but a transaction and a restore.
[[nodiscard]] Operation plain_operation(Random& random, const Side& model);

/// Everything that a store holds, a row a line.
[[nodiscard]] std::vector<std::string> whole_state(Side& side);

/// A set of names of threads or messages in the side's own ids.
[[nodiscard]] AnyOf ids_of(const Side& side, const AnyOf& names);
[[nodiscard]] MessageKey key_of(const Side& side, const MessageKey& names);

/// The name of a revision to expect at a row: mostly the one it was last seen with.
[[nodiscard]] std::string expected_revision(Random& random, const Side& model,
                                            const std::string& row);

}  // namespace botstore::testing
