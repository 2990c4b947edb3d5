#include "tools/transfer/state_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "botstore/error.hpp"
#include "tools/transfer/lines/output.hpp"

namespace botstore::transfer {

std::optional<Json> StateFile::load() const {
  if (!kept()) return std::nullopt;
  std::ifstream file{path_, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  try {
    return Json::parse(std::move(text));
  } catch (const Error&) {
    return std::nullopt;
  }
}

void StateFile::save(const Json& state) const {
  if (!kept()) return;
  const auto next = path_ + ".new";
  {
    Output file{next, 0};
    file.write(state.text() + '\n');
    file.flush();
  }
  std::error_code error;
  std::filesystem::rename(next, path_, error);
  if (error) throw std::runtime_error{fmt::format("cannot write {}: {}", path_, error.message())};
}

void StateFile::remove() const noexcept {
  if (!kept()) return;
  std::error_code ignored;
  std::filesystem::remove(path_ + ".new", ignored);
  std::filesystem::remove(path_, ignored);
}

Json to_json(const Tally& tally) {
  std::vector<Json> counts;
  for (const auto count : tally.counts)
    counts.push_back(Json::number(static_cast<std::int64_t>(count)));
  return Json::object({{"counts", Json::array(counts)}, {"sum", Json::string(tally.text())}});
}

Tally tally_from(const Json& json) {
  Tally tally;
  const auto counts = json.find({"counts"}).value().elements();
  if (counts.size() != kinds) throw std::runtime_error{"another number of kinds"};
  for (std::size_t i = 0; i < kinds; ++i)
    tally.counts.at(i) = static_cast<std::uint64_t>(counts[i].as_integer().value());
  tally.sum = sum_from(json.find({"sum"}).value().as_string().value());
  return tally;
}

std::string identity_of(const std::string& store) {
  Sha256 hash;
  hash.add(store);
  Tally named;
  named.sum = hash.finish();
  return named.text();
}

}  // namespace botstore::transfer
