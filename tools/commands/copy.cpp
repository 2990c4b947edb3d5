#include <fmt/format.h>

#include <memory>

#include "botstore/error.hpp"
#include "botstore/open.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/transfers.hpp"
#include "tools/context/interrupt.hpp"
#include "tools/inspection/backends.hpp"
#include "tools/options/command.hpp"
#include "tools/transfer/copier.hpp"
#include "tools/transfer/progress.hpp"

namespace botstore::tools {

namespace {

[[noreturn]] void refuse(const transfer::Comparison& comparison) {
  std::string lacking;
  for (const auto& name : comparison.lacking) lacking += (lacking.empty() ? "" : ", ") + name;
  throw Error(
      ErrorCode::conflict,
      {.context = "copy",
       .cause = fmt::format(
           "{} of {} rows of the source are not so in the target, the first of them: {}",
           comparison.source.rows() - comparison.target.rows(), comparison.source.rows(), lacking),
       .hint = "If somebody wrote to one of the two meanwhile, stop that and copy again."});
}

Exit run_copy(const Context& context, transfer::CopyTask task) {
  const Interrupt interrupt;
  const auto calls = calls_of(context, interrupt.token());
  const auto source = botstore::open(task.from);
  const auto target = botstore::open(task.to);
  task.from = identity_of(*source, calls());
  task.to = identity_of(*target, calls());
  if (task.from == task.to) throw UsageError("--from and --to are the same store");
  target->init(calls());
  task.show_progress = transfer::on_terminal() && !context.json;
  task.note = note_on(context);
  const auto comparison = transfer::copy_store(*source, *target, task, calls);
  if (!comparison.same()) refuse(comparison);
  print_tally(context, "copied, and found the same in both:", comparison.source);
  return Exit::done;
}

}  // namespace

void add_copy(Command& app, Context& context) {
  const auto task = std::make_shared<transfer::CopyTask>();
  auto command = app.add_command(
      context,
      {.name = "copy",
       .summary = "Copy all rows into another store, and compare the two",
       .details =
           "Rows overwrite those of the same keys in the target; others stay. When all are "
           "there, both\nstores are read and compared, row by row. Stop the writers first. "
           "After an interruption\nthe same command starts again, or, with --state, goes on.",
       .examples = {"copy --from sqlite:bot.db --to postgresql://bot@db.example.com/bot"}},
      [&context, task] { return run_copy(context, *task); });
  command.add_option("--from", task->from, "The store to copy").type_name("URL").required();
  command.add_option("--to", task->to, "The store to copy into; made if it is not there")
      .type_name("URL")
      .required();
  command.add_option("--state", task->state, "Where to write how far the copy is")
      .type_name("FILE");
}

}  // namespace botstore::tools
