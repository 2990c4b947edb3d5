#include "lib/query/cursor.hpp"

#include <optional>

#include "lib/query/hash.hpp"
#include "lib/text/base64.hpp"
#include "lib/text/utf8.hpp"

namespace botstore::detail {

namespace {

constexpr char format_version = 1;

/// The largest text that a place holds is an id or a key.
constexpr std::size_t text_bytes = limits::id_bytes;

// What a place consists of, once for writing and reading.

template <class Archive, class Place>
void visit(Archive& archive, Place& place) requires requires {
  place.time;
}
{
  archive(place.time);
  archive(place.id);
}

template <class Archive, class Place>
void visit(Archive& archive, Place& place) requires requires {
  place.sequence;
}
{
  archive(place.created_at);
  archive(place.thread_id);
  archive(place.sequence);
}

template <class Archive, class Place>
void visit(Archive& archive, Place& place) requires requires {
  place.message_id;
}
{
  archive(place.message_id);
  archive(place.key);
}

template <class Archive, class Place>
void visit(Archive& archive, Place& place) requires(
    requires { place.key; } && !requires { place.message_id; }) {
  archive(place.key);
}

template <class Archive, class Place>
void visit(Archive& archive, Place& place) requires(
    requires { place.created_at; } && !requires { place.sequence; }) {
  archive(place.created_at);
  archive(place.id);
}

class Writer {
 public:
  void operator()(std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8)
      bytes_ += static_cast<char>(number >> shift & 0xff);
  }
  void operator()(std::int64_t number) { (*this)(static_cast<std::uint64_t>(number)); }
  void operator()(Timestamp time) { (*this)(std::int64_t{time.time_since_epoch().count()}); }
  void operator()(const std::string& text) {
    (*this)(std::uint64_t{text.size()});
    bytes_ += text;
  }
  void operator()(char byte) { bytes_ += byte; }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Once something is missing it reads zeros, and `good()` is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_{bytes} {}

  void operator()(std::uint64_t& number) {
    number = 0;
    for (const char byte : take(8)) number = number << 8 | static_cast<unsigned char>(byte);
  }
  void operator()(std::int64_t& number) {
    std::uint64_t bits = 0;
    (*this)(bits);
    number = static_cast<std::int64_t>(bits);
  }
  void operator()(Timestamp& time) {
    std::int64_t count = 0;
    (*this)(count);
    time = Timestamp{std::chrono::microseconds{count}};
    good_ = good_ && time >= earliest_time && time <= latest_time;
  }
  void operator()(std::string& text) {
    std::uint64_t size = 0;
    (*this)(size);
    good_ = good_ && size <= text_bytes;
    if (good_) text = take(static_cast<std::size_t>(size));
    good_ = good_ && !find_invalid_utf8(text) && text.find('\0') == std::string::npos;
  }
  void operator()(char& byte) {
    const auto taken = take(1);
    byte = taken.empty() ? '\0' : taken.front();
  }

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view take(std::size_t count) {
    good_ = good_ && count <= rest_.size();
    if (!good_) return {};
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::string_view rest_;
  bool good_ = true;
};

constexpr std::size_t sum_bytes = 8;

std::string check_sum(std::string_view bytes) {
  Hash hash;
  hash.add(bytes);
  Writer sum;
  sum(hash.value());
  return sum.bytes();
}

/// The bytes before the check sum; absent if the two do not agree.
std::optional<std::string> checked_bytes(std::string_view cursor) {
  auto bytes = from_base64url(cursor);
  if (!bytes || bytes->size() < sum_bytes) return std::nullopt;
  const auto sum = bytes->substr(bytes->size() - sum_bytes);
  bytes->resize(bytes->size() - sum_bytes);
  if (check_sum(*bytes) != sum) return std::nullopt;
  return bytes;
}

}  // namespace

template <class Position>
std::string encode_cursor(std::uint64_t fingerprint, const Position& place) {
  Writer writer;
  writer(format_version);
  writer(fingerprint);
  visit(writer, place);
  return to_base64url(writer.bytes() + check_sum(writer.bytes()));
}

template <class Position>
Position decode_cursor(const Check& check, std::string_view cursor, std::uint64_t fingerprint) {
  const auto bytes = checked_bytes(cursor);
  if (!bytes) check.refuse("cursor", "is damaged");
  Reader reader{*bytes};
  char version = 0;
  std::uint64_t owner = 0;
  reader(version);
  reader(owner);
  if (!reader.good() || version != format_version)
    check.refuse("cursor", "comes from another version of the library",
                 "Start from the beginning.");
  if (owner != fingerprint)
    check.refuse("cursor", "belongs to another query", "Only the limit may change between pages.");
  Position place;
  visit(reader, place);
  if (!reader.good() || !reader.at_end()) check.refuse("cursor", "is damaged");
  return place;
}

#define BOTSTORE_INSTANTIATE(Position)                                         \
  template std::string encode_cursor(std::uint64_t, const backend::Position&); \
  template backend::Position decode_cursor(const Check&, std::string_view, std::uint64_t)

BOTSTORE_INSTANTIATE(ThreadPosition);
BOTSTORE_INSTANTIATE(MessagePosition);
BOTSTORE_INSTANTIATE(KeyPosition);
BOTSTORE_INSTANTIATE(MetadataPosition);
BOTSTORE_INSTANTIATE(ContactPosition);
BOTSTORE_INSTANTIATE(HistoryPosition);

#undef BOTSTORE_INSTANTIATE

}  // namespace botstore::detail
