#include "backends/sqlite/backend.hpp"

#include "botstore/sqlite.hpp"
#include "lib/arguments/check.hpp"

namespace botstore::sqlite {

std::unique_ptr<Storage> open(const std::string& url, const OpenOptions& options) {
  auto path = url.substr(url.find(':') + 1);
  if (path.empty())
    detail::Check{"open"}.refuse("url", "names no file",
                                 "Write sqlite: and the file's path, as in sqlite:bot.db.");
  return std::make_unique<SqliteStore>(
      SqliteOptions{.path = std::move(path), .clock = options.clock});
}

}  // namespace botstore::sqlite
