#pragma once

#include <optional>
#include <string>

#include "botstore/json.hpp"
#include "tools/transfer/rows/digest.hpp"

namespace botstore::transfer {

/// A small file that says how far a transfer has come. It is replaced as a whole, so that whoever
/// is killed leaves the one or the other. One that cannot be read counts as none: every transfer
/// may start again from the beginning.
class StateFile {
 public:
  /// An empty path: nothing is kept.
  explicit StateFile(std::string path) : path_{std::move(path)} {}

  [[nodiscard]] std::optional<Json> load() const;
  /// Readable by its owner only. Throws std::runtime_error.
  void save(const Json& state) const;
  void remove() const noexcept;

  [[nodiscard]] bool kept() const noexcept { return !path_.empty(); }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

[[nodiscard]] Json to_json(const Tally& tally);
/// Throws std::runtime_error or std::bad_optional_access.
[[nodiscard]] Tally tally_from(const Json& json);

/// What a state says of a store: a hash of what tells it from others.
[[nodiscard]] std::string identity_of(const std::string& store);

}  // namespace botstore::transfer
