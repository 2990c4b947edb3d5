#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "botstore/error.hpp"
#include "botstore/storage_wrapper.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/exported.hpp"
#include "tests/tools/support/places.hpp"
#include "tests/tools/support/rows.hpp"
#include "tools/transfer/copier.hpp"
#include "tools/transfer/exporter.hpp"
#include "tools/transfer/importer.hpp"
#include "tools/transfer/lines/lines.hpp"
#include "tools/transfer/rows/walk.hpp"
#include "tools/transfer/state_file.hpp"

namespace botstore::transfer {

using namespace botstore::literals;
using tools::testing::backends;
using tools::testing::bytes_of;
using tools::testing::fill;
using tools::testing::Folder;
using tools::testing::new_place;

TEST_CASE("what is exported from one backend and imported into another is the same") {
  for (const auto& from : backends()) {
    for (const auto& to : backends()) {
      CAPTURE(from, to);
      const auto source = new_place(from);
      const auto target = new_place(to);
      const auto store = source->open();
      const auto other = target->open();
      fill(*store);
      const Folder folder;
      const auto file = folder.file("store.ndjson");
      const auto exported = export_store(*store, {.store = source->url(), .output = file});
      CHECK(describe(exported.tally) ==
            "3 resources, 451 threads, 1458 messages, 760 metadata values, 67 contacts, "
            "601 history entries");
      CHECK(import_file(*other, {.input = file, .store = target->url()}).tally == exported.tally);
      require_same(*store, *other);
      CHECK_FALSE(std::filesystem::exists(file + ".import-state"));
      CHECK_FALSE(std::filesystem::exists(file + ".export-state"));
      CHECK_FALSE(std::filesystem::exists(file + ".partial"));

      const auto again = export_store(*other, {.store = target->url(), .output = file});
      CHECK(again.tally == exported.tally);
    }
  }
}

TEST_CASE("a copy between two backends is the same, twice too, and leaves others' rows") {
  for (const auto& from : backends()) {
    for (const auto& to : backends()) {
      CAPTURE(from, to);
      const auto source = new_place(from);
      const auto target = new_place(to);
      const auto store = source->open();
      const auto other = target->open();
      fill(*store);
      const CopyTask task{.from = source->url(), .to = target->url()};
      const auto comparison = copy_store(*store, *other, task);
      CAPTURE(comparison.lacking);
      CHECK(comparison.same());
      require_same(*store, *other);

      other->save_thread({.id = "others", .resource_id = "x"});
      other->save_history({.ref = "r", .answer = "a", .ref_serialize = "s", .phone = "others'"});
      CHECK(copy_store(*store, *other, task).same());
      CHECK(other->get_thread("others"));
      CHECK(other->last_history("others'"));
    }
  }
}

TEST_CASE("a comparison names rows that are lacking or different") {
  const Exported exported;
  const auto other = tools::testing::new_memory_store();
  import_file(*other, {.input = exported.file});
  other->delete_messages({{"large", "m500"}});
  other->set_metadata({"small-0", "m"}, "seen", Json::boolean(false));
  other->delete_resource("empty");
  other->save_contact({.phone = "+1555010", .values = R"({"name": "Eve"})"_json});
  const auto comparison = compare(*exported.store, *other, ignore, {});
  CHECK_FALSE(comparison.same());
  const auto names = [&](const std::string& name) {
    return std::ranges::find(comparison.lacking, name) != comparison.lacking.end();
  };
  CHECK(names("resource \"empty\""));
  CHECK(names("message \"m500\" of thread \"large\""));
  CHECK(comparison.source.rows() > comparison.target.rows());
}

TEST_CASE("a walk may rest at any of its places and goes on there") {
  const auto store = tools::testing::new_memory_store();
  fill(*store);
  std::vector<std::string> lines;
  std::vector<std::pair<Position, std::size_t>> rests;
  walk(*store, {},
       {.row = [&](Row row) { append_line(lines.emplace_back(), row); },
        .rest =
            [&](const Position& position) {
              rests.emplace_back(position_from(to_json(position)), lines.size());
            }},
       {});
  REQUIRE(rests.size() > 15);
  for (const auto& [position, shown] : rests) {
    std::vector<std::string> rest;
    walk(*store, position,
         {.row = [&](Row row) { append_line(rest.emplace_back(), row); },
          .rest = [](const Position&) {}},
         {});
    REQUIRE(rest == std::vector<std::string>(lines.begin() + static_cast<std::ptrdiff_t>(shown),
                                             lines.end()));
  }
}

TEST_CASE("what is shown of a thread that is written meanwhile fits together") {
  const auto store = tools::testing::new_memory_store();
  store->save_thread({.id = "t", .resource_id = "r"});
  store->save_message({.thread_id = "t", .id = "old", .role = "user"});
  store->save_message({.thread_id = "t", .id = "deleted", .role = "user"});
  store->set_metadata({"t", "old"}, "k", "1"_json);
  store->set_metadata({"t", "deleted"}, "k", "1"_json);
  const auto target = tools::testing::new_memory_store();
  StoredRows rows;
  walk(*store, {},
       {.row =
            [&](Row row) {
              if (auto* const thread = std::get_if<Thread>(&row)) {
                store->save_message({.thread_id = "t", .id = "new", .role = "user"});
                store->set_metadata({"t", "new"}, "k", "1"_json);
                rows.threads.push_back(*thread);
              } else if (auto* const message = std::get_if<Message>(&row)) {
                if (message->id == "deleted") store->delete_messages({message->key()});
                rows.messages.push_back(*message);
              } else {
                rows.metadata.push_back(std::get<MetadataEntry>(row));
              }
            },
        .rest = [](const Position&) {}},
       {});
  target->restore(std::move(rows));
  CHECK(target->get_message({"t", "old"}));
  CHECK_FALSE(target->get_message({"t", "new"}));
  CHECK(target->get_metadata({"t", "old"}, "k"));
}

TEST_CASE("a state is readable by its owner only, and names no store") {
  const Folder folder;
  const StateFile state{folder.file("state")};
  state.save(Json::object({{"into", Json::string(identity_of("postgresql://bot@db/bot"))}}));
  CHECK(std::filesystem::status(state.path()).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK(bytes_of(state.path()).find("bot@") == std::string::npos);
  CHECK(identity_of("sqlite:/a@b:c@d") != identity_of("sqlite:/a@d"));
}

TEST_CASE("an interrupted export goes on behind its last state") {
  const auto store = tools::testing::new_memory_store();
  tools::testing::fill_with_messages(*store, 40, 500);
  const Folder folder;
  const auto file = folder.file("store.ndjson");

  /// Loses its connection in the midst.
  class Losing : public StorageWrapper {
   public:
    using StorageWrapper::StorageWrapper;
    int left = 25;

   protected:
    Page<Message> do_list_messages(const backend::ListMessages& request,
                                   const CallOptions& call) override {
      if (left-- == 0)
        throw Error(ErrorCode::connection_failed, {.context = "list", .cause = "lost"});
      return StorageWrapper::do_list_messages(request, call);
    }
    std::unique_ptr<Storage> wrap_transaction(Storage&) override { return nullptr; }
  };
  Losing losing{*store};
  std::string note;
  CHECK_THROWS_AS(
      export_store(
          losing,
          {.store = "x:", .output = file, .note = [&](const std::string& text) { note = text; }}),
      Error);
  CHECK(note.find("the same command goes on behind them") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(file));

  const auto report = export_store(*store, {.store = "x:", .output = file});
  CHECK(report.resumed > 0);
  CHECK(describe(report.tally) == "40 threads, 20000 messages");
  const auto target = tools::testing::new_memory_store();
  import_file(*target, {.input = file});
  require_same(*store, *target);
}

TEST_CASE("a copy with a state goes on, and without one starts again") {
  const auto store = tools::testing::new_memory_store();
  fill(*store);
  const Folder folder;
  for (const auto& state : {folder.file("state"), std::string{}}) {
    const auto target = tools::testing::new_memory_store();
    Failing failing{*target, 2};
    std::vector<std::string> notes;
    const CopyTask task{
        .from = "a:", .to = "b:", .state = state, .note = [&](const std::string& text) {
          notes.push_back(text);
        }};
    CHECK_THROWS_AS(copy_store(*store, failing, task), Error);
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].find("the copy is not complete") == 0);
    CHECK(copy_store(*store, *target, task).same());
    CHECK(notes.size() == (state.empty() ? 1 : 2));
    CHECK((state.empty() || !std::filesystem::exists(state)));
    require_same(*store, *target);
  }
}

}  // namespace botstore::transfer
