#pragma once

#include "tools/options/command.hpp"

/// \file
/// Each function adds a command of its name, with what is below it. In the order of --help.

namespace botstore::tools {

void add_init(Command& app, Context& context);
void add_status(Command& app, Context& context);
void add_doctor(Command& app, Context& context);
void add_schema(Command& app, Context& context);
void add_threads(Command& app, Context& context);
void add_messages(Command& app, Context& context);
void add_metadata(Command& app, Context& context);
void add_resources(Command& app, Context& context);
void add_contacts(Command& app, Context& context);
void add_history(Command& app, Context& context);
void add_export(Command& app, Context& context);
void add_import(Command& app, Context& context);
void add_copy(Command& app, Context& context);
void add_adopt(Command& app, Context& context);  ///< Where PostgreSQL was built.
void add_chat(Command& app, Context& context);
void add_completion(Command& app, Context& context);
void add_man(Command& app, Context& context);

}  // namespace botstore::tools
