#include "bench/harness/data.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bench {

namespace {

using botstore::Json;
using botstore::Storage;

constexpr std::size_t chunk = 10;  // Threads in one transaction.
constexpr int entries = 3;         // History entries of each person.

/// `{"text":"…"}` of so many bytes.
std::string content_of(std::size_t bytes) {
  constexpr std::string_view sentence =
      "A table for two by the window on Friday at eight, please. ";
  std::string text = R"({"text":")";
  while (text.size() + 2 < bytes)
    text += sentence.substr(0, std::min(sentence.size(), bytes - text.size() - 2));
  return text + R"("})";
}

void prepare_person(Storage& view, const std::string& person, const std::string& phone) {
  view.save_resource({.id = person,
                      .working_memory = std::string{working_memory},
                      .metadata = Json::parse(std::string{metadata})});
  view.save_contact({.phone = phone, .values = Json::parse(std::string{contact_values})});
  for (int i = 0; i < entries; ++i)
    view.save_history({.ref = "welcome",
                       .keyword = i == 0 ? std::optional<std::string>{"hello"} : std::nullopt,
                       .answer = std::string{answer},
                       .ref_serialize = "welcome-serialized",
                       .phone = phone,
                       .entry_key = fmt::format("{}-{}", phone, i)});
}

}  // namespace

Data::Data(const Sizes& sizes)
    : messages_{static_cast<std::size_t>(sizes.messages)},
      content_{content_of(static_cast<std::size_t>(sizes.content_bytes))} {
  const auto family = fmt::format("{}x{}x{}", sizes.threads, sizes.messages, sizes.content_bytes);
  for (std::int64_t n = 0; n < sizes.threads; ++n) {
    threads_.push_back(fmt::format("thread-{}-{:07}", family, n));
    people_.push_back(fmt::format("person-{}-{:07}", family, n));
    phones_.push_back(fmt::format("phone-{}-{:07}", family, n));
  }
}

void Data::prepare(Storage& store) const {
  store.init();
  for (std::size_t from = 0; from < size(); from += chunk) {
    const auto to = std::min(from + chunk, size());
    // A chunk is stored whole or not at all.
    if (store.get_thread(thread(from))) continue;
    store.transaction([&](Storage& view) { prepare_chunk(view, from, to); });
  }
}

void Data::prepare_chunk(Storage& view, std::size_t from, std::size_t to) const {
  std::vector<botstore::NewMessage> messages;
  for (auto n = from; n < to; ++n) {
    view.save_thread({.id = thread(n),
                      .resource_id = owner(n),
                      .title = "A table for two",
                      .metadata = Json::parse(std::string{metadata})});
    prepare_person(view, person(n), phone(n));
    for (std::size_t i = 0; i < messages_; ++i)
      messages.push_back({.thread_id = thread(n),
                          .id = fmt::format("{}-{:05}", thread(n), i),
                          .role = i % 2 == 0 ? "user" : "assistant",
                          .content = Json::parse(content_)});
  }
  view.save_messages(std::move(messages));
}

}  // namespace bench
