#include "tools/commands/source.hpp"

namespace botstore::tools {

void add_source_options(Command& command, ForeignSource& source) {
  command.add_option("--source", source.url, "The other program's database, as libpq takes it")
      .type_name("URL");
  command.add_option("--source-schema", source.schema, "Where its tables are")
      .show_default()
      .type_name("NAME");
  command
      .add_option("--zone", source.zone,
                  "What BuilderBot's times are read in; the database's zone by default")
      .type_name("ZONE");
}

}  // namespace botstore::tools
