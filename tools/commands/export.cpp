#include <memory>

#include "tools/commands/commands.hpp"
#include "tools/commands/transfers.hpp"
#include "tools/context/interrupt.hpp"
#include "tools/inspection/backends.hpp"
#include "tools/options/command.hpp"
#include "tools/transfer/exporter.hpp"
#include "tools/transfer/progress.hpp"

namespace botstore::tools {

namespace {

Exit run_export(const Context& context, transfer::ExportTask task) {
  const Interrupt interrupt;
  const auto store = context.open();
  const auto calls = calls_of(context, interrupt.token());
  task.store = identity_of(*store, calls());
  task.show_progress = transfer::on_terminal() && !context.json;
  task.note = note_on(context);
  const auto report = transfer::export_store(*store, task, calls);
  // Standard output holds the rows.
  if (task.output != "-") print_tally(context, "exported", report.tally);
  return Exit::done;
}

}  // namespace

void add_export(Command& app, Context& context) {
  const auto task = std::make_shared<transfer::ExportTask>();
  auto command = app.add_command(
      context,
      {.name = "export",
       .summary = "Write all rows as text, one line a row",
       .details = "The lines are newline-delimited JSON, the same for every backend; "
                  "docs/export-format.md\ndescribes them. A file gets its name when it is whole. "
                  "After an interruption the same\ncommand goes on where it was. An export of a "
                  "store in use is no snapshot.",
       .examples = {"export --output store.ndjson", "export | gzip > store.ndjson.gz"}},
      [&context, task] { return run_export(context, *task); });
  command.add_option("--output", task->output, "The file; standard output by default")
      .type_name("FILE");
  command.add_flag("--restart", task->restart, "Begin anew, whatever an earlier run has written");
}

}  // namespace botstore::tools
