#include <fmt/format.h>

#include <iterator>

#include "botstore/version.hpp"
#include "lib/text/json/space.hpp"
#include "lib/text/json/string.hpp"
#include "tools/transfer/lines/lines.hpp"

namespace botstore::transfer {

namespace {

/// True if a JSON text, put between a colon and a comma, comes back byte for byte.
bool can_stand_in_line(std::string_view text) noexcept {
  return text.find_first_of("\r\n") == std::string_view::npos &&
         detail::trimmed(text).size() == text.size();
}

/// Writes the fields of one row.
class FieldWriter {
 public:
  explicit FieldWriter(std::string& out) noexcept : out_{out} {}

  void operator()(std::string_view name, const auto& value, Field field) {
    write(name, value, field);
  }

 private:
  template <class T>
  void write(std::string_view name, const std::optional<T>& value, Field field) {
    if (value) write(name, *value, field);
  }
  void write(std::string_view name, const std::string& value, Field /*field*/) {
    write_key(name);
    detail::write_string(out_, value);
  }
  void write(std::string_view name, const Json& value, Field field) {
    const auto& text = value.text();
    if (field == Field::exact && !can_stand_in_line(text))
      return write(fmt::format("{}_text", name), text, field);
    write_key(name);
    detail::write_one_line(out_, text);
  }
  void write(std::string_view name, Timestamp value, Field field) {
    write(name, format_time(value), field);
  }
  void write(std::string_view name, std::int64_t value, Field /*field*/) {
    write_key(name);
    out_ += std::to_string(value);
  }
  // As a string: programs that read numbers as doubles would change its last digits.
  void write(std::string_view name, Revision value, Field field) {
    write(name, std::to_string(static_cast<std::int64_t>(value)), field);
  }

  void write_key(std::string_view name) {
    out_ += ",\"";
    out_ += name;
    out_ += "\":";
  }

  std::string& out_;
};

}  // namespace

void append_line(std::string& out, const Header& header) {
  fmt::format_to(std::back_inserter(out),
                 R"({{"botstore":{},"kind":"header","export_id":"{}","exported_at":"{}",)"
                 R"("program":"botstore {}"}})",
                 format_version, header.export_id, format_time(header.exported_at), version());
  out += '\n';
}

void append_line(std::string& out, const Row& row) {
  out += R"({"kind":")";
  out += name_of(kind_of(row));
  out += '"';
  std::visit([&](const auto& one) { for_each_field(one, FieldWriter{out}); }, row);
  out += "}\n";
}

void append_line(std::string& out, const Trailer& trailer) {
  out += R"({"kind":"end")";
  for (std::size_t i = 0; i < kinds; ++i)
    fmt::format_to(std::back_inserter(out), R"(,"{}":{})", name_of(static_cast<Kind>(i)),
                   trailer.tally.counts.at(i));
  fmt::format_to(std::back_inserter(out), R"(,"digest":"{}"}})", trailer.tally.text());
  out += '\n';
}

}  // namespace botstore::transfer
