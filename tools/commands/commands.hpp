#pragma once

#include "tools/context/context.hpp"

namespace CLI {
class App;
}

/// \file
/// Each function adds a command of its name, with what is below it. In the order of --help.

namespace botstore::tools {

void add_init(CLI::App& app, Context& context);
void add_status(CLI::App& app, Context& context);
void add_doctor(CLI::App& app, Context& context);
void add_schema(CLI::App& app, Context& context);
void add_threads(CLI::App& app, Context& context);
void add_messages(CLI::App& app, Context& context);
void add_metadata(CLI::App& app, Context& context);
void add_resources(CLI::App& app, Context& context);
void add_contacts(CLI::App& app, Context& context);
void add_history(CLI::App& app, Context& context);
void add_export(CLI::App& app, Context& context);
void add_import(CLI::App& app, Context& context);
void add_copy(CLI::App& app, Context& context);
void add_adopt(CLI::App& app, Context& context);  ///< Where PostgreSQL was built.
void add_chat(CLI::App& app, Context& context);
void add_completion(CLI::App& app, Context& context);
void add_man(CLI::App& app, Context& context);

}  // namespace botstore::tools
