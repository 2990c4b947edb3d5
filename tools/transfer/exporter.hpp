#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "botstore/storage.hpp"
#include "tools/transfer/rows/calls.hpp"
#include "tools/transfer/rows/digest.hpp"

namespace botstore::transfer {

struct ExportTask {
  std::string store{};       ///< What tells it from others, without a password.
  std::string output = "-";  ///< A file, or `-` for standard output.
  bool restart = false;      ///< Leave an earlier run's part aside.
  bool show_progress = false;
  std::function<void(const std::string& text)> note{};  ///< Told what a person should know.
};

struct ExportReport {
  Tally tally{};
  std::uint64_t resumed = 0;  ///< Of the rows, those of an earlier run.
};

/// Writes a store's rows as lines. A file gets its name when it is whole: until then its bytes are
/// in `<output>.partial`, and `<output>.export-state` says how to go on after an interruption.
/// Throws std::runtime_error if they cannot be written.
ExportReport export_store(Storage& store, const ExportTask& task, const Calls& call = {});

}  // namespace botstore::transfer
