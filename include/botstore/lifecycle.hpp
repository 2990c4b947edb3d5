#pragma once

#include <chrono>
#include <string>

namespace botstore {

/// What a backend is like, for programs that choose or explain one. What every backend must do is
/// no capability.
struct Capabilities {
  std::string backend{};          ///< Its name: `memory`, `sqlite`, `postgres`.
  bool durable = false;           ///< An acknowledged write survives a crash of the process.
  bool shared = false;            ///< Other processes can use the same data at the same time.
  bool parallel_writers = false;  ///< Writes to different rows do not wait for each other.
};

struct CloseOptions {
  /// How long calls and transactions that are under way may take before they are cancelled.
  std::chrono::steady_clock::duration grace = std::chrono::seconds{5};
};

struct TransactionOptions {
  /// Run the function again, from the start, after a serialization failure or a deadlock. Ask for
  /// it only if the function has no effects but those in the store.
  bool retry = false;

  /// How often it may run in all, with `retry`.
  int attempts = 10;
};

}  // namespace botstore
