#include "tests/conformance/support/listings.hpp"

#include "tests/conformance/support/builders.hpp"

namespace botstore::testing {

namespace {

constexpr int many = 44;

/// The same for four rows in turn.
Timestamp tied(int row) {
  return at(std::chrono::hours{row / 4});
}

void save_threads(Storage& store) {
  for (int i = 1; i <= many; ++i) {
    auto made = thread("t" + std::to_string(i), i % 2 == 0 ? bob : alice);
    made.created_at = tied(i);
    made.updated_at = tied(many - i);
    store.save_thread(made);
  }
}

void save_messages(Storage& store) {
  std::vector<NewMessage> batch;
  for (int i = 1; i <= many; ++i) {
    batch.push_back(message_at("t1", "m" + std::to_string(i), tied(i)));
    if (i % 3 == 0) batch.back().role = "assistant";
    if (i % 5 == 0) batch.push_back(message_at("t2", "m" + std::to_string(i), tied(i)));
  }
  store.save_messages(batch);
}

void save_people(Storage& store) {
  for (int i = 1; i <= many; ++i) {
    const auto number = std::to_string(i);
    store.save_resource({.id = "r" + number});
    store.save_contact({.phone = "+" + number,
                        .values = Json::object({{"odd", Json::boolean(i % 2 == 1)}}),
                        .created_at = tied(i)});
    store.save_history(
        {.ref = "step " + number, .phone = "+" + std::to_string(i % 4), .created_at = tied(i)});
  }
}

}  // namespace

void save_many_rows(Storage& store) {
  save_threads(store);
  save_messages(store);
  for (int i = 1; i <= many; ++i)
    store.set_metadata({.thread_id = "t1"}, "k" + std::to_string(i), Json::number(std::int64_t{i}));
  save_people(store);
}

}  // namespace botstore::testing
