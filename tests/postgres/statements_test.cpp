#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "botstore/postgres.hpp"
#include "tests/catch.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/postgres/support/database.hpp"
#include "tests/postgres/support/server.hpp"
#include "tests/postgres/support/server_log.hpp"

namespace botstore::postgres {

namespace {

using testing::Sql;

/// Statements as the server has understood them: the log holds each one's tree of nodes,
/// `{QUERY :commandType 2 … :targetList (…) …}`, in which functions and operators are numbers.
constexpr const char* trees_in_the_log =
    "&options=-c%20debug_print_parse%3Don%20-c%20debug_pretty_print%3Doff";

/// The log breaks a tree into lines.
std::string in_one_line(std::string tree) {
  std::ranges::replace(tree, '\n', ' ');
  const auto both_spaces = [](char left, char right) { return left == ' ' && right == ' '; };
  tree.erase(std::ranges::unique(tree, both_spaces).begin(), tree.end());
  return tree;
}

std::vector<std::string> trees(int pid, std::size_t since) {
  std::vector<std::string> found;
  for (const auto& entry : testing::logged(pid, since))
    if (entry.level == "DETAIL" && entry.text.find("{QUERY ") != std::string::npos)
      found.push_back(in_one_line(entry.text));
  return found;
}

/// What begins at the start of `tree` and ends with the bracket that closes it.
std::string_view bracketed(std::string_view tree) {
  int depth = 0;
  for (std::size_t i = 0; i < tree.size(); ++i) {
    if (tree[i] == '\\')
      ++i;
    else if (tree[i] == '{' || tree[i] == '(')
      ++depth;
    else if ((tree[i] == '}' || tree[i] == ')') && --depth == 0)
      return tree.substr(0, i + 1);
  }
  throw std::runtime_error{"a tree in the log has no end"};
}

/// The value of one of a node's own fields; empty if it is `<>`, the empty one.
std::string_view field(std::string_view node, std::string_view name) {
  const auto wanted = " :" + std::string{name} + " ";
  int depth = 0;
  for (std::size_t i = 0; i < node.size(); ++i) {
    if (node[i] == '\\')
      ++i;
    else if (node[i] == '{' || node[i] == '(')
      ++depth;
    else if (node[i] == '}' || node[i] == ')')
      --depth;
    else if (depth == 1 && node.substr(i).starts_with(wanted)) {
      const auto value = node.substr(i + wanted.size());
      return value.front() == '{' || value.front() == '(' ? bracketed(value) : value.substr(0, 1);
    }
  }
  throw std::runtime_error{"a tree in the log has no " + std::string{name}};
}

/// The parts of all queries of a tree, those in WITH included, that write or return.
struct Parts {
  std::vector<std::string_view> set;
  std::vector<std::string_view> returning;
};

void add_parts(Parts& parts, std::string_view tree) {
  constexpr std::string_view query = "{QUERY ";
  for (auto at = tree.find(query); at != std::string_view::npos; at = tree.find(query, at + 1)) {
    const auto node = bracketed(tree.substr(at));
    if (field(node, "commandType") == "2") parts.set.push_back(field(node, "targetList"));
    if (const auto conflict = field(node, "onConflict"); conflict.size() > 1)
      parts.set.push_back(field(conflict, "onConflictSet"));
    if (const auto list = field(node, "returningList"); list.size() > 1)
      parts.returning.push_back(list);
  }
}

/// The numbers behind a word.
std::set<std::string> numbers_after(std::string_view text, std::string_view word) {
  std::set<std::string> numbers;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto begin = at + word.size();
    numbers.emplace(text.substr(begin, text.find_first_not_of("0123456789", begin) - begin));
  }
  return numbers;
}

/// Those functions of a part, by operators too, that are not immutable.
std::string changeable_functions(Sql& sql, std::string_view part) {
  auto numbers = numbers_after(part, "funcid ");
  numbers.merge(numbers_after(part, "opfuncid "));
  std::string list = "0";
  for (const auto& number : numbers) list += ", " + number;
  auto found =
      sql.rows("select oid::regprocedure from pg_proc where provolatile <> 'i' and oid in (" +
               list + ") order by 1");
  // These have no function of their own.
  for (const auto* const node : {"{SQLVALUEFUNCTION ", "{NEXTVALUEEXPR ", "{COERCEVIAIO "})
    if (part.find(node) != std::string_view::npos) found += node;
  return found;
}

/// What of the statements of some work a distributed table would refuse.
std::string refused(int pid, std::size_t since) {
  Sql sql{testing::server_url()};
  const auto logged = trees(pid, since);
  Parts parts;
  for (const auto& tree : logged) add_parts(parts, tree);
  REQUIRE_FALSE(parts.set.empty());
  REQUIRE_FALSE(parts.returning.empty());
  std::string all;
  for (const auto part : parts.set) {
    all += changeable_functions(sql, part);
    if (part.find(":resname thread_id ") != std::string_view::npos) all += "thread_id";
  }
  for (const auto part : parts.returning) all += changeable_functions(sql, part);
  return all;
}

}  // namespace

TEST_CASE("no write sets or returns what a distributed table refuses") {
  const auto schema = testing::unique_name("statements");
  PostgresStore store{{.connection_string = testing::server_url() + "?pool_max=1&schema=" + schema +
                                            trees_in_the_log}};
  store.init();
  const auto pid = store.with_connection([](PGconn* handle) { return PQbackendPID(handle); });
  const auto since = testing::log_size();
  botstore::testing::save_rows(store);
  for (const auto& write : botstore::testing::every_write()) {
    INFO(write.name);
    // Undone, so that each finds its rows.
    const auto run_and_undo = [&] {
      store.transaction([&](Storage& view) {
        write.run(view, {});
        throw std::domain_error{"undone"};
      });
    };
    CHECK_THROWS_AS(run_and_undo(), std::domain_error);
  }
  CHECK(refused(pid, since) == "");
}

TEST_CASE("the check of what a distributed table refuses sees it") {
  const testing::Table table{"thread_id text primary key, at timestamptz, n int"};
  Sql sql{testing::server_url()};
  sql.run("set debug_print_parse = on; set debug_pretty_print = off");
  const auto refused_of = [&](const std::string& statement) {
    const auto since = testing::log_size();
    sql.run(statement);
    return refused(sql.pid(), since);
  };
  const auto insert = "insert into " + table.name() + " values ('a') on conflict (thread_id) do ";
  const auto update = "update " + table.name() + " set ";
  CHECK(refused_of(update + "n = n + 1 returning n") == "");
  CHECK(refused_of(insert + "update set n = excluded.n returning n") == "");
  CHECK(refused_of(update + "at = now() returning n") == "now()");
  CHECK(refused_of(update + "at = current_timestamp returning n") == "{SQLVALUEFUNCTION ");
  CHECK(refused_of(update + "at = at + interval '1 day' returning n") != "");
  CHECK(refused_of(insert + "update set at = now() returning n") == "now()");
  CHECK(refused_of(update + "n = 1 returning at::text") == "{COERCEVIAIO ");
  CHECK(refused_of(update + "thread_id = 'b' returning n") == "thread_id");
  CHECK(refused_of("with u as (" + update + "at = now() returning n) select * from u") == "now()");
}

}  // namespace botstore::postgres
