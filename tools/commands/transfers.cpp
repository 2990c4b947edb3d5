#include "tools/commands/transfers.hpp"

#include <chrono>
#include <iostream>
#include <utility>
#include <vector>

#include "tools/output/json.hpp"
#include "tools/output/text.hpp"

namespace botstore::tools {

transfer::Calls calls_of(const Context& context, std::stop_token stop) {
  using std::chrono::steady_clock;
  transfer::Calls calls{.stop = std::move(stop)};
  if (context.timeout)
    calls.timeout = std::chrono::duration_cast<steady_clock::duration>(
        std::chrono::duration<double>{*context.timeout});
  return calls;
}

std::function<void(const std::string& text)> note_on(const Context& context) {
  if (context.json)
    return [](const std::string& text) {
      print_json(std::cerr, Json::object({{"note", Json::string(safe_text(text, Lines::many))}}));
    };
  return [](const std::string& text) {
    std::cerr << "botstore: " << safe_text(text, Lines::many) << std::endl;
  };
}

void print_tally(const Context& context, std::string_view done, const transfer::Tally& tally) {
  const bool has_digest = tally.sum != transfer::Tally::Sum{};
  if (!context.json) {
    std::cout << done << ' ' << describe(tally) << '\n';
    if (has_digest) std::cout << "digest " << tally.text() << '\n';
    return;
  }
  std::vector<Json::Member> members;
  for (std::size_t i = 0; i < transfer::kinds; ++i)
    members.emplace_back(name_of(static_cast<transfer::Kind>(i)),
                         Json::number(static_cast<std::int64_t>(tally.counts.at(i))));
  if (has_digest) members.emplace_back("digest", Json::string(tally.text()));
  print_json(std::cout, Json::object(members));
}

}  // namespace botstore::tools
