#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backends/postgres/connection/wait.hpp"
#include "backends/postgres/values/params.hpp"
#include "backends/postgres/values/result.hpp"

namespace botstore::postgres {

/// One message to the server that gets an answer of its own. The texts outlive the exchange.
struct Step {
  enum class Kind {
    forget,   ///< Deallocates a statement; its failure is no failure.
    prepare,  ///< Prepares `sql` as `name`.
    run,      ///< Runs `name`, or `sql` if there is none.
    sync,     ///< Ends what succeeds or fails as one.
  };

  Kind kind{};
  std::string_view sql{};  ///< Ends with a NUL that it does not count.
  const char* name = nullptr;
  const Params* params = nullptr;
  bool keeps_result = false;  ///< The caller of the batch gets this one.
};

/// Sends steps in libpq's pipeline mode and reads their answers while it sends, so that neither
/// side waits for the other to read. The connection is in pipeline mode, and is left there.
class Exchange {
 public:
  Exchange(PGconn* connection, const std::vector<Step>& steps)
      : connection_{connection}, steps_{steps} {}

  /// Goes on until it is complete or lost; or returns what ended a wait before. May be called again
  /// after that, to read what still comes.
  [[nodiscard]] std::optional<End> run(Waiting& waiting);

  [[nodiscard]] bool complete() const noexcept { return answered_ == steps_.size(); }

  /// How many steps libpq has been given. It may or may not have sent them.
  [[nodiscard]] std::size_t sent() const noexcept { return sent_; }
  [[nodiscard]] std::size_t answered() const noexcept { return answered_; }

  /// The first step that the server refused, and its answer.
  struct Failure {
    std::size_t step = 0;
    Result result;
  };
  [[nodiscard]] const std::optional<Failure>& failure() const noexcept { return failure_; }

  /// What libpq says of a connection that was lost.
  [[nodiscard]] const std::string& loss() const noexcept { return loss_; }

  /// The results that were to be kept, in order.
  [[nodiscard]] std::vector<Result>& results() noexcept { return results_; }
  /// The tag of the last command that was answered: `COMMIT`.
  [[nodiscard]] const std::string& last_tag() const noexcept { return last_tag_; }

 private:
  void send();
  [[nodiscard]] bool send(const Step& step);
  [[nodiscard]] bool send_run(const Step& step);
  void flush();
  void receive();
  void take(Result result);
  void lose();

  PGconn* connection_;
  const std::vector<Step>& steps_;
  std::size_t sent_ = 0;
  std::size_t answered_ = 0;
  std::size_t queued_bytes_ = 0;  // Since the last flush.
  bool unflushed_ = false;        // The socket took less than there is.
  bool step_answered_ = false;    // Only the end of its results is missing.
  bool lost_ = false;
  std::string loss_;
  std::string last_tag_;
  std::optional<Failure> failure_;
  std::vector<Result> results_;
  std::vector<const char*> values_;
  std::vector<int> formats_;
};

}  // namespace botstore::postgres
