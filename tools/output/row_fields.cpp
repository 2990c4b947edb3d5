#include "tools/output/row_fields.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tools/output/row_json.hpp"
#include "tools/rows/fields.hpp"

namespace botstore::tools {

namespace {

std::string shown(const std::string& value) {
  return value;
}
std::string shown(const Json& value) {
  return value.text();
}
std::string shown(Timestamp value) {
  return exact_time(value);
}
std::string shown(std::int64_t value) {
  return std::to_string(value);
}
std::string shown(Revision value) {
  return std::to_string(static_cast<std::int64_t>(value));
}
template <class T>
std::string shown(const std::optional<T>& value) {
  return value ? shown(*value) : "";
}

}  // namespace

template <class Row>
Fields fields_of(const Row& row) {
  Fields fields;
  transfer::for_each_field(
      row, [&](std::string_view name, const auto& value, transfer::Field /*field*/) {
        fields.emplace_back(name, shown(value));
      });
  return fields;
}

template Fields fields_of(const Contact&);
template Fields fields_of(const HistoryEntry&);
template Fields fields_of(const Message&);
template Fields fields_of(const MetadataEntry&);
template Fields fields_of(const Resource&);
template Fields fields_of(const Thread&);

}  // namespace botstore::tools
