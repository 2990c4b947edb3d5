#include "botstore/backend/registry.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "backends/memory/backend.hpp"
#ifdef BOTSTORE_HAS_POSTGRES
#include "backends/postgres/backend.hpp"
#endif
#ifdef BOTSTORE_HAS_SQLITE
#include "backends/sqlite/backend.hpp"
#endif
#include "botstore/error.hpp"
#include "botstore/open.hpp"
#include "lib/arguments/check.hpp"
#include "lib/process/never_destroyed.hpp"

namespace botstore {

namespace {

using Opener = std::function<std::unique_ptr<Storage>(const std::string&, const OpenOptions&)>;

/// A backend that comes with the library.
struct BuiltIn {
  std::string_view scheme;
  std::unique_ptr<Storage> (*open)(const std::string& url, const OpenOptions& options);
};

constexpr std::array built_in{
    BuiltIn{"memory", &memory::open},
#ifdef BOTSTORE_HAS_POSTGRES
    BuiltIn{"postgres", &postgres::open},
    BuiltIn{"postgresql", &postgres::open},
#endif
#ifdef BOTSTORE_HAS_SQLITE
    BuiltIn{"sqlite", &sqlite::open},
#endif
};

/// Who serves which scheme. Guarded, for a program may add a backend at any time.
class Registry {
 public:
  Registry() {
    for (const auto& backend : built_in) openers_.emplace(backend.scheme, backend.open);
  }

  /// All of the schemes or none; returns the first that is taken.
  std::optional<std::string> add(const std::vector<std::string>& schemes, const Opener& opener) {
    const std::lock_guard lock{mutex_};
    for (const auto& scheme : schemes)
      if (openers_.contains(scheme)) return scheme;
    for (const auto& scheme : schemes) openers_.emplace(scheme, opener);
    return std::nullopt;
  }

  [[nodiscard]] Opener find(const std::string& scheme) const {
    const std::lock_guard lock{mutex_};
    const auto found = openers_.find(scheme);
    return found == openers_.end() ? Opener{} : found->second;
  }

  [[nodiscard]] std::vector<std::string> schemes() const {
    const std::lock_guard lock{mutex_};
    std::vector<std::string> names;
    for (const auto& [scheme, opener] : openers_) names.push_back(scheme);
    return names;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Opener> openers_;
};

Registry& registry() {
  static constinit detail::NeverDestroyed<Registry> instance;
  return instance.get();
}

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view scheme_characters = "abcdefghijklmnopqrstuvwxyz0123456789+-.";

bool is_scheme(std::string_view text) {
  return !text.empty() && letters.find(text.front()) != std::string_view::npos &&
         text.find_first_not_of(scheme_characters) == std::string_view::npos;
}

std::string lower_case(std::string_view text) {
  std::string lower{text};
  for (char& letter : lower)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return lower;
}

/// The scheme of a URL. The errors do not repeat the URL: it may hold a password.
std::string scheme_of(std::string_view url) {
  const detail::Check check{"open"};
  check.name("url", url, limits::text_bytes);
  const auto colon = url.find(':');
  auto scheme = lower_case(url.substr(0, colon));
  if (colon == std::string_view::npos || !is_scheme(scheme))
    check.refuse("url", "does not begin with a scheme and a colon, as memory: does");
  return scheme;
}

}  // namespace

std::unique_ptr<Storage> open(std::string_view url, OpenOptions options) {
  const auto scheme = scheme_of(url);
  if (const auto opener = registry().find(scheme)) return opener(std::string{url}, options);
  throw Error(ErrorCode::unsupported,
              {.context = "open",
               .cause = fmt::format("no backend serves the scheme \"{}\"", scheme),
               .hint = fmt::format("This build knows {}.", fmt::join(known_schemes(), ", "))});
}

std::vector<std::string> known_schemes() {
  return registry().schemes();
}

void backend::register_backend(Registration registration) {
  const detail::Check check{"register_backend"};
  check.name("name", registration.name);
  if (!registration.open) check.refuse("open", "is not stated");
  if (registration.schemes.empty()) check.refuse("schemes", "is empty");
  for (std::size_t i = 0; i < registration.schemes.size(); ++i)
    if (!is_scheme(registration.schemes[i]))
      check.refuse({"schemes", i}, "is not a URL scheme in lower case");
  if (const auto taken = registry().add(registration.schemes, registration.open))
    throw Error(ErrorCode::already_exists,
                {.context = fmt::format("register_backend: scheme \"{}\"", *taken),
                 .cause = "is served by another backend"});
}

}  // namespace botstore
