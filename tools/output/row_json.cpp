#include "tools/output/row_json.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <utility>

#include "botstore/error.hpp"
#include "lib/text/json/reader.hpp"
#include "lib/text/json/space.hpp"
#include "lib/text/json/string.hpp"
#include "lib/text/utf8.hpp"
#include "tools/rows/fields.hpp"

namespace botstore::tools {

namespace {

/// Writes the fields of one row as the members of an object.
class ObjectWriter {
 public:
  void operator()(std::string_view name, const auto& value, transfer::Field field) {
    nest(field == transfer::Field::owner);
    write_key(name);
    write(value);
  }

  [[nodiscard]] std::string finish() && { return std::move(out_) + '}'; }

 private:
  /// Opens the object `owner` before the first field of the owner, and closes it behind the last.
  void nest(bool in_owner) {
    if (std::exchange(in_owner_, in_owner) == in_owner) return;
    if (in_owner) {
      write_key("owner");
      out_ += '{';
    } else {
      out_ += '}';
    }
  }

  void write_key(std::string_view name) {
    if (!out_.ends_with('{')) out_ += ',';
    detail::write_string(out_, name);
    out_ += ':';
  }

  template <class T>
  void write(const std::optional<T>& value) {
    if (value)
      write(*value);
    else
      out_ += "null";
  }
  void write(const std::string& value) {
    if (const auto at = detail::find_invalid_utf8(value))
      throw Error(ErrorCode::corrupt, {.context = "stored text",
                                       .cause = fmt::format("invalid UTF-8 at byte {}", *at)});
    detail::write_string(out_, value);
  }
  void write(const Json& value) {
    detail::check_stored(value.text());
    detail::write_one_line(out_, value.text());
  }
  void write(Timestamp value) { write(exact_time(value)); }
  void write(std::int64_t value) { out_ += std::to_string(value); }
  void write(Revision value) { write(static_cast<std::int64_t>(value)); }

  std::string out_ = "{";
  bool in_owner_ = false;
};

/// The time up to the second, `2026-03-01T08:00:09`, and the microseconds behind it.
struct Parts {
  std::string seconds{};
  std::int64_t microseconds = 0;
};

Parts parts_of(Timestamp at) {
  const auto second = std::chrono::floor<std::chrono::seconds>(at);
  auto text = format_time(second);
  text.pop_back();
  return {std::move(text), (at - second).count()};
}

}  // namespace

template <class Row>
std::string json_of(const Row& row) {
  ObjectWriter object;
  transfer::for_each_field(row, object);
  return std::move(object).finish();
}

template std::string json_of(const Contact&);
template std::string json_of(const HistoryEntry&);
template std::string json_of(const Message&);
template std::string json_of(const MetadataEntry&);
template std::string json_of(const Resource&);
template std::string json_of(const Thread&);

std::string exact_time(Timestamp at) {
  const auto [seconds, microseconds] = parts_of(at);
  return fmt::format("{}.{:06}Z", seconds, microseconds);
}

std::string short_time(Timestamp at) {
  auto seconds = parts_of(at).seconds;
  seconds[seconds.find('T')] = ' ';
  return seconds + 'Z';
}

std::string short_time(std::optional<Timestamp> at) {
  return at ? short_time(*at) : "";
}

std::string one_line(const Json& value) {
  std::string line;
  detail::write_one_line(line, value.text());
  return line;
}

}  // namespace botstore::tools
