#include "tests/postgres/support/server_log.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace botstore::postgres::testing {

namespace {

std::string log_file() {
  const char* file = std::getenv("BOTSTORE_TEST_POSTGRES_LOG");
  if (file == nullptr)
    throw std::runtime_error(
        "BOTSTORE_TEST_POSTGRES_LOG is not set: run the tests with "
        "scripts/with-postgres");
  return file;
}

bool is_statement(const LogEntry& entry) {
  return entry.level == "LOG" &&
         (entry.text.starts_with("execute ") || entry.text.starts_with("statement: "));
}

/// Without the line ends and spaces that it begins with.
std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \n");
  return begin == std::string::npos ? "" : text.substr(begin);
}

}  // namespace

std::size_t log_size() {
  std::ifstream log{log_file(), std::ios::binary | std::ios::ate};
  return static_cast<std::size_t>(log.tellg());
}

std::vector<LogEntry> logged(int pid, std::size_t since) {
  std::ifstream log{log_file(), std::ios::binary};
  log.seekg(static_cast<std::streamoff>(since));
  const auto mark = " [" + std::to_string(pid) + "] ";
  std::vector<LogEntry> entries;
  bool ours = false;
  for (std::string line; std::getline(log, line);) {
    if (line.starts_with('\t')) {
      if (ours) entries.back().text += '\n' + line.substr(1);
      continue;
    }
    const auto at = line.find(mark);
    const auto level = at == std::string::npos ? at : at + mark.size();
    const auto colon = level == std::string::npos ? level : line.find(":  ", level);
    ours = colon != std::string::npos;
    if (ours) entries.push_back({line.substr(level, colon - level), line.substr(colon + 3)});
  }
  return entries;
}

std::vector<std::string> logged_statements(int pid, std::size_t since) {
  std::vector<std::string> statements;
  for (const auto& entry : logged(pid, since))
    if (is_statement(entry))
      statements.push_back(trimmed(entry.text.substr(entry.text.find(": ") + 2)));
  return statements;
}

}  // namespace botstore::postgres::testing
