#include "backends/sqlite/connection/errors.hpp"

#include <algorithm>
#include <array>

namespace botstore::sqlite {

namespace {

struct Meaning {
  int code;  // Extended where SQLite has one, else primary.
  ErrorCode meaning;
  bool retryable;
  const char* hint;
};

constexpr std::array meanings{
    Meaning{SQLITE_BUSY, ErrorCode::timeout, true,
            "Another process holds the file's lock: look for a writer that does not end, or raise "
            "busy_timeout."},
    Meaning{SQLITE_LOCKED, ErrorCode::timeout, true, nullptr},
    Meaning{SQLITE_INTERRUPT, ErrorCode::cancelled, false, nullptr},
    Meaning{SQLITE_PERM, ErrorCode::permission_denied, false,
            "The process needs the right to write the file."},
    Meaning{SQLITE_AUTH, ErrorCode::permission_denied, false, nullptr},
    Meaning{SQLITE_READONLY, ErrorCode::permission_denied, false,
            "The process needs the right to write the file, and its folder for the files -wal and "
            "-shm beside it."},
    Meaning{SQLITE_CANTOPEN, ErrorCode::connection_failed, false,
            "The folder must exist, and the process must have the right to make files in it."},
    Meaning{SQLITE_CORRUPT, ErrorCode::corrupt, false,
            "Restore the file from a backup, or read what can be read with sqlite3's .recover."},
    Meaning{SQLITE_NOTADB, ErrorCode::corrupt, false, "The file is no SQLite database."},
    Meaning{SQLITE_FULL, ErrorCode::connection_failed, false, "The disk is full."},
    Meaning{SQLITE_IOERR, ErrorCode::connection_failed, false,
            "The disk or its file system refused to read or write."},
    Meaning{SQLITE_CONSTRAINT_UNIQUE, ErrorCode::already_exists, false, nullptr},
    Meaning{SQLITE_CONSTRAINT_PRIMARYKEY, ErrorCode::already_exists, false, nullptr},
    Meaning{SQLITE_CONSTRAINT_FOREIGNKEY, ErrorCode::not_found, false, nullptr},
    Meaning{SQLITE_TOOBIG, ErrorCode::unsupported, false, nullptr},
};

constexpr Meaning unexpected{SQLITE_ERROR, ErrorCode::unsupported, false, nullptr};

const Meaning& meaning_of(int code) {
  const auto find = [](int wanted) { return std::ranges::find(meanings, wanted, &Meaning::code); };
  constexpr int primary_bits = 0xff;
  auto found = find(code);
  if (found == meanings.end()) found = find(code & primary_bits);
  return found == meanings.end() ? unexpected : *found;
}

}  // namespace

Error error_of(std::string_view operation, int code, std::string_view text) {
  const auto& meaning = meaning_of(code);
  return {meaning.meaning,
          {.context = std::string{operation},
           .cause = std::string{text},
           .hint = meaning.hint != nullptr ? meaning.hint : "",
           .retryable = meaning.retryable}};
}

Error last_error(std::string_view operation, sqlite3* database, int code) {
  return error_of(operation, database != nullptr ? sqlite3_extended_errcode(database) : code,
                  database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code));
}

}  // namespace botstore::sqlite
