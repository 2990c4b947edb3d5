#include "botstore/backend/errors.hpp"

#include <fmt/format.h>

#include <string>

namespace botstore::backend {

namespace {

constexpr std::size_t shown_bytes = 80;

/// The text in quotes, on one line, cut at a character's edge.
std::string in_quotes(std::string_view text) {
  const bool cut = text.size() > shown_bytes;
  auto end = cut ? shown_bytes : text.size();
  while (cut && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  std::string shown = "\"";
  for (const char byte : text.substr(0, end)) {
    if (byte == '"' || byte == '\\')
      shown += {'\\', byte};
    else if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f)
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    else
      shown += byte;
  }
  return shown + (cut ? "…\"" : "\"");
}

std::string in(std::string_view operation, std::string_view what) {
  return fmt::format("{}: {}", operation, what);
}

Error not_found(std::string_view operation, std::string_view what) {
  return {ErrorCode::not_found, {.context = in(operation, what), .cause = "does not exist"}};
}

Error exists(std::string_view operation, std::string_view what) {
  return {ErrorCode::already_exists, {.context = in(operation, what), .cause = "exists already"}};
}

}  // namespace

std::string describe_thread(std::string_view thread_id) {
  return "thread " + in_quotes(thread_id);
}

std::string describe_resource(std::string_view resource_id) {
  return "resource " + in_quotes(resource_id);
}

std::string describe(const MessageKey& key) {
  return fmt::format("message {} of {}", in_quotes(key.id), describe_thread(key.thread_id));
}

std::string describe(const MetadataOwner& owner, std::string_view key) {
  return fmt::format("metadata {} of {}", in_quotes(key),
                     owner.message_id ? describe(MessageKey{owner.thread_id, *owner.message_id})
                                      : describe_thread(owner.thread_id));
}

Error thread_not_found(std::string_view operation, std::string_view thread_id) {
  return not_found(operation, describe_thread(thread_id));
}

Error message_not_found(std::string_view operation, const MessageKey& key) {
  return not_found(operation, describe(key));
}

Error thread_exists(std::string_view operation, std::string_view thread_id) {
  return exists(operation, describe_thread(thread_id));
}

Error message_exists(std::string_view operation, const MessageKey& key) {
  return exists(operation, describe(key));
}

Error place_taken(std::string_view operation, const MessageKey& key) {
  return {ErrorCode::already_exists,
          {.context = in(operation, describe(key)),
           .cause = "another message of its thread bears its created_at and sequence"}};
}

Error owner_conflict(std::string_view operation, std::string_view thread_id) {
  return {ErrorCode::conflict,
          {.context = in(operation, describe_thread(thread_id)),
           .cause = "belongs to another resource",
           .hint = "Only reassign_thread changes a thread's owner."}};
}

Error revision_conflict(std::string_view operation, std::string_view what, Revision current) {
  return {ErrorCode::conflict,
          {.context = in(operation, what),
           .cause = current == no_revision ? "does not exist, and a revision of it was expected"
                                           : "does not bear the expected revision",
           .hint = "Read it again and decide anew.",
           .current_revision = current}};
}

Error sequence_conflict(std::string_view operation, std::string_view thread_id,
                        std::int64_t expected, std::int64_t current) {
  return {ErrorCode::conflict,
          {.context = in(operation, describe_thread(thread_id)),
           .cause = fmt::format("its last sequence is {}, and {} was expected", current, expected),
           .hint = "Somebody has appended since; read the new messages and decide anew.",
           .current_sequence = current}};
}

Error not_mergeable(std::string_view operation, std::string_view what) {
  return {ErrorCode::conflict,
          {.context = in(operation, what),
           .cause = "what is stored is not an object and cannot be merged into",
           .hint = "Replace it instead."}};
}

Error schema_missing(std::string_view operation, std::string_view where) {
  return {ErrorCode::schema_missing,
          {.context = in(operation, where),
           .cause = "its tables do not exist",
           .hint = "Call init() once before the first use."}};
}

}  // namespace botstore::backend
