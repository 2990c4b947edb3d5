#include "tools/context/context.hpp"

#include <unistd.h>

#include <chrono>
#include <iostream>

#include "botstore/open.hpp"

namespace botstore::tools {

std::unique_ptr<Storage> Context::open() const {
  auto store = store_url.empty() ? open_from_environment() : botstore::open(store_url);
  // One that nobody else can have prepared.
  if (!store->capabilities().durable) store->init(call());
  return store;
}

CallOptions Context::call() const {
  using std::chrono::steady_clock;
  if (!timeout) return {};
  return CallOptions::within(
      std::chrono::duration_cast<steady_clock::duration>(std::chrono::duration<double>{*timeout}));
}

Style Context::out_style() const {
  return Style{colour, STDOUT_FILENO};
}

Style Context::error_style() const {
  return Style{colour, STDERR_FILENO};
}

bool confirm(std::string_view question) {
  if (isatty(STDIN_FILENO) == 0)
    throw UsageError("standard input is no terminal, so nobody can be asked; say --yes");
  std::cerr << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes" || answer == "Yes";
}

}  // namespace botstore::tools
