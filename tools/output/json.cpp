#include "tools/output/json.hpp"

#include "tools/output/text.hpp"

namespace botstore::tools {

void print_json(std::ostream& out, const Json& value) {
  out << safe_json(value.text()) << '\n';
}

}  // namespace botstore::tools
