#include "tour.hpp"

#include <cstddef>
#include <ostream>
#include <stdexcept>

#include "bot.hpp"
#include "recall.hpp"

namespace example {

using botstore::Json;
using botstore::Outcome;
using botstore::Storage;

namespace {

void introduce(std::ostream& out, const Storage& store) {
  const auto traits = store.capabilities();
  out << "A bot with a memory. Its store: " << traits.backend
      << (traits.durable ? ", which outlives this program.\n" : ", gone when this program ends.\n");
}

void listen(std::ostream& out, Storage& store, const std::vector<Delivery>& deliveries) {
  heading(out, "Messages come in", "transaction");
  std::size_t known = 0;
  for (const auto& delivery : deliveries)
    if (remember(store, delivery) == Outcome::duplicate) ++known;
  out << "  With each the bot stores, all or nothing: the message; in a new chat the contact and "
         "the\n"
         "  thread; for a user's turn a history entry and the flow's state; at the end its notes.\n"
         "  Delivered: "
      << deliveries.size() << ". New: " << deliveries.size() - known << ". Already known: " << known
      << ".\n";
  if (known > 0) out << "  This store remembers an earlier run. A message is never stored twice.\n";
}

void hear_again(std::ostream& out, Storage& store, const Delivery& delivery) {
  heading(out, "A message comes in once more", "SavePolicy::keep");
  const bool told = remember(store, delivery) == Outcome::duplicate;
  out << "  The platform delivers " << delivery.id << " a second time; the store says "
      << (told ? "duplicate.\n" : "something else, which is a defect.\n");
}

void fail_halfway(std::ostream& out, Storage& store, const Delivery& delivery) {
  heading(out, "Something fails halfway", "transaction, Error");
  const auto before = count_messages(store);
  try {
    store.transaction([&delivery](Storage& view) {
      view.save_message({.thread_id = delivery.thread,
                         .role = "assistant",
                         .content = Json::string("Your second table is booked.")});
      throw std::runtime_error("the restaurant did not answer");
    });
  } catch (const std::runtime_error& error) {
    out << "  A transaction saved an answer, and then " << error.what() << ".\n";
  }
  out << "  Messages before: " << before << ". After: " << count_messages(store) << ".\n";

  try {
    store.save_message({.thread_id = "nowhere", .role = "user", .content = Json::string("Hello?")});
  } catch (const botstore::Error& error) {
    out << "  What an error says: " << error.what() << '\n';
  }
}

}  // namespace

void tour(std::ostream& out, Storage& store, const std::vector<Delivery>& deliveries) {
  if (deliveries.empty()) throw std::runtime_error("there are no dialogues to hold");
  const auto& last = deliveries.back();
  introduce(out, store);
  listen(out, store, deliveries);
  hear_again(out, store, last);
  who_is(out, store, last.phone);
  what_about(out, store, last.resource);
  how_did_it_end(out, store, last.thread);
  what_led_to(out, store, {.thread_id = "1_00006", .id = "1_00006-05"});
  where_was_the_flow(out, store, last.phone);
  how_much(out, store);
  fail_halfway(out, store, last);
}

}  // namespace example
