#include "tools/commands/foreign.hpp"

#include "tools/commands/transfers.hpp"
#include "tools/context/interrupt.hpp"
#include "tools/from/builderbot.hpp"
#include "tools/from/mastra.hpp"
#include "tools/from/source.hpp"
#include "tools/transfer/progress.hpp"

namespace botstore::tools {

namespace {

void print_report(const Context& context, const from::Report& report) {
  const auto note = note_on(context);
  for (const auto& line : describe(report)) note(line);
  print_tally(context, "imported", report.tally);
}

}  // namespace

Exit import_foreign(const Context& context, const std::string& program, const ForeignSource& source,
                    const std::string& unknown_owner) {
  if (source.url.empty()) throw UsageError("--from needs --source");
  // Before the target is made, and while Ctrl-C still ends the program at once.
  static_cast<void>(from::Source{source.url});
  const Interrupt interrupt;
  const auto calls = calls_of(context, interrupt.token());
  const auto store = context.open();
  store->init(calls());
  const bool visible = transfer::on_terminal() && !context.json;
  const auto note = note_on(context);
  if (program == "mastra") {
    const from::MastraTask task{.source = source.url,
                                .schema = source.schema,
                                .unknown_owner = unknown_owner,
                                .show_progress = visible,
                                .note = note};
    print_report(context, from::import_from_mastra(*store, task, calls));
  } else {
    const from::BuilderbotTask task{.source = source.url,
                                    .schema = source.schema,
                                    .zone = source.zone,
                                    .show_progress = visible,
                                    .note = note};
    const auto imported = from::import_from_builderbot(*store, task, calls);
    note("times without a zone were read in " + imported.zone);
    print_report(context, imported.report);
  }
  return Exit::done;
}

}  // namespace botstore::tools
