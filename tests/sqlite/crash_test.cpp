#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "botstore/sqlite.hpp"
#include "tests/catch.hpp"
#include "tests/sqlite/database.hpp"
#include "tests/sqlite/processes.hpp"

namespace botstore::sqlite {

namespace {

using std::chrono::steady_clock;
using testing::Folder;
using testing::Process;
using testing::Sql;

/// A number from the environment, for the long forms of these tests.
int number_from(const char* variable, int otherwise) {
  const auto* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::stoi(text);
}

void make_threads(const std::string& path) {
  SqliteStore store{{.path = path}};
  store.init();
  for (const auto* const id : {"one", "other"})
    store.save_thread({.id = id, .resource_id = "alice"});
}

NewMessage message(const std::string& thread, const std::string& id) {
  return {.thread_id = thread, .id = id, .role = "user", .content = Json::string(id)};
}

/// Saves a message in both threads at once, again and again, and says so each time.
void write_for_ever(const std::string& path, const std::string& name, const Process::Say& say) {
  SqliteStore store{{.path = path}};
  for (int n = 1;; ++n) {
    const auto id = name + '-' + std::to_string(n);
    store.transaction([&](Storage& view) {
      view.save_message(message("one", id));
      view.save_message(message("other", id));
    });
    say(id);
  }
}

/// Kills the writers when the first has said so many lines. Returns what all have said.
std::vector<std::string> heard_before_kill(const std::vector<std::unique_ptr<Process>>& writers,
                                           std::size_t lines) {
  std::vector<std::string> heard;
  while (heard.size() < lines) {
    const auto some = writers.front()->hear();
    REQUIRE_FALSE(some.empty());
    heard.insert(heard.end(), some.begin(), some.end());
  }
  for (const auto& writer : writers) writer->kill();
  for (const auto& writer : writers) {
    const auto rest = writer->hear_all();
    heard.insert(heard.end(), rest.begin(), rest.end());
  }
  return heard;
}

}  // namespace

TEST_CASE("a kill loses no acknowledged write and leaves no half of one", "[crash]") {
  const Folder folder;
  const auto path = folder.file("store.db");
  make_threads(path);
  std::minstd_rand random{botstore::testing::seed()};
  const int rounds = number_from("BOTSTORE_SOAK_ROUNDS", 5);
  constexpr int writers_per_round = 2;
  std::vector<std::string> acknowledged;
  for (int round = 0; round < rounds; ++round) {
    {
      std::vector<std::unique_ptr<Process>> writers;
      for (int i = 0; i < writers_per_round; ++i) {
        const auto name = std::to_string(round) + '-' + std::to_string(i);
        writers.push_back(std::make_unique<Process>(
            [&](const Process::Say& say) { write_for_ever(path, name, say); }));
      }
      const auto lines = std::uniform_int_distribution<std::size_t>{1, 30}(random);
      const auto heard = heard_before_kill(writers, lines);
      acknowledged.insert(acknowledged.end(), heard.begin(), heard.end());
    }

    INFO("round " << round);
    Sql sql{path};
    REQUIRE(sql.run("pragma integrity_check") == "ok");
    REQUIRE(sql.run("pragma foreign_key_check").empty());
    for (const auto* const thread : {"one", "other"}) {
      const auto of_thread = " from messages where thread_id = '" + std::string{thread} + "'";
      sql.run("create temp table if not exists acknowledged (id text primary key)");
      for (const auto& id : acknowledged)
        sql.run("insert or ignore into acknowledged values ('" + id + "')");
      REQUIRE(sql.run("select id from acknowledged except select id" + of_thread).empty());
      // A writer may have been killed between its commit and its line.
      const auto stored = std::stoul(sql.run("select count(*)" + of_thread));
      REQUIRE(stored <=
              acknowledged.size() + static_cast<std::size_t>(writers_per_round * (round + 1)));
      REQUIRE(
          sql.run("select max(sequence)" + of_thread) ==
          sql.run("select last_sequence from threads where id = '" + std::string{thread} + "'"));
    }
    REQUIRE(sql.run("select id from messages group by id having count(*) != 2").empty());
  }
  std::cout << "killed " << rounds << " times " << writers_per_round << " writers, "
            << acknowledged.size() << " acknowledged writes are there" << std::endl;
}

TEST_CASE("eight processes write at once, and no error reaches a caller", "[crash]") {
  const Folder folder;
  const auto path = folder.file("store.db");
  make_threads(path);
  const std::chrono::seconds duration{number_from("BOTSTORE_SOAK_SECONDS", 0)};
  constexpr int rows_at_least = 25;
  const auto said = testing::run_in_processes(8, [&](int number, const Process::Say& say) {
    SqliteStore store{{.path = path}};
    const auto until = steady_clock::now() + duration;
    for (int n = 1; n <= rows_at_least || steady_clock::now() < until; ++n) {
      const auto id = std::to_string(number) + '-' + std::to_string(n);
      store.save_message(message("one", id));
      if (!store.get_message({"one", id})) throw std::runtime_error{id + " is not there"};
      say(id);
    }
  });

  Sql sql{path};
  CHECK(sql.run("pragma integrity_check") == "ok");
  sql.run("create temp table acknowledged (id text primary key); begin");
  std::size_t rows = 0;
  for (const auto& ids : said) {
    CHECK(ids.size() >= rows_at_least);
    rows += ids.size();
    for (const auto& id : ids) sql.run("insert into acknowledged values ('" + id + "')");
  }
  CHECK(sql.run("select id from acknowledged except select id from messages").empty());
  CHECK(sql.run("select count(*), count(distinct sequence), max(sequence) from messages") ==
        std::to_string(rows) + '|' + std::to_string(rows) + '|' + std::to_string(rows));
  const auto fewest = std::ranges::min(said, {}, [](const auto& ids) { return ids.size(); }).size();
  std::cout << "8 processes wrote " << rows << " rows, the slowest " << fewest << std::endl;
}

}  // namespace botstore::sqlite
