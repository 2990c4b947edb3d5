#include "tests/conformance/model/list.hpp"

namespace botstore::testing {

namespace {

MetadataOwner draw_owner(Random& random) {
  MetadataOwner owner{.thread_id = random.thread_id()};
  owner.message_id = random.maybe(50, [&] { return random.message_id(); });
  return owner;
}

MetadataOwner owner_of(const Side& side, const MetadataOwner& names) {
  auto owner = names;
  owner.thread_id = side.id_of(owner.thread_id);
  if (owner.message_id) owner.message_id = side.id_of(*owner.message_id);
  return owner;
}

/// A write of one key: what set, merge and remove have in common.
struct Write {
  MetadataOwner owner{};
  std::string key{};
  std::optional<std::string> expected{};

  [[nodiscard]] std::string row() const { return metadata_row(owner, key); }
  [[nodiscard]] WriteMetadataOptions options(const Side& side) const {
    if (!expected) return {};
    return {.expected_revision = side.revision_of(*expected)};
  }
  [[nodiscard]] Fields fields() const {
    Fields fields;
    return fields.add("owner", owner).add("key", key).add("expected_revision", expected);
  }
};

Write draw_write(Random& random, const Side& model) {
  Write write{.owner = draw_owner(random), .key = random.metadata_key()};
  write.expected = random.maybe(25, [&] { return expected_revision(random, model, write.row()); });
  return write;
}

Operation set_metadata(Random& random, const Side& model) {
  const auto write = draw_write(random, model);
  const auto value = random.value();
  return {.text = "set_metadata " + write.fields().add("value", value).text(),
          .run =
              [=](Side& side) {
                const auto receipt = side.store().set_metadata(
                    owner_of(side, write.owner), write.key, value, write.options(side));
                return show(side, receipt, write.row());
              },
          .error_may_differ = write.expected.has_value()};
}

Operation merge_metadata(Random& random, const Side& model) {
  const auto write = draw_write(random, model);
  const auto object = random.chance(3) ? random.value() : random.object();
  return {.text = "merge_metadata " + write.fields().add("object", object).text(),
          .run =
              [=](Side& side) {
                const auto receipt = side.store().merge_metadata(
                    owner_of(side, write.owner), write.key, object, write.options(side));
                return show(side, receipt, write.row());
              },
          .error_may_differ = write.expected.has_value()};
}

Operation get_metadata(Random& random) {
  const auto owner = draw_owner(random);
  const auto key = random.metadata_key();
  return {.text = "get_metadata " + Fields{}.add("owner", owner).add("key", key).text(),
          .run = [=](Side& side) {
            return show(side, side.store().get_metadata(owner_of(side, owner), key));
          }};
}

Operation remove_metadata(Random& random, const Side& model) {
  const auto write = draw_write(random, model);
  return {.text = "remove_metadata " + write.fields().text(), .run = [=](Side& side) {
            return show(side, side.store().remove_metadata(owner_of(side, write.owner), write.key,
                                                           write.options(side)));
          }};
}

Operation list_metadata(Random& random) {
  const auto owner = draw_owner(random);
  MetadataQuery query{.key_prefix = random.prefix(), .direction = random.direction()};
  query.with_messages = random.chance(owner.message_id ? 3 : 50);
  const auto reading = draw_reading(random, query);
  const auto text = Fields{}
                        .add("owner", owner)
                        .add("key_prefix", query.key_prefix)
                        .add("with_messages", query.with_messages)
                        .add("direction", query.direction)
                        .text();
  // The owner is in no query, so it is translated from here: cursors hold its ids too.
  auto operation = Operation{};
  const auto on_side = [owner](Side& side) { return owner_of(side, owner); };
  operation.text = "list_metadata " + text;
  operation.run = [=](Side& side) {
    const auto own = on_side(side);
    const auto list = [own](Storage& store, const MetadataQuery& page) {
      return store.list_metadata(own, page);
    };
    const auto open = [own](Storage& store, const MetadataQuery& all,
                            const StreamOptions& options) {
      return store.stream_metadata(own, all, options);
    };
    return list_operation(
               "list_metadata", text, query, reading, [](Side&, MetadataQuery&) {}, list, open)
        .run(side);
  };
  return operation;
}

}  // namespace

Operation metadata_operation(Random& random, const Side& model) {
  switch (random.below(8)) {
    case 0:
    case 1:
      return set_metadata(random, model);
    case 2:
    case 3:
      return merge_metadata(random, model);
    case 4:
      return get_metadata(random);
    case 5:
      return remove_metadata(random, model);
    default:
      return list_metadata(random);
  }
}

}  // namespace botstore::testing
