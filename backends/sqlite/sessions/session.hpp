#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "backends/sqlite/connection/connection.hpp"
#include "botstore/call_options.hpp"

namespace botstore::sqlite {

/// Where the functions of the domains run their statements: a store, or a running transaction.
///
///     return session().read("get_thread", call, [&](Connection& connection) { … });
class Session {
 public:
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Calls `work(Connection&)`, which changes nothing and sees one state of the database.
  template <class Work>
  auto read(std::string_view operation, const CallOptions& call, const Work& work) {
    return returned_by(work, [&](const auto& run) { run_read(operation, call, run); });
  }

  /// Calls `work(Connection&)` as the only writer. What it has written is committed when this
  /// returns, or with the transaction, and undone if it throws.
  template <class Work>
  auto write(std::string_view operation, const CallOptions& call, const Work& work) {
    return returned_by(work, [&](const auto& run) { run_write(operation, call, run); });
  }

 protected:
  using Run = std::function<void(Connection&)>;

  Session() = default;
  virtual void run_read(std::string_view operation, const CallOptions& call, const Run& run) = 0;
  virtual void run_write(std::string_view operation, const CallOptions& call, const Run& run) = 0;

 private:
  template <class Work, class Do>
  static auto returned_by(const Work& work, const Do& run) {
    std::optional<std::invoke_result_t<Work, Connection&>> result;
    run([&](Connection& connection) { result.emplace(work(connection)); });
    return std::move(*result);
  }
};

}  // namespace botstore::sqlite
