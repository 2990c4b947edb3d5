#include "backends/postgres/sessions/connectors.hpp"

namespace botstore::postgres {

void Connectors::start() {
  const std::lock_guard lock{mutex_};
  if (stopped_) return;
  workers_.remove_if([](const Worker& worker) { return worker.done.load(); });
  auto& worker = workers_.emplace_back();
  try {
    worker.thread = std::jthread{[this, &worker](const std::stop_token& stop) {
      work_(stop);
      worker.done = true;
    }};
  } catch (...) {
    workers_.pop_back();
    throw;
  }
}

void Connectors::stop() noexcept {
  std::list<Worker> workers;
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    workers.swap(workers_);
  }
  for (auto& worker : workers) worker.thread.request_stop();
}

}  // namespace botstore::postgres
