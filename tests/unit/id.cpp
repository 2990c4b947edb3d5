#include "botstore/id.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "botstore/revision.hpp"
#include "botstore/version.hpp"
#include "lib/id.hpp"
#include "lib/random.hpp"
#include "tests/catch.hpp"

using namespace std::chrono_literals;
using botstore::new_id;
using botstore::detail::format_id;
using botstore::detail::IdClock;
using SystemTime = std::chrono::system_clock::time_point;

namespace {

bool is_uuid_7(const std::string& id) {
  const std::string pattern = "xxxxxxxx-xxxx-7xxx-vxxx-xxxxxxxxxxxx";
  return std::ranges::equal(id, pattern, [](char c, char expected) {
    const std::string allowed = expected == 'x'   ? "0123456789abcdef"
                                : expected == 'v' ? "89ab"
                                                  : std::string{expected};
    return allowed.find(c) != std::string::npos;
  });
}

std::vector<std::string> make_ids(std::size_t count) {
  std::vector<std::string> ids(count);
  std::ranges::generate(ids, new_id);
  return ids;
}

/// The id that a forked child makes.
std::string id_of_child() {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const auto child = fork();
  if (child == 0) {
    const auto id = new_id();
    const bool written = write(ends[1], id.data(), id.size()) == static_cast<ssize_t>(id.size());
    _exit(written ? 0 : 1);
  }
  std::string id(36, '\0');
  const auto received = read(ends[0], id.data(), id.size());
  int status = -1;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(received == static_cast<ssize_t>(id.size()));
  close(ends[0]);
  close(ends[1]);
  return id;
}

}  // namespace

TEST_CASE("an id is a UUID of version 7 with the time in front", "[id]") {
  for (const auto& id : make_ids(1'000)) REQUIRE(is_uuid_7(id));
  using std::chrono::duration_cast, std::chrono::milliseconds;
  const auto id = new_id();
  const auto stamp = std::stoll(id.substr(0, 8) + id.substr(9, 4), nullptr, 16);
  const auto now =
      duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  CHECK(std::abs(now - stamp) < 3'600'000);
}

TEST_CASE("the parts of an id stand where RFC 9562 wants them", "[id]") {
  CHECK(format_id(0, 0) == "00000000-0000-7000-8000-000000000000");
  CHECK(format_id(0x017f22e279b0'cc3, 0x18c4dc0c0c07398f) ==
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  CHECK(format_id(0xfff'ffff'ffff'ffff, ~std::uint64_t{0}) ==
        "ffffffff-ffff-7fff-bfff-ffffffffffff");
}

TEST_CASE("ids made later sort later", "[id]") {
  const auto ids = make_ids(20'000);
  CHECK(std::ranges::adjacent_find(ids, std::greater_equal{}) == ids.end());
}

TEST_CASE("the clock of ids goes forward when the system's stands still or steps back", "[id]") {
  IdClock clock;
  const SystemTime now{1'000'000s};
  const auto first = clock.next(now);
  CHECK(first == std::uint64_t{1'000'000'000} << 12U);
  CHECK(clock.next(now) == first + 1);
  CHECK(clock.next(now - 1h) == first + 2);
  CHECK(clock.next(SystemTime{-1h}) == first + 3);
  CHECK(clock.next(now + 500us) == first + 2048);
  CHECK(clock.next(now + 1ms) == first + 4096);
}

TEST_CASE("threads never get the same id, and each sees its own ascend", "[id]") {
  constexpr std::size_t threads = 4;
  std::array<std::vector<std::string>, threads> made;
  {
    std::vector<std::jthread> running;
    running.reserve(threads);
    for (auto& ids : made) running.emplace_back([&ids] { ids = make_ids(5'000); });
  }
  std::set<std::string> all;
  std::set<std::string> times;
  for (const auto& ids : made) {
    CHECK(std::ranges::is_sorted(ids));
    for (const auto& id : ids) {
      all.insert(id);
      times.insert(id.substr(0, 18));
    }
  }
  CHECK(all.size() == threads * 5'000);
  CHECK(times.size() == threads * 5'000);
}

TEST_CASE("a forked child and its parent make different ids", "[id]") {
  std::set<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    const auto child = id_of_child();
    CHECK(is_uuid_7(child));
    ids.insert(child);
    ids.insert(new_id());
  }
  CHECK(ids.size() == 10);
}

TEST_CASE("random bytes fill the whole of what was asked for", "[random]") {
  std::vector<std::byte> bytes(1'000);
  // Each byte is zero once in 256 fillings: one that stays zero in all of 64 was left out.
  std::vector<bool> seen(bytes.size());
  for (int round = 0; round < 64; ++round) {
    std::ranges::fill(bytes, std::byte{0});
    botstore::detail::fill_random(bytes);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      if (bytes[i] != std::byte{0}) seen[i] = true;
  }
  CHECK(std::ranges::find(seen, false) == seen.end());
  botstore::detail::fill_random({});
}

TEST_CASE("a new revision is positive and never comes twice", "[random]") {
  std::set<std::int64_t> revisions;
  for (int i = 0; i < 1'000; ++i) {
    const auto revision = static_cast<std::int64_t>(botstore::detail::new_revision());
    REQUIRE(revision > 0);
    revisions.insert(revision);
  }
  CHECK(revisions.size() == 1'000);
}

TEST_CASE("the library and its headers are of one version", "[version]") {
  CHECK(botstore::version() == botstore::header_version);
}
