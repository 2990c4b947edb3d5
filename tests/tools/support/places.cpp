#include "tests/tools/support/places.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "botstore/memory.hpp"
#include "botstore/open.hpp"
#include "tests/tools/support/postgres.hpp"

namespace botstore::tools::testing {

namespace {

class MemoryPlace : public Place {
 public:
  std::string url() const override { return "memory:"; }
  std::shared_ptr<Storage> open() override { return store_; }

 private:
  std::shared_ptr<Storage> store_ = new_memory_store();
};

std::shared_ptr<Storage> open_ready(const std::string& url) {
  std::shared_ptr<Storage> store = botstore::open(url);
  store->init();
  return store;
}

class SqlitePlace : public Place {
 public:
  std::string url() const override { return "sqlite:" + folder_.file("store.db"); }
  std::shared_ptr<Storage> open() override { return open_ready(url()); }

 private:
  Folder folder_;
};

class PostgresPlace : public Place {
 public:
  std::string url() const override { return database_.url(); }
  std::shared_ptr<Storage> open() override { return open_ready(url()); }

 private:
  PostgresDatabase database_;
};

bool is_known(const std::string& scheme) {
  const auto schemes = known_schemes();
  return std::ranges::find(schemes, scheme) != schemes.end();
}

}  // namespace

std::vector<std::string> durable_backends() {
  std::vector<std::string> names;
  if (is_known("sqlite")) names.emplace_back("sqlite");
  if (is_known("postgresql")) names.emplace_back("postgres");
  return names;
}

std::vector<std::string> backends() {
  auto names = durable_backends();
  names.emplace_back("memory");
  return names;
}

std::unique_ptr<Storage> new_memory_store() {
  auto store = make_memory_store();
  store->init();
  return store;
}

std::unique_ptr<Place> new_place(const std::string& backend) {
  if (backend == "memory") return std::make_unique<MemoryPlace>();
  if (backend == "sqlite") return std::make_unique<SqlitePlace>();
  if (backend == "postgres") return std::make_unique<PostgresPlace>();
  throw std::logic_error{"no backend " + backend};
}

std::string bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary} << bytes;
}

}  // namespace botstore::tools::testing
