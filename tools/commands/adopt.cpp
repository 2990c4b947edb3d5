#include "tools/from/adopt.hpp"

#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>

#include "tools/commands/commands.hpp"
#include "tools/commands/source.hpp"
#include "tools/options/command.hpp"

namespace botstore::tools {

namespace {

struct AdoptOptions {
  ForeignSource source{};
  double lock_timeout = 5;
  bool dry_run = false;
  bool yes = false;
};

std::string plan_text(const from::AdoptPlan& plan) {
  return fmt::format(
      "{} contacts, {} of which share a phone with a newer one and are set aside; {} history "
      "entries; times are read in {}",
      plan.contacts, plan.duplicates, plan.history, plan.zone);
}

/// Rounded up: no time at all would mean without a limit.
std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>{seconds});
}

Exit run_adopt(const Context& context, const AdoptOptions& options) {
  const from::AdoptTask task{
      .source = options.source.url,
      .schema = options.source.schema,
      .zone = options.source.zone,
      .lock_timeout = milliseconds(options.lock_timeout),
      .timeout = context.timeout ? std::optional{milliseconds(*context.timeout)} : std::nullopt};
  const auto plan = plan_adoption(task);
  if (options.dry_run) {
    std::cout << "-- " << plan_text(plan) << "\nbegin;\n";
    for (const auto& statement : plan.statements) std::cout << statement << ";\n";
    std::cout << "commit;\n";
    return Exit::done;
  }
  std::cerr << plan_text(plan) << '\n';
  if (!options.yes &&
      !confirm("Change these tables into a store's? Nobody can use them meanwhile."))
    return Exit::failed;
  const auto report = from::adopt(task);
  std::cout << fmt::format("adopted {} contacts and {} history entries\n",
                           report.plan.contacts - report.plan.duplicates, report.plan.history);
  if (report.set_aside > 0)
    std::cout << fmt::format("{} rows are in the table contact_set_aside as they were\n",
                             report.set_aside);
  std::cout << fmt::format("nobody else could use the tables for {:.3f} seconds\n",
                           report.down_time.count());
  return Exit::done;
}

}  // namespace

void add_adopt(Command& app, Context& context) {
  const auto options = std::make_shared<AdoptOptions>();
  auto command = app.add_command(
      context,
      {.name = "adopt",
       .summary = "Make a store of BuilderBot's tables, where they are",
       .details = "Changes the tables contact and history of BuilderBot's PostgreSQL adapter in "
                  "one transaction,\nand adds the store's others. The adapter goes on working on "
                  "them. docs/moving.md says what\nbecomes of what. Make a backup before.",
       .examples = {"adopt --source postgresql:///bot --zone America/Bogota --dry-run",
                    "adopt --source postgresql:///bot --zone America/Bogota"}},
      [&context, options] { return run_adopt(context, *options); });
  add_source_options(command, options->source);
  command.get_option("--source").required();
  command
      .add_option("--lock-timeout", options->lock_timeout,
                  "How long to wait for others to leave the tables")
      .show_default()
      .positive()
      .type_name("SECONDS");
  command.add_flag("--dry-run", options->dry_run, "Print the statements, and change nothing");
  command.add_flag("--yes", options->yes, "Do not ask");
}

}  // namespace botstore::tools
