#include "tests/conformance/model/operation.hpp"

namespace botstore::testing {

namespace {

const Paging everything{.limit = Limit::all(), .with_total = true};

template <class T>
void add(std::vector<std::string>& lines, Side& side, const std::string& title,
         const Page<T>& page) {
  lines.push_back(title + ": " + describe(page.items.size()) + " rows, total " +
                  describe(page.total));
  for (const auto& row : page.items) lines.push_back(title + ": " + show(side, row));
}

void add_metadata(std::vector<std::string>& lines, Side& side, const MetadataOwner& owner) {
  add(lines, side, "metadata", side.store().list_metadata(owner, {.page = everything}));
}

void add_thread(std::vector<std::string>& lines, Side& side, const Thread& thread) {
  auto& store = side.store();
  const auto page = store.list_messages({.thread_ids = thread.id, .page = everything});
  add(lines, side, "messages of " + side.name_of(thread.id), page);
  add_metadata(lines, side, {.thread_id = thread.id});
  for (const auto& message : page.items)
    add_metadata(lines, side, {.thread_id = thread.id, .message_id = message.id});
}

}  // namespace

std::vector<std::string> whole_state(Side& side) {
  std::vector<std::string> lines;
  auto& store = side.store();
  const auto threads = store.list_threads({.direction = Direction::ascending, .page = everything});
  add(lines, side, "threads", threads);
  for (const auto& thread : threads.items) add_thread(lines, side, thread);
  for (const auto* owner : {"alice", "bob", "carol", "al%", "al_"})
    add(lines, side, std::string{"messages of "} + owner,
        store.list_messages({.resource_id = owner, .page = everything}));
  add(lines, side, "resources", store.list_resources({.page = everything}));
  add(lines, side, "contacts",
      store.list_contacts({.order_by = ContactOrder::id, .page = everything}));
  add(lines, side, "history", store.list_history({.page = everything}));
  return lines;
}

}  // namespace botstore::testing
