#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "botstore/error.hpp"
#include "botstore/storage_wrapper.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/places.hpp"
#include "tests/tools/support/rows.hpp"
#include "tools/transfer/copier.hpp"
#include "tools/transfer/rows/page_size.hpp"
#include "tools/transfer/verify.hpp"

namespace botstore::transfer {

namespace {

/// Remembers how large the pages of messages were, and the deadlines of the calls.
class Watched : public StorageWrapper {
 public:
  using StorageWrapper::StorageWrapper;

  std::size_t largest_page = 0;
  std::vector<std::chrono::steady_clock::time_point> deadlines{};

 protected:
  Page<Message> do_list_messages(const backend::ListMessages& request,
                                 const CallOptions& call) override {
    deadlines.push_back(call.deadline.value());
    auto page = StorageWrapper::do_list_messages(request, call);
    std::size_t bytes = 0;
    for (const auto& message : page.items) bytes += bytes_of(message);
    largest_page = std::max(largest_page, bytes);
    return page;
  }
  std::vector<Message> do_get_messages(std::span<const MessageKey> keys,
                                       const GetMessagesOptions& options,
                                       const CallOptions& call) override {
    deadlines.push_back(call.deadline.value());
    auto messages = StorageWrapper::do_get_messages(keys, options, call);
    std::size_t bytes = 0;
    for (const auto& message : messages) bytes += bytes_of(message);
    largest_page = std::max(largest_page, bytes);
    return messages;
  }
  void do_restore(const backend::Restore& request, const CallOptions& call) override {
    deadlines.push_back(call.deadline.value());
    StorageWrapper::do_restore(request, call);
  }
  std::unique_ptr<Storage> wrap_transaction(Storage&) override { return nullptr; }
};

constexpr std::size_t mebibyte = std::size_t{1} << 20U;

}  // namespace

TEST_CASE("a page has more rows while they are small, and few that are large") {
  PageSize size;
  CHECK(size.rows() == 4);
  size.learn(4, 400);
  CHECK(size.rows() == 16);
  for (int i = 0; i < 5; ++i) size.learn(10, 1'000);
  CHECK(size.rows() == 500);
  size.learn(500, 500 * mebibyte);
  CHECK(size.rows() == 4);
  size.learn(4, 256 * mebibyte);
  CHECK(size.rows() == 1);
  size.learn(0, 0);
  CHECK(size.rows() == 1);
  size.learn(1, 0);
  CHECK(size.rows() == 4);
}

TEST_CASE("a copy of large messages never holds many of them") {
  const auto source = tools::testing::new_memory_store();
  const auto target = tools::testing::new_memory_store();
  source->save_thread({.id = "t", .resource_id = "r"});
  for (int i = 0; i < 30; ++i)
    source->save_message(
        {.thread_id = "t", .role = "user", .content = Json::string(std::string(mebibyte, 'x'))});
  Watched from{*source};
  Watched to{*target};
  CHECK(copy_store(from, to, {}, {.timeout = std::chrono::minutes{1}}).same());
  CHECK(from.largest_page < 6 * mebibyte);
  CHECK(to.largest_page < 6 * mebibyte);
}

TEST_CASE("the timeout of a transfer is that of each of its calls") {
  const auto source = tools::testing::new_memory_store();
  const auto target = tools::testing::new_memory_store();
  tools::testing::fill_with_messages(*source, 3, 600);
  Watched from{*source};
  Watched to{*target};
  CHECK(copy_store(from, to, {}, {.timeout = std::chrono::minutes{1}}).same());
  for (const auto* store : {&from, &to}) {
    REQUIRE(store->deadlines.size() > 2);
    CHECK(store->deadlines.front() < store->deadlines.back());
  }
}

TEST_CASE("contacts of one time are found in whatever order the target has them") {
  const auto source = tools::testing::new_memory_store();
  const auto target = tools::testing::new_memory_store();
  const auto time = parse_time("2026-03-01T08:00:00Z");
  StoredRows rows;
  for (int i = 0; i < 4'000; ++i)
    rows.contacts.push_back(
        {.id = i + 1, .phone = std::to_string(i), .created_at = time, .values = Json::object({})});
  source->restore(StoredRows{rows});
  for (auto& contact : rows.contacts) contact.id = 4'001 - contact.id;
  target->restore(std::move(rows));
  CHECK(compare(*source, *target, [](std::uint64_t) {}, {}).same());
}

}  // namespace botstore::transfer
