#include "tools/commands/lists.hpp"

#include <fmt/format.h>

#include "tools/output/errors.hpp"
#include "tools/output/json.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

Exit not_found(const Context& context, std::string_view what) {
  report(context,
         Error{ErrorCode::not_found, {.context = std::string{what}, .cause = "there is none"}});
  return Exit::not_found;
}

bool may_delete(bool sure, const std::string& question) {
  if (sure || confirm(question)) return true;
  std::cerr << "Nothing was deleted.\n";
  return false;
}

void print_deletion(const Context& context, std::string_view kind, std::string_view name,
                    bool deleted) {
  if (context.json) {
    print_json(std::cout, Json::object({
                              {kind, Json::string(name)},
                              {"deleted", Json::boolean(deleted)},
                          }));
    return;
  }
  if (deleted)
    std::cout << fmt::format("Deleted {} {}\n", kind, safe_text(name));
  else
    std::cerr << fmt::format("There is no {} {}\n", kind, safe_text(name));
}

}  // namespace botstore::tools
