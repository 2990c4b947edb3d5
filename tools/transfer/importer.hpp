#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "botstore/storage.hpp"
#include "tools/transfer/rows/calls.hpp"
#include "tools/transfer/rows/digest.hpp"

namespace botstore::transfer {

struct ImportTask {
  std::string input = "-";  ///< A file, or `-` for standard input.
  std::string store{};      ///< What tells the target from others, without a password.
  bool restart = false;     ///< Begin with the first line, whatever an earlier run has done.
  bool show_progress = false;
  std::function<void(const std::string& text)> note{};  ///< Told what a person should know.
};

struct ImportReport {
  Tally tally{};
  std::uint64_t resumed = 0;  ///< Of the rows, those of an earlier run.
};

/// Stores the rows of an export, which overwrite those of the same keys. What has been stored stays
/// whatever happens then, and `<input>.import-state` says where the same import goes on, if the
/// file is still the same.
///
/// Throws `Corrupt` for a line that is damaged or missing, or that holds what no store takes, by
/// its number; std::runtime_error if the file cannot be read.
ImportReport import_file(Storage& store, const ImportTask& task, const Calls& call = {});

}  // namespace botstore::transfer
