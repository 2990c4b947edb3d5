#include <algorithm>
#include <atomic>
#include <thread>

#include "botstore/backend/errors.hpp"
#include "botstore/backend/json.hpp"
#include "tests/broken/stores.hpp"

namespace botstore::testing {

namespace {

/// A place between a read and the write that depends on it, where callers wait for one another: for
/// a while, since most have nobody to wait for.
class Gap {
 public:
  void linger() {
    constexpr int patience = 2'000;
    ++lingering_;
    for (int i = 0; i < patience && lingering_ < 2; ++i) std::this_thread::yield();
    --lingering_;
  }

 private:
  std::atomic<int> lingering_ = 0;
};

class MergeReadsThenWrites : public Wrapping<MergeReadsThenWrites> {
 public:
  using Wrapping::Wrapping;

 protected:
  MetadataReceipt do_write_metadata(const backend::WriteMetadata& request,
                                    const CallOptions& call) override {
    const auto stored = inner().get_metadata(request.owner, request.key, call);
    if (!request.merge || !stored || !stored->value.is_object())
      return Wrapping::do_write_metadata(request, call);
    gap_.linger();
    auto changed = request;
    changed.value = backend::merge_objects(stored->value, {}, &request.value);
    changed.merge = changed.value == stored->value;
    return Wrapping::do_write_metadata(changed, call);
  }

 private:
  Gap gap_;
};

class LooksUpThenSaves : public Wrapping<LooksUpThenSaves> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
                                               const CallOptions& call) override {
    const bool is_known = std::ranges::any_of(request.items, [&](const auto& item) {
      return inner().get_message({item.message.thread_id, *item.message.id}, {}, call).has_value();
    });
    auto changed = request;
    if (request.options.if_exists == SavePolicy::keep && !is_known) {
      gap_.linger();
      changed.options.if_exists = SavePolicy::replace;
    }
    return Wrapping::do_save_messages(changed, call);
  }

 private:
  Gap gap_;
};

class ChecksSequenceThenSaves : public Wrapping<ChecksSequenceThenSaves> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::vector<MessageReceipt> do_save_messages(const backend::SaveMessages& request,
                                               const CallOptions& call) override {
    const auto expected = request.options.expected_last_sequence;
    const auto& id = request.items.front().message.thread_id;
    const auto thread = inner().get_thread(id, {}, call);
    if (!expected || !thread) return Wrapping::do_save_messages(request, call);
    if (thread->last_sequence != *expected)
      throw backend::sequence_conflict("save_messages", id, *expected, thread->last_sequence);
    gap_.linger();
    auto changed = request;
    changed.options.expected_last_sequence.reset();
    return Wrapping::do_save_messages(changed, call);
  }

 private:
  Gap gap_;
};

}  // namespace

std::vector<Breakage> broken_races() {
  return {
      breakage<MergeReadsThenWrites>("a merge of values is read, then written"),
      breakage<LooksUpThenSaves>("a delivery is looked up, then saved"),
      breakage<ChecksSequenceThenSaves>("the expected last sequence is checked before the save"),
  };
}

}  // namespace botstore::testing
