#include "botstore/limits.hpp"
#include "tests/conformance/checks/arguments/bad_arguments.hpp"
#include "tests/conformance/checks/checks.hpp"
#include "tests/conformance/model/operation.hpp"
#include "tests/conformance/support/builders.hpp"
#include "tests/conformance/support/every_call.hpp"
#include "tests/conformance/support/expect.hpp"
#include "tests/conformance/support/halves.hpp"

namespace botstore::testing {

namespace {

using namespace botstore::literals;

/// A place that takes a text, and what is wrong in it.
struct TextPlace {
  std::string_view field;  ///< As the error names it.
  std::size_t most;        ///< Bytes.
  std::function<void(Storage&, const std::string&)> put;
};

MetadataOwner owner(const std::string& thread_id, std::optional<std::string> message_id = {}) {
  return {.thread_id = thread_id, .message_id = std::move(message_id)};
}

NewMessage saved(const std::function<void(NewMessage&)>& change) {
  auto made = message("t1", "m1");
  change(made);
  return made;
}

std::vector<TextPlace> thread_names() {
  using S = Storage;
  using T = const std::string&;
  const auto most = limits::id_bytes;
  return {
      {"id", most, [](S& s, T t) { s.save_thread(thread(t)); }},
      {"resource_id", most, [](S& s, T t) { s.save_thread(thread("t1", t)); }},
      {"id", most, [](S& s, T t) { (void)s.get_thread(t); }},
      {"resource_id", most, [](S& s, T t) { (void)s.get_thread("t1", {.resource_id = t}); }},
      {"id", most, [](S& s, T t) { s.update_thread(t, {.title = "x"}); }},
      {"id", most, [](S& s, T t) { s.delete_thread(t); }},
      {"resource_id", most, [](S& s, T t) { (void)s.list_threads({.resource_id = t}); }},
      {"source_id", most, [](S& s, T t) { s.clone_thread(t); }},
      {"new_id", most, [](S& s, T t) { s.clone_thread("t1", {.new_id = t}); }},
      {"resource_id", most, [](S& s, T t) { s.clone_thread("t1", {.resource_id = t}); }},
      {"message_ids", most, [](S& s, T t) { s.clone_thread("t1", {.message_ids = t}); }},
      {"id", most, [](S& s, T t) { s.reassign_thread(t, bob); }},
      {"resource_id", most, [](S& s, T t) { s.reassign_thread("t1", t); }},
  };
}

std::vector<TextPlace> message_names() {
  using S = Storage;
  using T = const std::string&;
  using M = NewMessage;
  const auto most = limits::id_bytes;
  const auto role = limits::role_bytes;
  return {
      {"messages[0].thread_id", most, [](S& s, T t) { s.save_message(message(t, "m1")); }},
      {"messages[0].id", most, [](S& s, T t) { s.save_message(message("t1", t)); }},
      {"messages[1].id", most,
       [](S& s, T t) {
         s.save_messages({message("t1", "m1"), message("t1", t)});
       }},
      {"messages[0].resource_id", most,
       [](S& s, T t) { s.save_message(saved([&](M& m) { m.resource_id = t; })); }},
      {"messages[0].role", role,
       [](S& s, T t) { s.save_message(saved([&](M& m) { m.role = t; })); }},
      {"messages[0].type", limits::type_bytes,
       [](S& s, T t) { s.save_message(saved([&](M& m) { m.type = t; })); }},
      {"keys[0].thread_id", most,
       [](S& s, T t) {
         (void)s.get_message({t, "m1"});
       }},
      {"keys[1].id", most,
       [](S& s, T t) {
         (void)s.get_messages({{"t1", "m1"}, {"t1", t}});
       }},
      {"ids[1]", most,
       [](S& s, T t) {
         (void)s.find_messages({"m1", t});
       }},
      {"thread_ids", most,
       [](S& s, T t) {
         (void)s.list_messages({.thread_ids = {"t1", t}});
       }},
      {"resource_id", most, [](S& s, T t) { (void)s.list_messages({.resource_id = t}); }},
      {"roles", role, [](S& s, T t) { (void)s.list_messages({.thread_ids = "t1", .roles = t}); }},
      {"types", limits::type_bytes,
       [](S& s, T t) { (void)s.list_messages({.thread_ids = "t1", .types = t}); }},
      {"include[0].message.thread_id", most,
       [](S& s, T t) {
         (void)s.list_messages({.thread_ids = "t1", .include = {{.message = {t, "m1"}}}});
       }},
      {"include[1].message.id", most,
       [](S& s, T t) {
         (void)s.list_messages(
             {.thread_ids = "t1", .include = {{.message = {"t1", "m1"}}, {.message = {"t1", t}}}});
       }},
      {"updates[0].key.thread_id", most,
       [](S& s, T t) {
         s.update_messages({{.key = {t, "m1"}}});
       }},
      {"updates[0].key.id", most,
       [](S& s, T t) {
         s.update_messages({{.key = {"t1", t}}});
       }},
      {"updates[0].role", role,
       [](S& s, T t) {
         s.update_messages({{.key = {"t1", "m1"}, .role = t}});
       }},
      {"updates[0].type", limits::type_bytes,
       [](S& s, T t) {
         s.update_messages({{.key = {"t1", "m1"}, .type = t}});
       }},
      {"updates[0].move_to_thread", most,
       [](S& s, T t) {
         s.update_messages({{.key = {"t1", "m1"}, .move_to_thread = t}});
       }},
      {"keys[0].thread_id", most,
       [](S& s, T t) {
         s.delete_messages({{t, "m1"}});
       }},
      {"keys[0].id", most,
       [](S& s, T t) {
         s.delete_messages({{"t1", t}});
       }},
  };
}

std::vector<TextPlace> metadata_names() {
  using S = Storage;
  using T = const std::string&;
  const auto id = limits::id_bytes;
  const auto key = limits::metadata_key_bytes;
  return {
      {"owner.thread_id", id, [](S& s, T t) { s.set_metadata(owner(t), "k", "1"_json); }},
      {"owner.message_id", id, [](S& s, T t) { s.set_metadata(owner("t1", t), "k", "1"_json); }},
      {"key", key, [](S& s, T t) { s.set_metadata(owner("t1"), t, "1"_json); }},
      {"owner.thread_id", id, [](S& s, T t) { s.merge_metadata(owner(t), "k", "{}"_json); }},
      {"owner.message_id", id, [](S& s, T t) { s.merge_metadata(owner("t1", t), "k", "{}"_json); }},
      {"key", key, [](S& s, T t) { s.merge_metadata(owner("t1"), t, "{}"_json); }},
      {"owner.thread_id", id, [](S& s, T t) { (void)s.get_metadata(owner(t), "k"); }},
      {"owner.message_id", id, [](S& s, T t) { (void)s.get_metadata(owner("t1", t), "k"); }},
      {"key", key, [](S& s, T t) { (void)s.get_metadata(owner("t1"), t); }},
      {"owner.thread_id", id, [](S& s, T t) { (void)s.list_metadata(owner(t)); }},
      {"owner.message_id", id, [](S& s, T t) { (void)s.list_metadata(owner("t1", t)); }},
      {"owner.thread_id", id, [](S& s, T t) { s.remove_metadata(owner(t), "k"); }},
      {"owner.message_id", id, [](S& s, T t) { s.remove_metadata(owner("t1", t), "k"); }},
      {"key", key, [](S& s, T t) { s.remove_metadata(owner("t1"), t); }},
  };
}

std::vector<TextPlace> people_names() {
  using S = Storage;
  using T = const std::string&;
  const auto id = limits::id_bytes;
  const auto phone = limits::phone_bytes;
  return {
      {"id", id, [](S& s, T t) { s.save_resource({.id = t}); }},
      {"id", id, [](S& s, T t) { (void)s.get_resource(t); }},
      {"id", id, [](S& s, T t) { s.update_resource(t, {}); }},
      {"id", id, [](S& s, T t) { s.delete_resource(t); }},
      {"phone", phone, [](S& s, T t) { s.save_contact({.phone = t}); }},
      {"phone", phone, [](S& s, T t) { (void)s.get_contact(t); }},
      {"phone", phone, [](S& s, T t) { s.delete_contact(t); }},
      {"phone", phone, [](S& s, T t) { s.save_history({.ref = "r", .phone = t}); }},
      {"ref", limits::ref_bytes, [](S& s, T t) { s.save_history({.ref = t, .phone = "+1"}); }},
      {"entry_key", limits::entry_key_bytes,
       [](S& s, T t) { s.save_history({.ref = "r", .phone = "+1", .entry_key = t}); }},
      {"phone", phone, [](S& s, T t) { (void)s.last_history(t); }},
      {"phone", phone, [](S& s, T t) { (void)s.list_history({.phone = t}); }},
  };
}

/// Texts that may be empty, and only that.
std::vector<TextPlace> free_texts() {
  using S = Storage;
  using T = const std::string&;
  const auto most = limits::text_bytes;
  return {
      {"title", most,
       [](S& s, T t) { s.save_thread({.id = "t1", .resource_id = alice, .title = t}); }},
      {"title", most, [](S& s, T t) { s.update_thread("t1", {.title = t}); }},
      {"title", most, [](S& s, T t) { s.clone_thread("t1", {.new_id = "t9", .title = t}); }},
      {"working_memory", most,
       [](S& s, T t) { s.save_resource({.id = alice, .working_memory = t}); }},
      {"working_memory", most, [](S& s, T t) { s.update_resource(alice, {.working_memory = t}); }},
      {"keyword", limits::keyword_bytes,
       [](S& s, T t) { s.save_history({.ref = "r", .keyword = t, .phone = "+1"}); }},
      {"answer", most, [](S& s, T t) { s.save_history({.ref = "r", .answer = t, .phone = "+1"}); }},
      {"ref_serialize", most,
       [](S& s, T t) { s.save_history({.ref = "r", .ref_serialize = t, .phone = "+1"}); }},
      {"key_prefix", limits::metadata_key_bytes,
       [](S& s, T t) { (void)s.list_metadata(owner("t1"), {.key_prefix = t}); }},
      {"id_prefix", limits::id_bytes, [](S& s, T t) { (void)s.list_resources({.id_prefix = t}); }},
  };
}

void expect_texts_refused(Context& context, const std::vector<TextPlace>& places, bool named) {
  BadArguments bad{context.store};
  for (const auto& place : places) {
    const auto refuse = [&](const std::string& text) {
      bad.expect_refused(place.field, [&](Storage& store) { place.put(store, text); });
    };
    for (const auto* text : {"\xff", "caf\xe9", "\xed\xa0\x80", "\xc0\x80"}) refuse(text);
    for (const auto& text : {std::string{"a\0b", 3}, std::string(1, '\0')}) refuse(text);
    refuse(std::string(place.most + 1, 'x'));
    if (named)
      for (const auto* text : {"", " ", "\t\n ", "   "}) refuse(text);
  }
  bad.expect_nothing_changed();
}

void bad_names_are_refused(Context& context) {
  save_rows(context.store);
  for (const auto& places : {thread_names(), message_names(), metadata_names(), people_names()})
    expect_texts_refused(context, places, true);
}

void bad_texts_are_refused(Context& context) {
  save_rows(context.store);
  expect_texts_refused(context, free_texts(), false);
}

void longest_names_are_names(Context& context) {
  const std::string id(limits::id_bytes, 'i');
  const std::string key(limits::metadata_key_bytes, 'k');
  const std::string phone(limits::phone_bytes, 'p');
  const std::string role(limits::role_bytes, 'r');
  auto& store = context.store;
  store.save_thread(thread(id, id));
  store.save_message({.thread_id = id, .id = id, .role = role, .type = role});
  store.set_metadata(owner(id, id), key, "1"_json);
  store.save_resource({.id = id});
  store.save_history({.ref = std::string(limits::ref_bytes, 'r'),
                      .keyword = std::string(limits::keyword_bytes, 'k'),
                      .phone = phone,
                      .entry_key = std::string(limits::entry_key_bytes, 'e')});
  expect_equal(stored_message(store, id, id).role, role, "role");
  expect(store.get_metadata(owner(id, id), key).has_value(), "the value is stored");
  expect(store.get_resource(id).has_value(), "the resource is stored");
  expect(store.last_history(phone).has_value(), "the entry is stored");
}

std::vector<Check> text_checks() {
  return {
      {"arguments/bad_names_are_refused",
       "An id, role, key or phone that is empty, blank, too long, not UTF-8 or holds U+0000 is "
       "InvalidArgument, names its field and changes nothing.",
       bad_names_are_refused},
      {"arguments/bad_texts_are_refused",
       "So is a title, memory, answer or prefix, but for the empty one.", bad_texts_are_refused},
      {"arguments/longest_names_are_names", "Names of the largest sizes are stored and found.",
       longest_names_are_names},
  };
}

}  // namespace

std::vector<Check> argument_checks() {
  return joined({text_checks(), query_argument_checks(), cursor_argument_checks()});
}

}  // namespace botstore::testing
