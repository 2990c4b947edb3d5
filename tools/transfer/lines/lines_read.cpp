#include <fmt/format.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>
#include <vector>

#include "botstore/error.hpp"
#include "lib/text/json/string.hpp"
#include "tools/transfer/lines/line_object.hpp"
#include "tools/transfer/lines/lines.hpp"

namespace botstore::transfer {

namespace {

/// The members of a line, each of which is taken once.
class Members {
 public:
  explicit Members(std::string_view text) : members_{split_object(text)} {}

  [[nodiscard]] std::optional<std::string_view> take(std::string_view name) {
    for (auto& [key, value] : members_) {
      if (key != name) continue;
      key = {};
      return value;
    }
    return std::nullopt;
  }

  /// Takes what must be there.
  [[nodiscard]] std::string_view need(std::string_view name) {
    if (const auto value = take(name)) return *value;
    throw std::runtime_error{fmt::format("it has no \"{}\"", name)};
  }

  /// What nobody has taken is a mistake, or of a newer version.
  void require_all_taken() const {
    for (const auto& [key, value] : members_)
      if (!key.empty())
        throw std::runtime_error{fmt::format("it has a \"{}\", which is unknown here", key)};
  }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> members_;
};

Json read_json(std::string text) {
  try {
    return Json::parse(std::move(text));
  } catch (const Error& error) {
    throw std::runtime_error{error.details().cause};
  }
}

std::int64_t read_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stopped != end) throw std::runtime_error{"not an integer"};
  return value;
}

void read(std::string_view text, std::string& value) {
  if (const auto fault = detail::read_string(text, value))
    throw std::runtime_error{detail::describe(*fault)};
}

std::string read_text(std::string_view text) {
  std::string value;
  read(text, value);
  return value;
}

void read(std::string_view text, Json& value) {
  value = read_json(std::string{text});
}

void read(std::string_view text, std::int64_t& value) {
  value = read_integer(text);
}

void read(std::string_view text, Revision& value) {
  value = Revision{read_integer(read_text(text))};
}

void read(std::string_view text, Timestamp& value) {
  try {
    value = parse_time(read_text(text));
  } catch (const Error& error) {
    throw std::runtime_error{error.details().cause};
  }
}

/// Reads `value` from the text of the field `name`; what is wrong names the field.
void read_field(std::string_view name, std::string_view text, auto& value) {
  try {
    read(text, value);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error{fmt::format("\"{}\": {}", name, error.what())};
  }
}

/// Reads the fields of one row.
class FieldReader {
 public:
  explicit FieldReader(Members& members) noexcept : members_{members} {}

  void operator()(std::string_view name, auto& value, Field field) { get(name, value, field); }

 private:
  template <class T>
  void get(std::string_view name, std::optional<T>& value, Field /*field*/) {
    if (const auto text = members_.take(name)) read_field(name, *text, value.emplace());
  }
  void get(std::string_view name, Json& value, Field field) {
    const auto as_text = fmt::format("{}_text", name);
    const auto text = field == Field::exact ? members_.take(as_text) : std::nullopt;
    if (!text) return read_field(name, members_.need(name), value);
    std::string json;
    read_field(as_text, *text, json);
    value = read_json(std::move(json));
  }
  template <class T>
  void get(std::string_view name, T& value, Field /*field*/) {
    read_field(name, members_.need(name), value);
  }

  Members& members_;
};

template <class T>
T take(Members& members, std::string_view name) {
  T value{};
  read_field(name, members.need(name), value);
  return value;
}

Header read_header(Members& members) {
  const auto version = take<std::int64_t>(members, "botstore");
  if (version < 1) throw std::runtime_error{"\"botstore\": not a version of the format"};
  if (version > format_version)
    throw std::runtime_error{
        fmt::format("the file is of version {} of the format; this program knows up to {}", version,
                    format_version)};
  Header header{.export_id = take<std::string>(members, "export_id"),
                .exported_at = take<Timestamp>(members, "exported_at")};
  static_cast<void>(take<std::string>(members, "program"));
  return header;
}

Trailer read_trailer(Members& members) {
  Trailer trailer;
  for (std::size_t i = 0; i < kinds; ++i) {
    const auto count = take<std::int64_t>(members, name_of(static_cast<Kind>(i)));
    trailer.tally.counts.at(i) = static_cast<std::uint64_t>(count);
  }
  trailer.tally.sum = sum_from(take<std::string>(members, "digest"));
  return trailer;
}

template <class T>
Row read_row(Members& members) {
  T row;
  for_each_field(row, FieldReader{members});
  return row;
}

Line read_members(Members& members) {
  const auto kind = take<std::string>(members, "kind");
  if (kind == "header") return read_header(members);
  if (kind == "end") return read_trailer(members);
  if (kind == "resource") return read_row<Resource>(members);
  if (kind == "thread") return read_row<Thread>(members);
  if (kind == "message") return read_row<Message>(members);
  if (kind == "metadata") return read_row<MetadataEntry>(members);
  if (kind == "contact") return read_row<Contact>(members);
  if (kind == "history") return read_row<HistoryEntry>(members);
  throw std::runtime_error{fmt::format("\"kind\": \"{}\" is unknown here", kind)};
}

}  // namespace

Line read_line(std::string_view text) {
  Members members{text};
  auto line = read_members(members);
  members.require_all_taken();
  return line;
}

}  // namespace botstore::transfer
