#include "tools/chat/bot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

namespace botstore::tools {

namespace {

constexpr const char* help =
    "I understand: \"my name is …\", \"remember …\", \"what do you know?\", \"what did we say?\" "
    "and \"bye\". All else I only keep.";

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view ends = " \t\r.!?";
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(ends) - first + 1)};
}

/// What follows one of these beginnings; absent if the sentence has none of them.
std::optional<std::string> rest_after(const std::string& said,
                                      std::initializer_list<std::string_view> beginnings) {
  const auto lower = lower_case(said);
  for (const auto beginning : beginnings)
    if (lower.starts_with(beginning)) {
      auto rest = trimmed(std::string_view{said}.substr(beginning.size()));
      if (!rest.empty()) return rest;
    }
  return std::nullopt;
}

bool is_one_of(const std::string& sentence, std::initializer_list<std::string_view> sentences) {
  return std::ranges::find(sentences, sentence) != sentences.end();
}

}  // namespace

Bot::Bot(Storage& store, std::string resource, const std::optional<std::string>& thread,
         const Context& context)
    : store_{store}, context_{context}, resource_{std::move(resource)} {
  if (thread && store_.get_thread(*thread, {}, context_.call())) {
    thread_ = *thread;
    return;
  }
  if (!thread) {
    const auto last = store_.list_threads(
        {.resource_id = resource_, .order_by = ThreadOrder::updated_at, .page = {.limit = 1}},
        context_.call());
    if (!last.items.empty()) {
      thread_ = last.items.front().id;
      return;
    }
  }
  thread_ = store_
                .save_thread({.id = thread, .resource_id = resource_, .title = "botstore chat"},
                             context_.call())
                .id;
}

std::string Bot::greet() {
  const auto known = name();
  const auto messages = store_.list_messages(
      {.thread_ids = thread_, .page = {.limit = 0, .with_total = true}}, context_.call());
  if (*messages.total == 0) return std::string{"Hello. What is your name? "} + help;
  return fmt::format("Welcome back{}. We have said {} things to each other in the thread {}.",
                     known ? ", " + *known : "", *messages.total, thread_);
}

Bot::Answer Bot::answer(const std::string& said) {
  auto answer = think(said);
  // The question first, even where the answer speaks of what was said before it.
  save("user", said);
  save("assistant", answer.text);
  return answer;
}

Bot::Answer Bot::think(const std::string& said) {
  const auto sentence = lower_case(trimmed(said));
  if (const auto stated = rest_after(said, {"my name is ", "i am ", "i'm ", "call me "})) {
    remember_name(*stated);
    return {"Nice to meet you, " + *stated + ". I will remember it."};
  }
  if (const auto fact = rest_after(said, {"remember that ", "remember "})) {
    note(*fact);
    return {"Noted: " + *fact + "."};
  }
  if (is_one_of(sentence, {"what is my name", "who am i", "what do you know",
                           "what do you know of me", "what do you remember"}))
    return {what_it_knows()};
  if (is_one_of(sentence, {"what did we say", "what did i say", "recall", "history"}))
    return {recall()};
  if (is_one_of(sentence, {"bye", "goodbye", "quit", "exit"}))
    return {"Bye. Start me again on the same store, and I will know you.", true};
  if (is_one_of(sentence, {"help", ""})) return {help};
  return {"I have kept that. Say \"help\" for what I understand."};
}

std::string Bot::recall() const {
  auto last = store_.list_messages(
      {.thread_ids = thread_, .direction = Direction::descending, .page = {.limit = 6}},
      context_.call());
  if (last.items.empty()) return "Nothing yet.";
  std::ranges::reverse(last.items);
  std::string text = "The last of it:";
  for (const auto& message : last.items)
    text += fmt::format("\n     {}: {}", message.role, message.content.as_string().value_or(""));
  return text;
}

std::string Bot::what_it_knows() const {
  const auto resource = store_.get_resource(resource_, context_.call());
  const auto known = name();
  const auto notes = resource ? resource->working_memory.value_or("") : "";
  if (!known && notes.empty()) return "Nothing yet. What is your name?";
  std::string text = known ? "Your name is " + *known + "." : "I do not know your name.";
  if (!notes.empty()) text += " You told me to remember: " + notes + ".";
  return text;
}

std::optional<std::string> Bot::name() const {
  const auto resource = store_.get_resource(resource_, context_.call());
  const auto stored = resource ? resource->metadata.find({"name"}) : std::nullopt;
  return stored ? stored->as_string() : std::nullopt;
}

void Bot::remember_name(const std::string& name) {
  store_.update_resource(
      resource_, {.merge_metadata = Json::object({{"name", Json::string(name)}})}, context_.call());
}

void Bot::note(const std::string& fact) {
  // Both steps at once, so that another chat of the same person loses nothing.
  store_.transaction(
      [&](Storage& view) {
        const auto resource = view.get_resource(resource_);
        auto notes = resource ? resource->working_memory.value_or("") : "";
        notes += (notes.empty() ? "" : "; ") + fact;
        view.update_resource(resource_,
                             {.working_memory = notes,
                              .expected_revision = resource ? resource->revision : no_revision});
      },
      {.retry = true}, context_.call());
}

void Bot::save(const std::string& role, const std::string& text) {
  store_.save_message({.thread_id = thread_, .role = role, .content = Json::string(text)}, {},
                      context_.call());
}

}  // namespace botstore::tools
