#include "tests/conformance/model/list.hpp"

namespace botstore::testing {

namespace {

Operation save_thread(Random& random) {
  NewThread thread{.resource_id = random.resource_id(), .title = random.title()};
  thread.id = random.maybe(97, [&] { return random.thread_id(); });
  if (random.chance(60)) thread.metadata = random.object();
  thread.created_at = random.maybe(30, [&] { return random.time(); });
  thread.updated_at = random.maybe(20, [&] { return random.time(); });
  thread.archived_at = random.maybe(15, [&] { return random.time(); });
  const auto text = Fields{}
                        .add("id", thread.id)
                        .add("resource_id", thread.resource_id)
                        .add("title", thread.title)
                        .add("metadata", thread.metadata)
                        .add("created_at", thread.created_at)
                        .add("updated_at", thread.updated_at)
                        .add("archived_at", thread.archived_at)
                        .text();
  return {.text = "save_thread " + text, .run = [thread](Side& side) {
            auto given = thread;
            if (given.id) given.id = side.id_of(*given.id);
            return show(side, side.store().save_thread(given));
          }};
}

Operation get_thread(Random& random) {
  const auto id = random.thread_id();
  const auto owner = random.maybe(40, [&] { return random.resource_id(); });
  return {.text = "get_thread " + Fields{}.add("id", id).add("resource_id", owner).text(),
          .run = [=](Side& side) {
            return show(side, side.store().get_thread(side.id_of(id), {.resource_id = owner}));
          }};
}

Change<Timestamp> archive_mark(Random& random) {
  if (random.chance(70)) return {};
  if (random.chance(50)) return cleared;
  return random.time();
}

Operation update_thread(Random& random, const Side& model) {
  const auto id = random.thread_id();
  ThreadUpdate update{.archived_at = archive_mark(random)};
  update.title = random.maybe(35, [&] { return random.title(); });
  if (random.chance(30)) update.remove_metadata_keys = random.object_keys();
  update.merge_metadata = random.maybe(40, [&] { return random.object(); });
  const auto expected =
      random.maybe(25, [&] { return expected_revision(random, model, thread_row(id)); });
  Fields fields;
  fields.add("id", id)
      .add("title", update.title)
      .add("remove_metadata_keys", update.remove_metadata_keys)
      .add("merge_metadata", update.merge_metadata);
  if (update.archived_at.touched())
    fields.add_text("archived_at", describe(update.archived_at.value()));
  return {.text = "update_thread " + fields.add("expected_revision", expected).text(),
          .run = [=](Side& side) {
            auto given = update;
            if (expected) given.expected_revision = side.revision_of(*expected);
            return show(side, side.store().update_thread(side.id_of(id), given));
          }};
}

Operation delete_thread(Random& random) {
  const auto id = random.thread_id();
  return {.text = "delete_thread " + id, .run = [id](Side& side) {
            return show(side, side.store().delete_thread(side.id_of(id)));
          }};
}

Operation list_threads(Random& random) {
  ThreadQuery query{
      .metadata = random.filter(),
      .archived = random.one_of({Archived::any, Archived::any, Archived::only, Archived::excluded}),
      .created = random.range(),
      .updated = random.range(),
      .order_by = random.one_of({ThreadOrder::created_at, ThreadOrder::updated_at}),
      .direction = random.direction()};
  query.resource_id = random.maybe(40, [&] { return random.resource_id(); });
  const auto reading = draw_reading(random, query);
  const auto text = Fields{}
                        .add("resource_id", query.resource_id)
                        .add("metadata", query.metadata)
                        .add("archived", query.archived)
                        .add("created", query.created)
                        .add("updated", query.updated)
                        .add("order_by", query.order_by)
                        .add("direction", query.direction)
                        .text();
  return list_operation(
      "list_threads", text, query, reading, [](Side&, ThreadQuery&) {},
      [](Storage& store, const ThreadQuery& page) { return store.list_threads(page); },
      [](Storage& store, const ThreadQuery& all, const StreamOptions& options) {
        return store.stream_threads(all, options);
      });
}

Operation clone_thread(Random& random) {
  const auto source = random.thread_id();
  CloneOptions options;
  options.new_id = random.maybe(95, [&] { return random.chance(50) ? "t5" : random.thread_id(); });
  options.resource_id = random.maybe(30, [&] { return random.resource_id(); });
  options.title = random.maybe(30, [&] { return random.title(); });
  if (random.chance(30)) options.metadata = random.object();
  if (random.chance(40)) options.most_recent = random.limit();
  options.created = random.range();
  if (random.chance(20))
    options.message_ids = AnyOf{random.several(0, 3, [&] { return random.message_id(); })};
  const auto text = Fields{}
                        .add("source_id", source)
                        .add("new_id", options.new_id)
                        .add("resource_id", options.resource_id)
                        .add("title", options.title)
                        .add("metadata", options.metadata)
                        .add("most_recent", options.most_recent)
                        .add("created", options.created)
                        .add("message_ids", options.message_ids)
                        .text();
  return {.text = "clone_thread " + text,
          .run =
              [=](Side& side) {
                auto given = options;
                if (given.new_id) given.new_id = side.id_of(*given.new_id);
                given.message_ids = ids_of(side, given.message_ids);
                return show(side, side.store().clone_thread(side.id_of(source), given));
              },
          .error_may_differ = true};
}

Operation reassign_thread(Random& random, const Side& model) {
  const auto id = random.thread_id();
  const auto owner = random.resource_id();
  const auto expected =
      random.maybe(25, [&] { return expected_revision(random, model, thread_row(id)); });
  const auto text =
      Fields{}.add("id", id).add("resource_id", owner).add("expected_revision", expected).text();
  return {.text = "reassign_thread " + text, .run = [=](Side& side) {
            ReassignOptions options;
            if (expected) options.expected_revision = side.revision_of(*expected);
            return show(side, side.store().reassign_thread(side.id_of(id), owner, options));
          }};
}

}  // namespace

Operation thread_operation(Random& random, const Side& model) {
  switch (random.below(16)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return save_thread(random);
    case 4:
      return get_thread(random);
    case 5:
    case 6:
    case 7:
    case 8:
      return update_thread(random, model);
    case 9:
      return delete_thread(random);
    case 10:
    case 11:
      return clone_thread(random);
    case 12:
      return reassign_thread(random, model);
    default:
      return list_threads(random);
  }
}

}  // namespace botstore::testing
