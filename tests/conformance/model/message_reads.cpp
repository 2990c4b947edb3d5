#include "tests/conformance/model/list.hpp"

namespace botstore::testing {

namespace {

Operation get_messages(Random& random) {
  const auto names = random.several(0, 4, [&] {
    return MessageKey{random.thread_id(), random.message_id()};
  });
  const GetMessagesOptions options{.with_content = random.chance(80)};
  return {
      .text = "get_messages " + describe(names) + " with_content " + describe(options.with_content),
      .run = [=](Side& side) {
        std::vector<MessageKey> given;
        for (const auto& key : names) given.push_back(key_of(side, key));
        return show(side, side.store().get_messages(given, options));
      }};
}

Operation find_messages(Random& random) {
  const auto names = random.several(0, 3, [&] { return random.message_id(); });
  const GetMessagesOptions options{.with_content = random.chance(80)};
  return {.text = "find_messages " + describe(names) + " with_content " +
                  describe(options.with_content),
          .run = [=](Side& side) {
            std::vector<std::string> given;
            for (const auto& name : names) given.push_back(side.id_of(name));
            return show(side, side.store().find_messages(given, options));
          }};
}

Include draw_include(Random& random) {
  return {.message = {random.thread_id(), random.message_id()},
          .before = random.one_of({0, 1, 2, 5}) - (random.chance(1) ? 6 : 0),
          .after = random.one_of({0, 1, 2, 5})};
}

void draw_scope(Random& random, MessageQuery& query) {
  if (random.chance(75))
    query.thread_ids = random.chance(70)
                           ? AnyOf{random.thread_id()}
                           : AnyOf{random.several(0, 3, [&] { return random.thread_id(); })};
  if (random.chance(query.thread_ids.is_any() ? 95 : 20)) query.resource_id = random.resource_id();
}

MessageQuery draw_query(Random& random) {
  MessageQuery query;
  draw_scope(random, query);
  if (random.chance(20)) query.roles = AnyOf{random.several(0, 2, [&] { return random.role(); })};
  if (random.chance(15)) query.types = random.type();
  query.created = random.range();
  query.metadata = random.filter();
  if (random.chance(30)) query.include = random.several(1, 3, [&] { return draw_include(random); });
  query.direction = random.direction();
  query.with_content = random.chance(85);
  return query;
}

std::string describe_query(const MessageQuery& query) {
  return Fields{}
      .add("thread_ids", query.thread_ids)
      .add("resource_id", query.resource_id)
      .add("roles", query.roles)
      .add("types", query.types)
      .add("created", query.created)
      .add("metadata", query.metadata)
      .add("include", query.include)
      .add("direction", query.direction)
      .add("with_content", query.with_content)
      .text();
}

void translate(Side& side, MessageQuery& query) {
  query.thread_ids = ids_of(side, query.thread_ids);
  for (auto& include : query.include) include.message = key_of(side, include.message);
}

Operation list_messages(Random& random) {
  auto query = draw_query(random);
  const auto reading = draw_reading(random, query);
  return list_operation(
      "list_messages", describe_query(query), query, reading, translate,
      [](Storage& store, const MessageQuery& page) { return store.list_messages(page); },
      [](Storage& store, const MessageQuery& all, const StreamOptions& options) {
        return store.stream_messages(all, options);
      });
}

}  // namespace

Operation message_read(Random& random) {
  const auto drawn = random.below(10);
  if (drawn < 7) return list_messages(random);
  return drawn < 9 ? get_messages(random) : find_messages(random);
}

}  // namespace botstore::testing
