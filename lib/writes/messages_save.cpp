#include <algorithm>
#include <utility>

#include "botstore/backend/errors.hpp"
#include "lib/writes/changed_threads.hpp"
#include "lib/writes/messages.hpp"

namespace botstore::detail {

namespace {

constexpr std::string_view operation = "save_messages";

/// Looks at each thread of the batch before the first message is written.
void require_threads(ChangedThreads& threads, const backend::SaveMessages& request) {
  for (const auto& item : request.items)
    if (threads.find(item.message.thread_id) == nullptr)
      throw backend::thread_not_found(operation, item.message.thread_id);
  const auto& expected = request.options.expected_last_sequence;
  const auto& first = *threads.find(request.items.front().message.thread_id);
  if (expected && *expected != first.last_sequence)
    throw backend::sequence_conflict(operation, first.id, *expected, first.last_sequence);
}

/// The row of the item but for its place: created_at and sequence.
Message row_of(const backend::SaveMessages::Item& item, const Thread& thread) {
  const auto& message = item.message;
  return {.thread_id = message.thread_id,
          .id = *message.id,
          .resource_id = message.resource_id.value_or(thread.resource_id),
          .role = message.role,
          .type = message.type,
          .content = message.content,
          .metadata = message.metadata,
          .revision = item.revision};
}

MessageReceipt receipt_of(Outcome outcome, const Message& row) {
  return {row.key(), outcome, row.created_at, row.sequence, row.revision};
}

MessageReceipt append(MessageRows& rows, ChangedThreads& threads, Message row,
                      std::optional<Timestamp> created_at, Timestamp now) {
  const auto& thread = *threads.find(row.thread_id);
  row.created_at = created_at.value_or(std::max(now, thread.last_message_at.value_or(now)));
  row.sequence = thread.last_sequence + 1;
  threads.gain(row);
  auto receipt = receipt_of(Outcome::inserted, row);
  rows.insert_message(std::move(row));
  return receipt;
}

MessageReceipt replace(MessageRows& rows, ChangedThreads& threads, const Message& stored,
                       Message row) {
  row.created_at = stored.created_at;
  row.sequence = stored.sequence;
  threads.change(row.thread_id);
  auto receipt = receipt_of(Outcome::replaced, row);
  rows.update_message(std::move(row));
  return receipt;
}

MessageReceipt save(MessageRows& rows, ChangedThreads& threads,
                    const backend::SaveMessages::Item& item, const backend::SaveMessages& request) {
  const auto& message = item.message;
  const auto policy = request.options.if_exists;
  const auto* stored = rows.find_message({message.thread_id, *message.id});
  if (stored != nullptr && policy == SavePolicy::fail)
    throw backend::message_exists(operation, stored->key());
  if (stored != nullptr && policy == SavePolicy::keep)
    return receipt_of(Outcome::duplicate, *stored);
  auto row = row_of(item, *threads.find(message.thread_id));
  if (stored != nullptr) return replace(rows, threads, *stored, std::move(row));
  return append(rows, threads, std::move(row), message.created_at, request.now);
}

}  // namespace

std::vector<MessageReceipt> save_messages(MessageRows& rows, const backend::SaveMessages& request) {
  ChangedThreads threads{rows};
  require_threads(threads, request);
  std::vector<MessageReceipt> receipts;
  receipts.reserve(request.items.size());
  for (const auto& item : request.items) receipts.push_back(save(rows, threads, item, request));
  threads.write(request.now);
  return receipts;
}

}  // namespace botstore::detail
