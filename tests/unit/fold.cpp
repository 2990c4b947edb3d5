#include "lib/storage/fold.hpp"

#include "tests/catch.hpp"

using namespace botstore;
using namespace botstore::detail;
using namespace std::chrono_literals;

namespace {

NewMessage message(std::string id, std::string role, std::optional<Timestamp> created_at = {}) {
  return {
      .thread_id = "t1", .id = std::move(id), .role = std::move(role), .created_at = created_at};
}

std::vector<Outcome> outcomes(const FoldedBatch& batch, std::vector<Outcome> of_items,
                              SavePolicy policy) {
  std::vector<MessageReceipt> receipts;
  for (const auto outcome : of_items) receipts.push_back({.outcome = outcome});
  std::vector<Outcome> all;
  for (const auto& receipt : unfold(batch, receipts, policy)) all.push_back(receipt.outcome);
  return all;
}

}  // namespace

TEST_CASE("a batch without repetitions stays as it is") {
  const auto batch = fold({message("a", "user"), message("b", "user")}, SavePolicy::replace);
  CHECK(batch.items.size() == 2);
  CHECK(batch.items[0].message.id == "a");
  CHECK(batch.items[0].revision != batch.items[1].revision);
}

TEST_CASE("replacing twice keeps the first time and the last of everything else") {
  const Timestamp first{1s};
  const auto batch = fold(
      {message("a", "user", first), message("b", "user"), message("a", "assistant", Timestamp{2s})},
      SavePolicy::replace);
  REQUIRE(batch.items.size() == 2);
  CHECK(batch.items[0].message.role == "assistant");
  CHECK(batch.items[0].message.created_at == first);

  const auto late = fold({message("a", "user"), message("a", "user", first)}, SavePolicy::replace);
  CHECK(!late.items[0].message.created_at);
}

TEST_CASE("keeping twice keeps the first") {
  const auto batch = fold({message("a", "user"), message("a", "assistant")}, SavePolicy::keep);
  REQUIRE(batch.items.size() == 1);
  CHECK(batch.items[0].message.role == "user");
}

TEST_CASE("each message of the caller gets the receipt that saving in turn would give") {
  using enum Outcome;
  const std::vector<NewMessage> messages{message("a", "1"), message("b", "1"), message("a", "2")};
  const auto replacing = fold(messages, SavePolicy::replace);
  CHECK(outcomes(replacing, {inserted, inserted}, SavePolicy::replace) ==
        std::vector{inserted, inserted, replaced});
  CHECK(outcomes(replacing, {replaced, inserted}, SavePolicy::replace) ==
        std::vector{replaced, inserted, replaced});
  const auto keeping = fold(messages, SavePolicy::keep);
  CHECK(outcomes(keeping, {inserted, duplicate}, SavePolicy::keep) ==
        std::vector{inserted, duplicate, duplicate});
}
