#include <fmt/format.h>

#include <string_view>

#include "botstore/version.hpp"
#include "tools/options/command.hpp"
#include "tools/options/formatter.hpp"
#include "tools/reference/reference.hpp"
#include "tools/reference/tree.hpp"

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

std::string option_text(const CLI::Option& option) {
  std::string names;
  for (const auto& name : names_of(option)) names += (names.empty() ? "" : ", ") + name;
  const auto value = value_name(option);
  return fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", roff(names),
                     value.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(value)),
                     roff(option.get_description()));
}

std::string examples_text(const CLI::App& command) {
  std::string text = ".PP\n.EX\n";
  for (const auto& example : examples_of(command)) text += "    botstore " + roff(example) + '\n';
  return text + ".EE\n";
}

/// A command with its arguments: `botstore messages show THREAD ID`.
std::string call_text(const CLI::App& command, const std::string& path) {
  auto text = fmt::format("\\fB{}\\fR", roff(path));
  for (const auto* argument : arguments_of(command)) {
    text += fmt::format(" \\fI{}\\fR", roff(argument->get_name()));
    if (argument->get_items_expected_max() > 1) text += "...";
  }
  return text;
}

void add_command_text(std::string& page, const CLI::App& command, const std::string& path) {
  const auto below = commands_of(command);
  if (below.empty()) {
    page += fmt::format(".SS {}\n{}.\n", call_text(command, path), roff(command.get_description()));
    if (const auto details = details_of(command); !details.empty())
      page += ".PP\n" + roff(details) + '\n';
    for (const auto* option : arguments_of(command))
      page += fmt::format(".TP\n\\fI{}\\fR\n{}\n", roff(option->get_name()),
                          roff(option->get_description()));
    for (const auto* option : options_of(command))
      if (option->get_lnames() != std::vector<std::string>{"help"}) page += option_text(*option);
    page += examples_text(command);
  }
  for (const auto* next : below) add_command_text(page, *next, path + ' ' + next->get_name());
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

std::string manual_page(const CLI::App& app) {
  auto page = fmt::format(
      ".TH BOTSTORE 1 \"\" \"botstore {}\" \"User Commands\"\n"
      ".SH NAME\nbotstore \\- look after what a chat bot remembers\n"
      ".SH SYNOPSIS\n\\fBbotstore\\fR [\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...\n"
      ".SH DESCRIPTION\n{}\n.SH OPTIONS\nThey may stand before or behind a command.\n",
      version(), roff(app.get_description()));
  for (const auto* option : options_of(app)) page += option_text(*option);
  page += ".SH COMMANDS\n";
  for (const auto* command : commands_of(app))
    add_command_text(page, *command, "botstore " + command->get_name());
  return page + exit_status + environment;
}

}  // namespace botstore::tools
