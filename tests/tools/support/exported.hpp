#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "botstore/error.hpp"
#include "botstore/storage_wrapper.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/places.hpp"
#include "tests/tools/support/rows.hpp"
#include "tools/transfer/exporter.hpp"
#include "tools/transfer/importer.hpp"
#include "tools/transfer/verify.hpp"

/// \file
/// For the tests of transfers: an export to import, and stores that fail.

namespace botstore::transfer {

inline const std::function<void(std::uint64_t)> ignore = [](std::uint64_t) {};

/// Fails the test unless both hold the same rows.
inline void require_same(Storage& one, Storage& other) {
  for (const auto& comparison :
       {compare(one, other, ignore, {}), compare(other, one, ignore, {})}) {
    CAPTURE(comparison.lacking);
    REQUIRE(comparison.same());
  }
}

/// A store in memory with many rows, and its export.
struct Exported {
  std::unique_ptr<Storage> store = tools::testing::new_memory_store();
  tools::testing::Folder folder{};
  std::string file = folder.file("store.ndjson");
  Tally tally{};

  Exported() {
    tools::testing::fill(*store);
    tally = export_store(*store, {.store = "memory:", .output = file}).tally;
  }

  /// The export's lines, each with its line feed.
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    const auto bytes = tools::testing::bytes_of(file);
    for (std::size_t at = 0; at < bytes.size();) {
      const auto end = bytes.find('\n', at) + 1;
      lines.push_back(bytes.substr(at, end - at));
      at = end;
    }
    return lines;
  }
  void write(const std::vector<std::string>& lines) const {
    std::string bytes;
    for (const auto& line : lines) bytes += line;
    tools::testing::write_bytes(file, bytes);
  }
};

inline Error import_error(Storage& store, const ImportTask& task) {
  try {
    import_file(store, task);
  } catch (const Error& error) {
    return error;
  }
  throw std::runtime_error{"the import should have failed"};
}

/// Fails at one restore, as if the connection had been lost, and counts the rows of the others.
class Failing : public StorageWrapper {
 public:
  Failing(Storage& inner, int restores) : StorageWrapper{inner}, left_{restores} {}
  std::size_t rows = 0;

 protected:
  void do_restore(const backend::Restore& request, const CallOptions& call) override {
    if (left_-- == 0)
      throw Error(ErrorCode::connection_failed, {.context = "restore", .cause = "lost"});
    StorageWrapper::do_restore(request, call);
  }
  std::unique_ptr<Storage> wrap_transaction(Storage& view) override {
    return std::make_unique<Failing>(view, -1);
  }

 private:
  int left_;
};

}  // namespace botstore::transfer
