#include "botstore/backend/registry.hpp"

#include "botstore/memory.hpp"
#include "tests/catch.hpp"

using namespace botstore;

namespace {

Error error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  FAIL("nothing was thrown");
  return {ErrorCode::corrupt, {}};
}

std::unique_ptr<Storage> open_memory(const std::string&, const OpenOptions& options) {
  return make_memory_store(options.clock);
}

}  // namespace

TEST_CASE("open makes the store of the URL's scheme, in either case") {
  CHECK(open("memory:")->capabilities().backend == "memory");
  CHECK(open("MEMORY:")->capabilities().backend == "memory");
}

TEST_CASE("open refuses a text that is no URL") {
  for (const char* url : {"", " ", "memory", ":x", "1a:x", "a b:x", "/path/file"}) {
    const auto error = error_of([&] { (void)open(url); });
    CHECK(error.code() == ErrorCode::invalid_argument);
    CHECK(error.field() == "url");
  }
  CHECK(error_of([] { (void)open("memory:somewhere"); }).code() == ErrorCode::invalid_argument);
}

TEST_CASE("open names the schemes that it knows, and repeats no password") {
  const auto error = error_of([] { (void)open("nosuch://user:secret@host/db"); });
  CHECK(error.code() == ErrorCode::unsupported);
  const std::string text = error.what();
  CHECK(text.find("nosuch") != std::string::npos);
  CHECK(text.find("memory") != std::string::npos);
  CHECK(text.find("secret") == std::string::npos);
}

TEST_CASE("a program adds a backend of its own") {
  std::string seen;
  backend::register_backend({.name = "mine",
                             .schemes = {"mine", "mine+tls"},
                             .open = [&](const std::string& url, const OpenOptions& options) {
                               seen = url;
                               return open_memory(url, options);
                             }});
  (void)open("mine+tls:Some/Where?x=1");
  CHECK(seen == "mine+tls:Some/Where?x=1");
  const auto known = known_schemes();
  CHECK(std::is_sorted(known.begin(), known.end()));
  CHECK(std::find(known.begin(), known.end(), "mine+tls") != known.end());
}

TEST_CASE("a scheme that is taken is refused, and with it the whole registration") {
  const auto error = error_of([] {
    backend::register_backend({.name = "x", .schemes = {"free", "memory"}, .open = open_memory});
  });
  CHECK(error.code() == ErrorCode::already_exists);
  CHECK(error_of([] { (void)open("free:"); }).code() == ErrorCode::unsupported);
}

TEST_CASE("a registration that lacks something is refused") {
  const auto field_of = [](backend::Registration registration) {
    return std::string{
        error_of([&] { backend::register_backend(std::move(registration)); }).field()};
  };
  CHECK(field_of({.name = "", .schemes = {"s"}, .open = open_memory}) == "name");
  CHECK(field_of({.name = "x", .schemes = {}, .open = open_memory}) == "schemes");
  CHECK(field_of({.name = "x", .schemes = {"ok", "Not"}, .open = open_memory}) == "schemes[1]");
  CHECK(field_of({.name = "x", .schemes = {"s"}, .open = {}}) == "open");
}
