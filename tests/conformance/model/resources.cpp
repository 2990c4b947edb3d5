#include "tests/conformance/model/list.hpp"

namespace botstore::testing {

namespace {

std::string draw_text(Random& random) {
  return random.one_of({"", "likes tea", "# Notes\n- \"peanuts\"", "naïve ☕"});
}

Operation save_resource(Random& random) {
  NewResource resource{.id = random.resource_id()};
  resource.working_memory = random.maybe(60, [&] { return draw_text(random); });
  if (random.chance(60)) resource.metadata = random.object();
  resource.created_at = random.maybe(25, [&] { return random.time(); });
  resource.updated_at = random.maybe(25, [&] { return random.time(); });
  const auto text = Fields{}
                        .add("id", resource.id)
                        .add("working_memory", resource.working_memory)
                        .add("metadata", resource.metadata)
                        .add("created_at", resource.created_at)
                        .add("updated_at", resource.updated_at)
                        .text();
  return {.text = "save_resource " + text, .run = [resource](Side& side) {
            return show(side, side.store().save_resource(resource), resource.id);
          }};
}

Operation get_resource(Random& random) {
  const auto id = random.resource_id();
  return {.text = "get_resource " + id,
          .run = [id](Side& side) { return show(side, side.store().get_resource(id)); }};
}

Change<std::string> draw_change(Random& random) {
  if (random.chance(50)) return {};
  if (random.chance(25)) return cleared;
  return draw_text(random);
}

Operation update_resource(Random& random, const Side& model) {
  const auto id = random.resource_id();
  ResourceUpdate update{.working_memory = draw_change(random)};
  if (random.chance(25)) update.remove_metadata_keys = random.object_keys();
  update.merge_metadata = random.maybe(50, [&] { return random.object(); });
  const auto expected =
      random.maybe(25, [&] { return expected_revision(random, model, resource_row(id)); });
  Fields fields;
  fields.add("id", id);
  if (update.working_memory.touched())
    fields.add_text("working_memory", describe(update.working_memory.value()));
  fields.add("remove_metadata_keys", update.remove_metadata_keys)
      .add("merge_metadata", update.merge_metadata)
      .add("expected_revision", expected);
  return {.text = "update_resource " + fields.text(), .run = [=](Side& side) {
            auto given = update;
            if (expected) given.expected_revision = side.revision_of(*expected);
            return show(side, side.store().update_resource(id, given));
          }};
}

Operation delete_resource(Random& random) {
  const auto id = random.resource_id();
  return {.text = "delete_resource " + id,
          .run = [id](Side& side) { return show(side, side.store().delete_resource(id)); }};
}

Operation list_resources(Random& random) {
  ResourceQuery query{
      .id_prefix = random.prefix(), .metadata = random.filter(), .direction = random.direction()};
  const auto reading = draw_reading(random, query);
  const auto text = Fields{}
                        .add("id_prefix", query.id_prefix)
                        .add("metadata", query.metadata)
                        .add("direction", query.direction)
                        .text();
  return list_operation(
      "list_resources", text, query, reading, [](Side&, ResourceQuery&) {},
      [](Storage& store, const ResourceQuery& page) { return store.list_resources(page); },
      [](Storage& store, const ResourceQuery& all, const StreamOptions& options) {
        return store.stream_resources(all, options);
      });
}

}  // namespace

Operation resource_operation(Random& random, const Side& model) {
  switch (random.below(8)) {
    case 0:
    case 1:
      return save_resource(random);
    case 2:
    case 3:
    case 4:
      return update_resource(random, model);
    case 5:
      return get_resource(random);
    case 6:
      return delete_resource(random);
    default:
      return list_resources(random);
  }
}

}  // namespace botstore::testing
