#include "tests/conformance/support/every_call.hpp"

#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/moved.hpp"

namespace botstore::testing {

using namespace botstore::literals;

namespace {

std::vector<NamedCall> reads() {
  return {
      {"get_thread", [](Storage& s, const CallOptions& c) { (void)s.get_thread("t1", {}, c); }},
      {"list_threads", [](Storage& s, const CallOptions& c) { (void)s.list_threads({}, c); }},
      {"get_messages",
       [](Storage& s, const CallOptions& c) {
         (void)s.get_messages({{"t1", "m1"}}, {}, c);
       }},
      {"get_message",
       [](Storage& s, const CallOptions& c) {
         (void)s.get_message({"t1", "m1"}, {}, c);
       }},
      {"find_messages",
       [](Storage& s, const CallOptions& c) { (void)s.find_messages({"m1"}, {}, c); }},
      {"list_messages",
       [](Storage& s, const CallOptions& c) { (void)s.list_messages({.thread_ids = "t1"}, c); }},
      {"get_metadata",
       [](Storage& s, const CallOptions& c) {
         (void)s.get_metadata({.thread_id = "t1"}, "state", c);
       }},
      {"list_metadata",
       [](Storage& s, const CallOptions& c) { (void)s.list_metadata({.thread_id = "t1"}, {}, c); }},
      {"get_resource", [](Storage& s, const CallOptions& c) { (void)s.get_resource(alice, c); }},
      {"list_resources", [](Storage& s, const CallOptions& c) { (void)s.list_resources({}, c); }},
      {"get_contact", [](Storage& s, const CallOptions& c) { (void)s.get_contact("+1", c); }},
      {"list_contacts", [](Storage& s, const CallOptions& c) { (void)s.list_contacts({}, c); }},
      {"last_history", [](Storage& s, const CallOptions& c) { (void)s.last_history("+1", {}, c); }},
      {"list_history", [](Storage& s, const CallOptions& c) { (void)s.list_history({}, c); }},
      {"stream_threads",
       [](Storage& s, const CallOptions& c) { (void)s.stream_threads({}, {}, c).next(); }},
      {"stream_messages",
       [](Storage& s, const CallOptions& c) {
         (void)s.stream_messages({.thread_ids = "t1"}, {}, c).next();
       }},
      {"stream_metadata",
       [](Storage& s, const CallOptions& c) {
         (void)s.stream_metadata({.thread_id = "t1"}, {}, {}, c).next();
       }},
      {"stream_resources",
       [](Storage& s, const CallOptions& c) { (void)s.stream_resources({}, {}, c).next(); }},
      {"stream_contacts",
       [](Storage& s, const CallOptions& c) { (void)s.stream_contacts({}, {}, c).next(); }},
      {"stream_history",
       [](Storage& s, const CallOptions& c) { (void)s.stream_history({}, {}, c).next(); }},
  };
}

std::vector<NamedCall> thread_writes() {
  return {
      {"save_thread (new)",
       [](Storage& s, const CallOptions& c) { s.save_thread(thread("new"), c); }},
      {"save_thread (known)",
       [](Storage& s, const CallOptions& c) {
         s.save_thread({.id = "t1", .resource_id = alice, .title = "Changed"}, c);
       }},
      {"update_thread",
       [](Storage& s, const CallOptions& c) { s.update_thread("t1", {.title = "Changed"}, c); }},
      {"delete_thread", [](Storage& s, const CallOptions& c) { s.delete_thread("t1", c); }},
      {"clone_thread",
       [](Storage& s, const CallOptions& c) { s.clone_thread("t1", {.new_id = "copy"}, c); }},
      {"reassign_thread",
       [](Storage& s, const CallOptions& c) { s.reassign_thread("t1", bob, {}, c); }},
  };
}

std::vector<NamedCall> message_writes() {
  return {
      {"save_messages (new)",
       [](Storage& s, const CallOptions& c) {
         s.save_messages({message("t1", "new"), message("t2", "new")}, {}, c);
       }},
      {"save_message (known)",
       [](Storage& s, const CallOptions& c) {
         s.save_message(message("t1", "m1", "changed"), {}, c);
       }},
      {"update_messages",
       [](Storage& s, const CallOptions& c) {
         s.update_messages({{.key = {"t1", "m1"},
                             .merge_content = R"({"b": 2})"_json,
                             .merge_metadata = R"({"b": 2})"_json}},
                           c);
       }},
      {"update_messages (move)",
       [](Storage& s, const CallOptions& c) {
         s.update_messages({{.key = {"t1", "m1"}, .move_to_thread = "t2"}}, c);
       }},
      {"delete_messages",
       [](Storage& s, const CallOptions& c) {
         s.delete_messages({{"t1", "m2"}}, c);
       }},
  };
}

std::vector<NamedCall> metadata_writes() {
  return {
      {"set_metadata",
       [](Storage& s, const CallOptions& c) {
         s.set_metadata({.thread_id = "t1"}, "new", "1"_json, {}, c);
       }},
      {"set_metadata (known)",
       [](Storage& s, const CallOptions& c) {
         s.set_metadata({.thread_id = "t1", .message_id = "m1"}, "state", "1"_json, {}, c);
       }},
      {"merge_metadata",
       [](Storage& s, const CallOptions& c) {
         s.merge_metadata({.thread_id = "t1"}, "state", R"({"b": 2})"_json, {}, c);
       }},
      {"remove_metadata",
       [](Storage& s, const CallOptions& c) {
         s.remove_metadata({.thread_id = "t1"}, "state", {}, c);
       }},
  };
}

std::vector<NamedCall> people_writes() {
  return {
      {"save_resource (new)",
       [](Storage& s, const CallOptions& c) { s.save_resource({.id = "new"}, c); }},
      {"save_resource (known)",
       [](Storage& s, const CallOptions& c) { s.save_resource({.id = alice}, c); }},
      {"update_resource",
       [](Storage& s, const CallOptions& c) {
         s.update_resource(alice, {.working_memory = std::string{"changed"}}, c);
       }},
      {"update_resource (new)",
       [](Storage& s, const CallOptions& c) { s.update_resource("new", {}, c); }},
      {"delete_resource", [](Storage& s, const CallOptions& c) { s.delete_resource(alice, c); }},
      {"save_contact (new)",
       [](Storage& s, const CallOptions& c) { s.save_contact({.phone = "+2"}, c); }},
      {"save_contact (known)",
       [](Storage& s, const CallOptions& c) {
         s.save_contact({.phone = "+1", .values = R"({"b": 2})"_json}, c);
       }},
      {"delete_contact", [](Storage& s, const CallOptions& c) { s.delete_contact("+1", {}, c); }},
      {"delete_contact (with history)",
       [](Storage& s, const CallOptions& c) { s.delete_contact("+1", {.with_history = true}, c); }},
      {"save_history",
       [](Storage& s, const CallOptions& c) { s.save_history({.ref = "r", .phone = "+1"}, c); }},
      {"save_history (new phone)",
       [](Storage& s, const CallOptions& c) { s.save_history({.ref = "r", .phone = "+2"}, c); }},
      {"restore", [](Storage& s, const CallOptions& c) { s.restore(moved_rows(), c); }},
  };
}

std::vector<NamedCall> writes() {
  std::vector<NamedCall> all;
  for (const auto& part : {thread_writes(), message_writes(), metadata_writes(), people_writes()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

const std::vector<NamedCall>& every_read() {
  static const auto all = reads();
  return all;
}

const std::vector<NamedCall>& every_write() {
  static const auto all = writes();
  return all;
}

void save_rows(Storage& store) {
  store.save_thread(thread("t1"));
  store.save_thread(thread("t2", bob));
  store.save_messages({message("t1", "m1"), message("t1", "m2")});
  store.set_metadata({.thread_id = "t1"}, "state", R"({"a": 1})"_json);
  store.set_metadata({.thread_id = "t1", .message_id = "m1"}, "state", R"({"a": 1})"_json);
  store.save_resource({.id = alice, .working_memory = "memory", .metadata = R"({"a": 1})"_json});
  store.save_contact({.phone = "+1", .values = R"({"a": 1})"_json});
  store.save_history({.ref = "welcome", .phone = "+1", .entry_key = "e1"});
}

}  // namespace botstore::testing
