#include "lib/query/fingerprint.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "lib/query/hash.hpp"

namespace botstore::detail {

namespace {

/// Adds a query's parts one after the other. Every part says how long it is, so that no two queries
/// run together into the same bytes.
class Mark {
 public:
  explicit Mark(std::string_view kind) { add(kind); }

  Mark& add(std::string_view text) {
    hash_.add(text.size());
    hash_.add(text);
    return *this;
  }
  template <class T>
  requires std::integral<T> || std::is_enum_v<T> Mark& add(T number) {
    hash_.add(static_cast<std::uint64_t>(number));
    return *this;
  }
  Mark& add(Timestamp time) { return add(time.time_since_epoch().count()); }
  Mark& add(const Json& value) { return add(std::string_view{value.text()}); }

  template <class T>
  Mark& add(const std::optional<T>& value) {
    add(value.has_value());
    return value ? add(*value) : *this;
  }
  template <class T>
  Mark& add(const std::vector<T>& values) {
    add(values.size());
    for (const auto& value : values) add(value);
    return *this;
  }
  Mark& add(const std::string& text) { return add(std::string_view{text}); }
  Mark& add(const AnyOf& set) { return add(set.is_any()).add(set.values()); }
  Mark& add(const TimeRange& range) {
    return add(range.start).add(range.end).add(range.start_exclusive).add(range.end_exclusive);
  }
  Mark& add(const JsonCondition& condition) {
    return add(condition.kind).add(condition.path).add(condition.value);
  }

  [[nodiscard]] std::uint64_t value() const { return hash_.value(); }

 private:
  Hash hash_;
};

}  // namespace

std::uint64_t fingerprint(const ThreadQuery& query) {
  return Mark{"threads"}
      .add(query.resource_id)
      .add(query.metadata)
      .add(query.archived)
      .add(query.created)
      .add(query.updated)
      .add(query.order_by)
      .add(query.direction)
      .value();
}

std::uint64_t fingerprint(const MessageQuery& query) {
  return Mark{"messages"}
      .add(query.thread_ids)
      .add(query.resource_id)
      .add(query.roles)
      .add(query.types)
      .add(query.created)
      .add(query.metadata)
      .add(query.direction)
      .value();
}

std::uint64_t fingerprint(const MetadataOwner& owner, const MetadataQuery& query) {
  return Mark{"metadata"}
      .add(owner.thread_id)
      .add(owner.message_id)
      .add(query.key_prefix)
      .add(query.with_messages)
      .add(query.direction)
      .value();
}

std::uint64_t fingerprint(const ResourceQuery& query) {
  return Mark{"resources"}.add(query.id_prefix).add(query.metadata).add(query.direction).value();
}

std::uint64_t fingerprint(const ContactQuery& query) {
  return Mark{"contacts"}.add(query.values).add(query.order_by).add(query.direction).value();
}

std::uint64_t fingerprint(const HistoryQuery& query) {
  return Mark{"history"}
      .add(query.phone)
      .add(query.contact_id)
      .add(query.created)
      .add(query.with_keyword)
      .add(query.direction)
      .value();
}

}  // namespace botstore::detail
