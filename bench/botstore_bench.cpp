// botstore-bench: measures operations of the public API, on any store.

#include <algorithm>
#include <array>
#include <utility>

#include "bench/harness/pick.hpp"
#include "bench/harness/program.hpp"
#include "botstore/botstore.hpp"

namespace bench {

namespace {

using botstore::Json;
using botstore::Storage;

Json json(std::string_view text) {
  return Json::parse(std::string{text});
}

botstore::NewMessage new_message(Pick& pick, const std::string& thread) {
  return {.thread_id = thread,
          .id = pick.new_id(),
          .role = "user",
          .content = Json::parse(pick.data().content())};
}

void save_batch(Storage& store, Pick& pick) {
  const auto& thread = pick.thread();
  std::vector<botstore::NewMessage> messages;
  messages.reserve(100);
  for (int i = 0; i < 100; ++i) messages.push_back(new_message(pick, thread));
  expect(store.save_messages(std::move(messages)).size() == 100, "batch");
}

void last_20(Storage& store, Pick& pick, bool with_total) {
  const auto n = pick.number();
  const auto page = store.list_messages({.thread_ids = pick.data().thread(n),
                                         .resource_id = pick.data().owner(n),
                                         .direction = botstore::Direction::descending,
                                         .page = {.limit = 20, .with_total = with_total}});
  expect(page.items.size() == 20 && page.total.has_value() == with_total, "last-20");
}

void list_threads(Storage& store, Pick& pick) {
  const auto page =
      store.list_threads({.resource_id = pick.owner(), .page = {.limit = 20, .with_total = true}});
  expect(!page.items.empty() && page.total.has_value(), "list-threads");
}

struct Operation {
  std::string_view name;
  void (*call)(Storage& store, Pick& pick);
};

constexpr std::array operations{
    Operation{"get",
              [](Storage& store, Pick& pick) {
                expect(store.get_thread(pick.thread()).has_value(), "get");
              }},
    Operation{"last-20", [](Storage& store, Pick& pick) { last_20(store, pick, false); }},
    Operation{"last-20-total", [](Storage& store, Pick& pick) { last_20(store, pick, true); }},
    Operation{"list-threads", list_threads},
    Operation{"save",
              [](Storage& store, Pick& pick) {
                const auto receipt = store.save_message(new_message(pick, pick.thread()));
                expect(receipt.sequence > 0, "save");
              }},
    Operation{"batch", save_batch},
    Operation{"save-thread",
              [](Storage& store, Pick& pick) {
                const auto n = pick.number();
                store.save_thread({.id = pick.data().thread(n),
                                   .resource_id = pick.data().owner(n),
                                   .title = pick.title(),
                                   .metadata = json(metadata)});
              }},
    Operation{"update-thread",
              [](Storage& store, Pick& pick) {
                store.update_thread(pick.thread(),
                                    {.title = pick.title(), .merge_metadata = json(metadata)});
              }},
    Operation{"get-resource",
              [](Storage& store, Pick& pick) {
                expect(store.get_resource(pick.person()).has_value(), "get-resource");
              }},
    Operation{"save-resource",
              [](Storage& store, Pick& pick) {
                store.save_resource({.id = pick.person(),
                                     .working_memory = std::string{working_memory},
                                     .metadata = json(metadata)});
              }},
    Operation{"update-resource",
              [](Storage& store, Pick& pick) {
                store.update_resource(pick.person(), {.working_memory = pick.title(),
                                                      .merge_metadata = json(metadata)});
              }},
    Operation{"get-contact",
              [](Storage& store, Pick& pick) {
                expect(store.get_contact(pick.phone()).has_value(), "get-contact");
              }},
    Operation{"save-contact",
              [](Storage& store, Pick& pick) {
                store.save_contact({.phone = pick.phone(), .values = json(contact_values)});
              }},
    Operation{"last-history",
              [](Storage& store, Pick& pick) {
                expect(store.last_history(pick.phone()).has_value(), "last-history");
              }},
    Operation{"save-history",
              [](Storage& store, Pick& pick) {
                store.save_history({.ref = "welcome",
                                    .answer = std::string{answer},
                                    .ref_serialize = "welcome-serialized",
                                    .phone = pick.phone(),
                                    .entry_key = pick.new_id()});
              }},
};

class Store final : public Side {
 public:
  explicit Store(const Settings& settings)
      : callers_{settings.callers}, store_{botstore::open(settings.store_url())} {}

  void prepare(const Data& data) override { data.prepare(*store_); }

  std::string about() override { return "botstore on " + store_->capabilities().backend; }

  std::vector<Turn> callers(std::string_view operation, const Data& data) override {
    const auto chosen =
        std::find_if(operations.begin(), operations.end(),
                     [operation](const auto& known) { return known.name == operation; });
    std::vector<Turn> turns;
    for (int i = 0; i < callers_; ++i)
      turns.emplace_back([&store = *store_, call = chosen->call, pick = Pick{data, i}]() mutable {
        call(store, pick);
      });
    return turns;
  }

 private:
  int callers_;
  std::unique_ptr<Storage> store_;
};

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (const auto& operation : operations) all.push_back(operation.name);
  return all;
}

}  // namespace

}  // namespace bench

int main(int argc, char** argv) {
  return bench::run(
      {.summary = "botstore-bench: how fast a store is, and what a call costs.",
       .operations = bench::names(),
       .connect = [](const bench::Settings& settings) -> std::unique_ptr<bench::Side> {
         return std::make_unique<bench::Store>(settings);
       }},
      argc, argv);
}
