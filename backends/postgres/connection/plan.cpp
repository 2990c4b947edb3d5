#include "backends/postgres/connection/plan.hpp"

#include "lib/process/never_destroyed.hpp"

namespace botstore::postgres {

namespace {

const SqlText& begin_text() {
  static constinit detail::NeverDestroyed<SqlText> text;
  return text.get([] { return SqlText{"BEGIN"}; });
}

const SqlText& commit_text() {
  static constinit detail::NeverDestroyed<SqlText> text;
  return text.get([] { return SqlText{"COMMIT"}; });
}

bool begins(Framing framing, const Batch& batch) noexcept {
  return framing == Framing::begin || (framing == Framing::write && batch.size() > 1);
}

bool commits(Framing framing, const Batch& batch) noexcept {
  return framing == Framing::commit || (framing == Framing::write && batch.size() > 1);
}

}  // namespace

Plan::Plan(Connection& connection, const Batch& batch, Framing framing)
    : connection_{connection},
      // DEALLOCATE must not run in a transaction: its failure would be the transaction's.
      may_evict_{framing == Framing::read || framing == Framing::write},
      edition_{connection.preparing().edition()} {
  connection_.prepared().begin_run();
  steps_.reserve(2 * batch.size() + 6);
  if (begins(framing, batch)) add_run(begin_text(), nullptr, false);
  for (const auto& statement : batch.statements())
    add_run(*statement.text, &statement.params, true);
  if (commits(framing, batch)) {
    add_run(commit_text(), nullptr, false);
    commit_ = steps_.size() - 1;
  }
  add_sync();
  // A statement alone commits when the server reads the end of the pipeline.
  if (framing == Framing::write && !commit_) commit_ = steps_.size() - 1;
  add_forgotten();
}

void Plan::add_run(const SqlText& text, const Params* params, bool keeps_result) {
  PreparedStatements::Use use;
  if (connection_.prepares()) {
    const auto types = params != nullptr ? params->type_list() : std::span<const std::uint32_t>{};
    use = connection_.prepared().use(text, types, edition_, may_evict_);
  }
  if (!use.sql.empty())
    steps_.push_back(
        {.kind = Step::Kind::prepare, .sql = use.sql, .name = use.name, .params = params});
  steps_.push_back({.kind = Step::Kind::run,
                    .sql = text.sql(),
                    .name = use.name,
                    .params = params,
                    .keeps_result = keeps_result});
}

void Plan::add_forgotten() {
  const auto names = connection_.prepared().take_evicted();
  if (names.empty()) return;
  forgotten_.reserve(names.size());
  // Each on its own, behind the batch: a failure then touches nothing.
  for (const auto& name : names) {
    forgotten_.push_back("DEALLOCATE " + name);
    steps_.push_back({.kind = Step::Kind::forget, .sql = forgotten_.back()});
    add_sync();
  }
}

}  // namespace botstore::postgres
