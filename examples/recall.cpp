#include "recall.hpp"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "bot.hpp"
#include "dialogues.hpp"

namespace example {

using botstore::Direction;
using botstore::Message;
using botstore::Storage;

namespace {

// No rows, but how many there would be.
const botstore::Paging only_total{.limit = 0, .with_total = true};

std::string time_of_day(botstore::Timestamp time) {
  return botstore::format_time(std::chrono::floor<std::chrono::seconds>(time));
}

void print(std::ostream& out, const Message& message) {
  out << "  " << time_of_day(message.created_at) << "  " << message.role << ": "
      << text_of(message.content) << '\n';
}

void print_lines(std::ostream& out, std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    out << "    " << text.substr(0, end) << '\n';
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

}  // namespace

void heading(std::ostream& out, std::string_view text, std::string_view calls) {
  out << '\n' << text << "   [" << calls << "]\n";
}

void who_is(std::ostream& out, Storage& store, std::string_view phone) {
  heading(out, "Who is " + std::string(phone) + "?", "get_contact, get_resource");
  const auto contact = store.get_contact(phone);
  if (!contact) {
    out << "  Nobody that the bot has met.\n";
    return;
  }
  const auto text = [&contact](std::string_view key) {
    const auto value = contact->values.find({key});
    return value ? value->as_string().value_or("") : "";
  };
  out << "  " << text("name") << ", " << text("customer") << ", whom the bot met at "
      << time_of_day(contact->created_at) << ".\n";
  const auto customer = store.get_resource(text("customer"));
  if (customer && customer->working_memory) {
    out << "  Its notes of finished conversations, the customer's working memory:\n";
    print_lines(out, *customer->working_memory);
  }
}

void what_about(std::ostream& out, Storage& store, std::string_view resource_id) {
  heading(out, "What did " + std::string(resource_id) + " talk about?", "list_threads");
  const auto threads = store.list_threads({.resource_id = std::string(resource_id)});
  for (const auto& thread : threads.items) {
    out << "  " << time_of_day(thread.created_at) << "  " << thread.id << ": " << thread.title
        << '\n';
  }
}

void how_did_it_end(std::ostream& out, Storage& store, std::string_view thread_id) {
  heading(out, "How did " + std::string(thread_id) + " end?", "list_messages");
  const auto last = store.list_messages({
      .thread_ids = std::string(thread_id),
      .direction = Direction::descending,
      .page = {.limit = 3},
  });
  for (auto message = last.items.rbegin(); message != last.items.rend(); ++message)
    print(out, *message);
  if (last.has_more) out << "  (There is more before.)\n";
}

void what_led_to(std::ostream& out, Storage& store, const botstore::MessageKey& key) {
  heading(out, "What was said around " + key.id + "?", "list_messages with include");
  const auto window = store.list_messages({
      .thread_ids = key.thread_id,
      .include = {{.message = key, .before = 2, .after = 1}},
      .page = {.limit = 0},  // the window alone
  });
  for (const auto& message : window.items) print(out, message);
}

void where_was_the_flow(std::ostream& out, Storage& store, std::string_view phone) {
  heading(out, "Where was the flow of " + std::string(phone) + "?", "last_history, get_metadata");
  const auto last = store.last_history(phone);
  const auto start = store.last_history(phone, {.with_keyword = true});
  if (!last || !start) {
    out << "  Nowhere yet.\n";
    return;
  }
  out << "  Last step: \"" << last->answer << "\" in " << last->ref << '\n'
      << "  The flow began with " << start->keyword.value_or("") << " at "
      << time_of_day(start->created_at) << '\n';
  if (const auto flow = store.get_metadata({.thread_id = last->ref}, flow_key))
    out << "  Its state: " << describe_flow(flow->value) << '\n';
}

std::uint64_t count_messages(Storage& store) {
  std::vector<std::string> ids;
  for (const auto& thread : store.stream_threads()) ids.push_back(thread.id);
  return store.list_messages({.thread_ids = std::move(ids), .page = only_total}).total.value_or(0);
}

void how_much(std::ostream& out, Storage& store) {
  heading(out, "How much is remembered?", "lists with_total");
  out << "  " << store.list_contacts({.page = only_total}).total.value_or(0) << " contacts, "
      << store.list_resources({.page = only_total}).total.value_or(0) << " customers, "
      << store.list_threads({.page = only_total}).total.value_or(0) << " threads, "
      << count_messages(store) << " messages, "
      << store.list_history({.page = only_total}).total.value_or(0) << " history entries\n";
}

}  // namespace example
