#include "tools/program.hpp"

#include <algorithm>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include "botstore/version.hpp"
#include "tools/commands/commands.hpp"
#include "tools/options/command_line.hpp"
#include "tools/output/errors.hpp"
#include "tools/output/secrets.hpp"

namespace botstore::tools {

namespace {

constexpr const char* description =
    "botstore keeps what a chat bot must remember; this program looks after a store.";

constexpr const char* footer = R"(
The store is the one of --store, else of the environment: BOTSTORE_URL, else DATABASE_URL, else
POSTGRES_DB_* or libpq's PG*. The options above may stand before or behind a command.

Exit status: 0 done; 1 an error of the store; 2 not called as it can be; 3 not there; 4 doctor, or
schema --diff, has found a fault.

Examples:
  botstore --store sqlite:bot.db init
  botstore --store sqlite:bot.db threads list --json
)";

void add_global_options(Command& program, Context& context) {
  program
      .add_option("--store", context.store_url,
                  "The store: memory:, sqlite:FILE or postgresql://USER:PASSWORD@HOST/DATABASE")
      .type_name("URL");
  program.add_flag("--json", context.json, "For machines: one JSON object a line");
  program.add_option("--timeout", context.timeout, "How long each call of the store may take")
      .type_name("SECONDS")
      .between(0.001, 31'536'000.0);
  program.add_choice<ColourMode>("--colour,--color", context.colour,
                                 {{"auto", ColourMode::automatic},
                                  {"always", ColourMode::always},
                                  {"never", ColourMode::never}},
                                 "Colour; auto: on a terminal only");
}

Exit run_command(const Context& context) {
  try {
    const auto exit = context.run();
    std::cout.flush();
    if (std::cout) return exit;
    report(context, "output", "standard output cannot be written");
    return Exit::failed;
  } catch (const Error& error) {
    report(context, error);
    return exit_of(error);
  } catch (const UsageError& error) {
    report(context, "usage", error.what());
    return Exit::usage;
  } catch (const std::exception& error) {
    report(context, "failed", error.what());
    return Exit::failed;
  }
}

/// Whether machines read what is said of a command line that could not be read to its end.
bool wants_json(int argc, char** argv) {
  return std::find(argv, argv + argc, std::string_view{"--json"}) != argv + argc;
}

}  // namespace

CommandLine make_command_line(Context& context) {
  CommandLine line{"botstore", description, footer};
  auto program = line.program();
  add_global_options(program, context);
  line.add_version("botstore " + std::string{version()});
  for (const auto add :
       {add_init, add_status, add_doctor, add_schema, add_threads, add_messages, add_metadata,
        add_resources, add_contacts, add_history, add_export, add_import, add_copy})
    add(program, context);
#ifdef BOTSTORE_HAS_POSTGRES
  add_adopt(program, context);
#endif
  for (const auto add : {add_chat, add_completion, add_man}) add(program, context);
  return line;
}

Exit run(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  Context context;
  auto line = make_command_line(context);
  context.json = wants_json(argc, argv);
  try {
    if (!line.read({argv + std::min(1, argc), argv + argc}, std::cout)) return Exit::done;
  } catch (const Misunderstood& error) {
    // It repeats arguments, of which one may be the URL of a store.
    report(context, "usage", without_passwords(error.what()),
           "Run with --help for how it is called.");
    return Exit::usage;
  } catch (const UsageError& error) {
    report(context, "usage", error.what());
    return Exit::usage;
  }
  return run_command(context);
}

}  // namespace botstore::tools
