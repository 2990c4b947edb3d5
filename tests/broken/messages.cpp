#include <algorithm>
#include <chrono>

#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"
#include "tests/broken/stores.hpp"

namespace botstore::testing {

namespace {

class KeepOverwrites : public Wrapping<KeepOverwrites> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
                                               const CallOptions& call) override {
    auto changed = request;
    const bool keep = request.options.if_exists == SavePolicy::keep;
    if (keep) changed.options.if_exists = SavePolicy::replace;
    auto receipts = Wrapping::do_save_messages(changed, call);
    for (auto& receipt : receipts)
      if (keep && receipt.outcome == Outcome::replaced) receipt.outcome = Outcome::duplicate;
    return receipts;
  }
};

class DuplicateSaysInserted : public Wrapping<DuplicateSaysInserted> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
                                               const CallOptions& call) override {
    auto receipts = Wrapping::do_save_messages(request, call);
    for (auto& receipt : receipts)
      if (receipt.outcome == Outcome::duplicate) receipt.outcome = Outcome::inserted;
    return receipts;
  }
};

class SavesOneByOne : public Wrapping<SavesOneByOne> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
                                               const CallOptions& call) override {
    if (request.options.expected_last_sequence) return Wrapping::do_save_messages(request, call);
    std::vector<MessageReceipt> receipts;
    for (const auto& item : request.items)
      receipts.push_back(inner().save_message(item.message, request.options, call));
    return receipts;
  }
};

class IgnoresSequence : public Wrapping<IgnoresSequence> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
                                               const CallOptions& call) override {
    auto changed = request;
    changed.options.expected_last_sequence.reset();
    return Wrapping::do_save_messages(changed, call);
  }
};

class CutsTimes : public Wrapping<CutsTimes> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
                                               const CallOptions& call) override {
    auto changed = request;
    for (auto& item : changed.items)
      if (item.message.created_at)
        item.message.created_at =
            std::chrono::floor<std::chrono::milliseconds>(*item.message.created_at);
    return Wrapping::do_save_messages(changed, call);
  }
};

class RewritesContent : public Wrapping<RewritesContent> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
                                               const CallOptions& call) override {
    auto changed = request;
    for (auto& item : changed.items)
      if (item.message.content.is_object())
        item.message.content = backend::merge_objects(item.message.content, {}, nullptr);
    return Wrapping::do_save_messages(changed, call);
  }
};

class ReadsContentAnyway : public Wrapping<ReadsContentAnyway> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<Message> do_get_messages(std::span<const MessageKey> keys, const GetMessagesOptions&,
                                       const CallOptions& call) override {
    return Wrapping::do_get_messages(keys, {}, call);
  }
};

class FindsOneOfEach : public Wrapping<FindsOneOfEach> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<Message> do_find_messages(std::span<const std::string> ids,
                                        const GetMessagesOptions& options,
                                        const CallOptions& call) override {
    auto found = Wrapping::do_find_messages(ids, options, call);
    std::ranges::stable_sort(found, {}, &Message::id);
    const auto rest = std::ranges::unique(found, {}, &Message::id);
    found.erase(rest.begin(), rest.end());
    return found;
  }
};

class CountsUnknownKeys : public Wrapping<CountsUnknownKeys> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::uint64_t do_delete_messages(const backend::DeleteMessages& request,
                                   const CallOptions& call) override {
    Wrapping::do_delete_messages(request, call);
    return request.keys.size();
  }
};

class UnknownKeyFails : public Wrapping<UnknownKeyFails> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_update_messages(const backend::UpdateMessages& request,
                                                 const CallOptions& call) override {
    for (const auto& item : request.items)
      if (!inner().get_message(item.update.key, {}, call))
        throw backend::message_not_found("update_messages", item.update.key);
    return Wrapping::do_update_messages(request, call);
  }
};

class MergeReplacesContent : public Wrapping<MergeReplacesContent> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_update_messages(const backend::UpdateMessages& request,
                                                 const CallOptions& call) override {
    auto changed = request;
    for (auto& item : changed.items) item.update.content.swap(item.update.merge_content);
    for (auto& item : changed.items)
      if (!item.update.content) item.update.content.swap(item.update.merge_content);
    return Wrapping::do_update_messages(changed, call);
  }
};

}  // namespace

std::vector<Breakage> broken_messages() {
  return {
      breakage<KeepOverwrites>("SavePolicy::keep overwrites"),
      breakage<DuplicateSaysInserted>("a duplicate's receipt says inserted"),
      breakage<SavesOneByOne>("a batch is saved message by message"),
      breakage<IgnoresSequence>("save_messages ignores the expected last sequence"),
      breakage<CutsTimes>("created_at is cut to milliseconds"),
      breakage<RewritesContent>("content is written anew from its meaning"),
      breakage<ReadsContentAnyway>("get_messages ignores with_content"),
      breakage<FindsOneOfEach>("find_messages finds one message of each id"),
      breakage<CountsUnknownKeys>("delete_messages counts unknown keys"),
      breakage<UnknownKeyFails>("an unknown key fails the batch of updates"),
      breakage<MergeReplacesContent>("merge_content replaces the content"),
  };
}

}  // namespace botstore::testing
