#include <memory>
#include <optional>
#include <string>

#include "tools/commands/commands.hpp"
#include "tools/commands/foreign.hpp"
#include "tools/commands/transfers.hpp"
#include "tools/context/interrupt.hpp"
#include "tools/inspection/backends.hpp"
#include "tools/options/command.hpp"
#include "tools/transfer/importer.hpp"
#include "tools/transfer/progress.hpp"

namespace botstore::tools {

namespace {

struct ImportOptions {
  transfer::ImportTask task{};
  std::optional<std::string> from{};
  ForeignSource source{};
  std::string unknown_owner = "unknown";
};

Exit run_import(const Context& context, const ImportOptions& options) {
#ifdef BOTSTORE_HAS_POSTGRES
  if (options.from)
    return import_foreign(context, *options.from, options.source, options.unknown_owner);
#endif
  if (!options.source.url.empty()) throw UsageError("--source needs --from");
  const Interrupt interrupt;
  const auto store = context.open();
  const auto calls = calls_of(context, interrupt.token());
  store->init(calls());
  auto task = options.task;
  task.store = identity_of(*store, calls());
  task.show_progress = transfer::on_terminal() && !context.json;
  task.note = note_on(context);
  print_tally(context, "imported", transfer::import_file(*store, task, calls).tally);
  return Exit::done;
}

}  // namespace

void add_import(Command& app, Context& context) {
  const auto options = std::make_shared<ImportOptions>();
  auto command = app.add_command(
      context,
      {.name = "import",
       .summary = "Store the rows of an export, or of another program's database",
       .details = "Rows overwrite those of the same keys; others stay. After an interruption the "
                  "same command\ngoes on where it was. --from mastra and --from builderbot read a "
                  "PostgreSQL database of\nthese, and change nothing in it; docs/moving.md says "
                  "what becomes of what.",
       .examples = {"import store.ndjson", "import --from mastra --source postgresql:///agents",
                    "import --from builderbot --source postgresql:///bot --zone America/Bogota"}},
      [&context, options] { return run_import(context, *options); });
  command.add_option("file", options->task.input, "The export; standard input by default")
      .type_name("FILE");
  command.add_flag("--restart", options->task.restart,
                   "Begin with the first line, whatever an earlier run has stored");
#ifdef BOTSTORE_HAS_POSTGRES
  command.add_option("--from", options->from, "mastra or builderbot")
      .one_of({"mastra", "builderbot"})
      .excludes(command.get_option("file"));
  add_source_options(command, options->source);
  command
      .add_option("--unknown-owner", options->unknown_owner,
                  "Who owns Mastra's threads that name nobody")
      .type_name("RESOURCE");
#endif
}

}  // namespace botstore::tools
