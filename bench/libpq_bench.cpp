// libpq-bench: the operations of botstore-bench, written by hand on libpq, on the same tables.
//
// It is the limit that the library is compared with: the same work, no more, on prepared statements
// and with one connection for each caller. The library only makes the tables and stores the data.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

#include "bench/harness/program.hpp"
#include "bench/libpq/operations.hpp"
#include "botstore/open.hpp"

namespace bench::libpq {

namespace {

class Twin final : public Side {
 public:
  explicit Twin(const Settings& settings)
      : settings_{settings}, about_{Connection{settings.store, settings.schema}.server_version()} {}

  void prepare(const Data& data) override {
    const auto store = botstore::open(settings_.store_url());
    data.prepare(*store);
    store->close();
    // So that the plans rest on what is there, whoever measures.
    if (settings_.prepare) Connection{settings_.store, settings_.schema}.execute("vacuum analyze");
  }

  std::string about() override { return "libpq on PostgreSQL " + about_; }

  std::vector<Turn> callers(std::string_view operation, const Data& data) override {
    const auto& all = operations();
    const auto chosen = std::find_if(
        all.begin(), all.end(), [operation](const auto& known) { return known.name == operation; });
    connections_.clear();
    std::vector<Turn> turns;
    // A caller without a connection of its own would only wait for another one's.
    for (int i = 0; i < std::min(settings_.callers, settings_.connections_used()); ++i) {
      auto& connection = *connections_.emplace_back(
          std::make_unique<Connection>(settings_.store, settings_.schema));
      for (const auto& statement : chosen->statements)
        connection.prepare(statement.name, statement.sql.c_str());
      turns.emplace_back([&connection, call = chosen->call, pick = Pick{data, i}]() mutable {
        call(connection, pick);
      });
    }
    return turns;
  }

 private:
  Settings settings_;
  std::string about_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

std::unique_ptr<Side> connect(const Settings& settings) {
  if (!settings.on_postgres())
    throw std::runtime_error("libpq-bench: --store must be the URL of a PostgreSQL database");
  return std::make_unique<Twin>(settings);
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (const auto& operation : operations()) all.push_back(operation.name);
  return all;
}

}  // namespace

}  // namespace bench::libpq

int main(int argc, char** argv) {
  return bench::run(
      {.summary = "libpq-bench: what botstore-bench measures, written by hand on libpq.",
       .operations = bench::libpq::names(),
       .connect = bench::libpq::connect},
      argc, argv);
}
