#include "tools/output/json.hpp"

#include "tools/output/text.hpp"

namespace botstore::tools {

void print_json(std::ostream& out, std::string_view text) {
  out << safe_json(text) << '\n';
}

}  // namespace botstore::tools
