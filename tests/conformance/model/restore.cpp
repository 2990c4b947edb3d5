#include "tests/conformance/model/operation.hpp"

namespace botstore::testing {

namespace {

Revision draw_revision(Random& random) {
  return Revision{1 + static_cast<std::int64_t>(random.below(5))};
}

std::int64_t draw_sequence(Random& random) {
  return 1 + static_cast<std::int64_t>(random.below(6));
}

// What a restore says of a thread's last message may be more than its messages say, and stores
// forget that at different moments: no row of these does.

Thread draw_thread(Random& random) {
  return {.id = random.thread_id(),
          .resource_id = random.resource_id(),
          .title = random.title(),
          .metadata = random.object(),
          .created_at = random.time(),
          .updated_at = random.time(),
          .archived_at = random.maybe(25, [&] { return random.time(); }),
          .last_sequence = draw_sequence(random) - 1,
          .revision = draw_revision(random)};
}

Message draw_message(Random& random, const Side& model) {
  Message row{.thread_id = random.thread_id(),
              .id = random.message_id(),
              .resource_id = random.resource_id(),
              .role = random.role(),
              .type = random.type(),
              .content = random.content(),
              .metadata = random.object(),
              .created_at = random.time(),
              .sequence = draw_sequence(random),
              .revision = draw_revision(random)};
  try {
    if (const auto stored = model.store().get_message(key_of(model, row.key())))
      row.created_at = stored->created_at;
  } catch (const Error&) {  // One of the names is none.
  }
  return row;
}

MetadataEntry draw_value(Random& random) {
  return {.owner = {.thread_id = random.thread_id(),
                    .message_id = random.maybe(50, [&] { return random.message_id(); })},
          .key = random.metadata_key(),
          .value = random.value(),
          .updated_at = random.time(),
          .revision = draw_revision(random)};
}

Resource draw_resource(Random& random) {
  return {.id = random.resource_id(),
          .working_memory = random.maybe(50, [&] { return random.title(); }),
          .metadata = random.object(),
          .created_at = random.time(),
          .updated_at = random.time(),
          .revision = draw_revision(random)};
}

// Two stores number their contacts and entries each in its own way: a restored one has a key, and
// no id of its own.

Contact draw_contact(Random& random) {
  return {.phone = random.phone(),
          .created_at = random.time(),
          .updated_in = random.maybe(50, [&] { return random.time(); }),
          .last_interaction = random.maybe(50, [&] { return random.time(); }),
          .values = random.object()};
}

HistoryEntry draw_entry(Random& random) {
  return {.ref = random.title(),
          .keyword = random.maybe(50, [&] { return random.title(); }),
          .answer = random.title(),
          .phone = random.maybe(80, [&] { return random.phone(); }),
          .options = random.maybe(50, [&] { return random.value(); }),
          .created_at = random.time(),
          .entry_key = random.entry_key()};
}

StoredRows draw_rows(Random& random, const Side& model) {
  return {.resources = random.several(0, 2, [&] { return draw_resource(random); }),
          .threads = random.several(0, 2, [&] { return draw_thread(random); }),
          .messages = random.several(0, 3, [&] { return draw_message(random, model); }),
          .metadata = random.several(0, 2, [&] { return draw_value(random); }),
          .contacts = random.several(0, 2, [&] { return draw_contact(random); }),
          .history = random.several(0, 1, [&] { return draw_entry(random); })};
}

/// The rows in the side's own ids.
StoredRows rows_of(const Side& side, StoredRows rows) {
  for (auto& row : rows.threads) row.id = side.id_of(row.id);
  for (auto& row : rows.messages) {
    row.thread_id = side.id_of(row.thread_id);
    row.id = side.id_of(row.id);
  }
  for (auto& row : rows.metadata) {
    row.owner.thread_id = side.id_of(row.owner.thread_id);
    if (row.owner.message_id) row.owner.message_id = side.id_of(*row.owner.message_id);
  }
  return rows;
}

}  // namespace

Operation restore_operation(Random& random, const Side& model) {
  const auto rows = draw_rows(random, model);
  Fields fields;
  for (const auto& row : rows.resources) fields.add("resource", row.id);
  for (const auto& row : rows.threads) fields.add("thread", row.id);
  for (const auto& row : rows.messages)
    fields.add("message", row.key()).add("at", row.created_at).add("sequence", row.sequence);
  for (const auto& row : rows.metadata) fields.add("owner", row.owner).add("key", row.key);
  for (const auto& row : rows.contacts) fields.add("contact", row.phone);
  for (const auto& row : rows.history) fields.add("entry", row.entry_key).add("of", row.phone);
  return {.text = "restore " + fields.text(),
          .run =
              [=](Side& side) {
                side.store().restore(rows_of(side, rows));
                return std::string{"restored"};
              },
          .error_may_differ = true};
}

}  // namespace botstore::testing
