#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "botstore/storage.hpp"
#include "tools/transfer/rows/calls.hpp"
#include "tools/transfer/verify.hpp"

namespace botstore::transfer {

struct CopyTask {
  std::string from{};  ///< What tells the source from others, without a password.
  std::string to{};    ///< The same of the target.
  std::string
      state{};  ///< A file that says how far the copy is; empty: none, each run starts anew.
  bool show_progress = false;
  std::function<void(const std::string& text)> note{};  ///< Told what a person should know.
};

/// Stores every row of one store in another one, where rows overwrite those of the same keys; then
/// reads both and compares them. A copy that was interrupted may be repeated.
Comparison copy_store(Storage& source, Storage& target, const CopyTask& task,
                      const Calls& call = {});

}  // namespace botstore::transfer
