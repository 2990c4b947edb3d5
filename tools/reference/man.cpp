#include <fmt/format.h>

#include <string_view>

#include "botstore/version.hpp"
#include "tools/reference/reference.hpp"

namespace botstore::tools {

namespace {

/// Text as troff shows it literally.
std::string roff(std::string_view text) {
  std::string escaped;
  bool line_starts = true;
  for (const char c : text) {
    if (line_starts && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '-') escaped += '\\';
    if (c == '\\')
      escaped += "\\e";
    else
      escaped += c;
    line_starts = c == '\n';
  }
  return escaped;
}

std::string option_text(const DeclaredOption& option) {
  std::string names;
  for (const auto& name : option.names) names += (names.empty() ? "" : ", ") + name;
  const auto value = option.value.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(option.value));
  return fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", roff(names), value, roff(option.description));
}

std::string argument_text(const DeclaredOption& argument) {
  return fmt::format(".TP\n\\fI{}\\fR\n{}\n", roff(argument.names.front()),
                     roff(argument.description));
}

std::string examples_text(const DeclaredCommand& command) {
  std::string text = ".PP\n.EX\n";
  for (const auto& example : command.examples) text += "    botstore " + roff(example) + '\n';
  return text + ".EE\n";
}

/// A command with its arguments: `botstore messages show THREAD ID`.
std::string call_text(const DeclaredCommand& command, const std::string& path) {
  auto text = fmt::format("\\fB{}\\fR", roff(path));
  for (const auto& argument : command.arguments) {
    text += fmt::format(" \\fI{}\\fR", roff(argument.names.front()));
    if (argument.repeats) text += "...";
  }
  return text;
}

void add_command_text(std::string& page, const DeclaredCommand& command, const std::string& path) {
  if (command.commands.empty()) {
    page += fmt::format(".SS {}\n{}.\n", call_text(command, path), roff(command.summary));
    if (!command.details.empty()) page += ".PP\n" + roff(command.details) + '\n';
    for (const auto& argument : command.arguments) page += argument_text(argument);
    for (const auto& option : command.options)
      if (option.names.back() != "--help") page += option_text(option);
    page += examples_text(command);
  }
  for (const auto& below : command.commands) add_command_text(page, below, path + ' ' + below.name);
}

constexpr const char* exit_status = R"(.SH EXIT STATUS
.TP
0
Done.
.TP
1
The store, or the output, reported an error; or a deletion was not agreed to.
.TP
2
Not called as it can be.
.TP
3
What was to be shown or deleted is not there.
.TP
4
\fBdoctor\fR or \fBschema \-\-diff\fR has found a fault.
)";

constexpr const char* environment = R"(.SH ENVIRONMENT
.TP
\fBBOTSTORE_URL\fR, \fBDATABASE_URL\fR
The store's URL, where \fB\-\-store\fR does not say it; the first that is set.
.TP
\fBPOSTGRES_DB_HOST\fR, \fB_PORT\fR, \fB_NAME\fR, \fB_USER\fR, \fB_PASSWORD\fR
Where the PostgreSQL database is, where no URL says it; else libpq's \fBPG*\fR.
.TP
\fBNO_COLOR\fR
No colour unless \fB\-\-colour always\fR asks for it.
.SH SEE ALSO
.BR psql (1),
.BR sqlite3 (1)
)";

}  // namespace

std::string manual_page(const DeclaredCommand& program) {
  auto page = fmt::format(
      ".TH BOTSTORE 1 \"\" \"botstore {}\" \"User Commands\"\n"
      ".SH NAME\nbotstore \\- look after what a chat bot remembers\n"
      ".SH SYNOPSIS\n\\fBbotstore\\fR [\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...\n"
      ".SH DESCRIPTION\n{}\n.SH OPTIONS\nThey may stand before or behind a command.\n",
      version(), roff(program.summary));
  for (const auto& option : program.options) page += option_text(option);
  page += ".SH COMMANDS\n";
  for (const auto& command : program.commands)
    add_command_text(page, command, "botstore " + command.name);
  return page + exit_status + environment;
}

}  // namespace botstore::tools
