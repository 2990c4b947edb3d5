#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "botstore/error.hpp"
#include "tests/catch.hpp"
#include "tests/tools/support/exported.hpp"
#include "tests/tools/support/places.hpp"
#include "tools/transfer/importer.hpp"

namespace botstore::transfer {

using tools::testing::bytes_of;
using tools::testing::write_bytes;

TEST_CASE("an interrupted import goes on behind the last batch that was stored") {
  const Exported exported;
  const auto target = tools::testing::new_memory_store();
  for (const int restores : {1, 2, 0}) {
    Failing failing{*target, restores};
    std::string note;
    const auto error = import_error(
        failing, {.input = exported.file, .store = "x:", .note = [&](const std::string& text) {
                    note += text + '\n';
                  }});
    CHECK(error.code() == ErrorCode::connection_failed);
    if (restores > 0)
      CHECK(note.find("they stay, and the same command goes on") != std::string::npos);
  }
  std::string note;
  const auto report = import_file(
      *target, {.input = exported.file, .store = "x:", .note = [&](const std::string& text) {
                  note = text;
                }});
  CHECK(report.resumed > 1'000);
  CHECK(note.starts_with("goes on in line"));
  CHECK(report.tally == exported.tally);
  require_same(*exported.store, *target);
}

TEST_CASE("an import into another store, or one that has lost its rows, starts anew") {
  const Exported exported;
  const auto first = tools::testing::new_memory_store();
  Failing failing{*first, 2};
  static_cast<void>(import_error(failing, {.input = exported.file, .store = "first:"}));
  REQUIRE(std::filesystem::exists(exported.file + ".import-state"));
  for (const auto* const url : {"first:", "second:"}) {
    const auto target = tools::testing::new_memory_store();
    const auto report = import_file(*target, {.input = exported.file, .store = url});
    CHECK(report.resumed == 0);
    require_same(*exported.store, *target);
    Failing again{*first, 2};
    static_cast<void>(
        import_error(again, {.input = exported.file, .store = "first:", .restart = true}));
  }
}

TEST_CASE("a damaged line is named, and what precedes it stays") {
  const Exported exported;
  const auto whole = exported.lines();
  auto lines = whole;
  lines.at(1'499) = "{\"kind\":\"message\"}\n";
  exported.write(lines);
  const auto target = tools::testing::new_memory_store();
  const auto error = import_error(*target, {.input = exported.file});
  CHECK(error.code() == ErrorCode::corrupt);
  CHECK(std::string{error.what()} == exported.file + ": line 1500: it has no \"thread_id\"");
  CHECK(target->get_thread("large"));

  exported.write(whole);
  std::string note;
  const auto report = import_file(
      *target, {.input = exported.file, .note = [&](const std::string& text) { note = text; }});
  CHECK(note == "the file has been changed since an earlier run: starts anew");
  CHECK(report.resumed == 0);
  require_same(*exported.store, *target);
}

TEST_CASE("a row that no store takes is named by its line") {
  const Exported exported;
  auto lines = exported.lines();
  const auto message = std::ranges::find_if(
      lines, [](const auto& line) { return line.starts_with(R"({"kind":"message")"); });
  const std::string sequence = R"("sequence":)";
  message->insert(message->find(sequence) + sequence.size(), "-");
  exported.write(lines);
  const auto target = tools::testing::new_memory_store();
  const auto error = import_error(*target, {.input = exported.file});
  CHECK(error.code() == ErrorCode::corrupt);
  CHECK(std::string{error.what()}.find("line " + std::to_string(message - lines.begin() + 1) +
                                       ":") != std::string::npos);
}

TEST_CASE("a file that was cut off, changed or put together of two is refused at its end") {
  const Exported exported;
  const auto whole = exported.lines();
  const auto complaint = [&](const std::vector<std::string>& lines) {
    exported.write(lines);
    const auto target = tools::testing::new_memory_store();
    return std::string{import_error(*target, {.input = exported.file}).what()};
  };
  const auto without_last = std::vector<std::string>(whole.begin(), whole.end() - 1);
  CHECK(complaint(without_last).find("the export's last line is missing") != std::string::npos);

  auto changed = whole;
  auto& title = *std::ranges::find_if(
      changed, [](const auto& line) { return line.find(R"("title":"")") != std::string::npos; });
  title.replace(title.find(R"("title":"")"), 10, R"("title":"x")");
  CHECK(complaint(changed).find("the digest of the rows is") != std::string::npos);

  auto shorter = whole;
  shorter.erase(shorter.end() - 2);
  CHECK(complaint(shorter).find("600 history entries, and this line says") != std::string::npos);

  auto twice = whole;
  twice.insert(twice.end(), whole.begin(), whole.end());
  CHECK(complaint(twice).find("it stands behind the export's last line") != std::string::npos);

  CHECK(complaint({}).find("the file is empty") != std::string::npos);
  CHECK(complaint({whole.at(1)}).find("line 1: it is not the first line of an export") !=
        std::string::npos);
}

TEST_CASE("an export that was edited is imported as it is, again and again") {
  const Exported exported;
  auto lines = exported.lines();
  const auto edit = [&](const std::string& from, const std::string& to) {
    auto& line = *std::ranges::find_if(
        lines, [&](const auto& one) { return one.find(from) != std::string::npos; });
    line.replace(line.find(from), from.size(), to);
    exported.write(lines);
  };
  const auto target = tools::testing::new_memory_store();
  edit("likes \\\"tea\\\"", "likes \\\"jam\\\"");
  static_cast<void>(import_error(*target, {.input = exported.file}));
  CHECK(target->get_resource("ada")->working_memory == "# Ada\n\tlikes \"jam\"");
  CHECK_FALSE(std::filesystem::exists(exported.file + ".import-state"));
  edit("likes \\\"jam\\\"", "likes \\\"pie\\\"");
  static_cast<void>(import_error(*target, {.input = exported.file}));
  CHECK(target->get_resource("ada")->working_memory == "# Ada\n\tlikes \"pie\"");
}

TEST_CASE("an import goes on only behind the end of a line") {
  const Exported exported;
  const auto target = tools::testing::new_memory_store();
  Failing failing{*target, 2};
  static_cast<void>(import_error(failing, {.input = exported.file}));
  const auto state = exported.file + ".import-state";
  auto text = bytes_of(state);
  const std::string bytes = R"("bytes":)";
  text.insert(text.find(bytes) + bytes.size(), "1");
  write_bytes(state, text);
  CHECK(import_file(*target, {.input = exported.file}).resumed == 0);
  require_same(*exported.store, *target);
}

TEST_CASE("an import whose state cannot be written goes on, and says so once") {
  const Exported exported;
  std::filesystem::create_directory(exported.file + ".import-state.new");
  const auto target = tools::testing::new_memory_store();
  std::vector<std::string> notes;
  import_file(*target, {.input = exported.file,
                        .note = [&](const std::string& text) { notes.push_back(text); }});
  require_same(*exported.store, *target);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].starts_with("cannot write " + exported.file + ".import-state.new: "));
}

}  // namespace botstore::transfer
