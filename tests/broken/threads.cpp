#include <algorithm>

#include "tests/broken/stores.hpp"

namespace botstore::testing {

namespace {

class IgnoresScope : public Wrapping<IgnoresScope> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::optional<Thread> do_get_thread(std::string_view id, const GetThreadOptions&,
                                      const CallOptions& call) override {
    return Wrapping::do_get_thread(id, {}, call);
  }
};

/// Takes the message that was saved last for the one with the largest time.
class LastSavedIsLatest : public Wrapping<LastSavedIsLatest> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::optional<Thread> do_get_thread(std::string_view id, const GetThreadOptions& options,
                                      const CallOptions& call) override {
    auto found = Wrapping::do_get_thread(id, options, call);
    if (found) change(*found, call);
    return found;
  }
  Page<Thread> do_list_threads(const backend::ListThreads& request,
                               const CallOptions& call) override {
    auto page = Wrapping::do_list_threads(request, call);
    for (auto& thread : page.items) change(thread, call);
    return page;
  }

 private:
  void change(Thread& thread, const CallOptions& call) {
    const auto messages =
        inner().list_messages({.thread_ids = thread.id, .page = {.limit = Limit::all()}}, call);
    const auto last = std::ranges::max_element(messages.items, {}, &Message::sequence);
    if (last != messages.items.end()) thread.last_message_at = last->created_at;
  }
};

class IgnoresRevision : public Wrapping<IgnoresRevision> {
 public:
  using Wrapping::Wrapping;

 protected:
  Thread do_update_thread(const backend::UpdateThread& request, const CallOptions& call) override {
    auto changed = request;
    changed.update.expected_revision.reset();
    return Wrapping::do_update_thread(changed, call);
  }
};

class ClearsArchive : public Wrapping<ClearsArchive> {
 public:
  using Wrapping::Wrapping;

 protected:
  Thread do_update_thread(const backend::UpdateThread& request, const CallOptions& call) override {
    auto changed = request;
    if (!changed.update.archived_at.touched()) changed.update.archived_at = cleared;
    return Wrapping::do_update_thread(changed, call);
  }
};

class ClonesEverything : public Wrapping<ClonesEverything> {
 public:
  using Wrapping::Wrapping;

 protected:
  CloneResult do_clone_thread(const backend::CloneThread& request,
                              const CallOptions& call) override {
    auto changed = request;
    changed.options.most_recent = Limit::all();
    return Wrapping::do_clone_thread(changed, call);
  }
};

class ClonesWithoutValues : public Wrapping<ClonesWithoutValues> {
 public:
  using Wrapping::Wrapping;

 protected:
  CloneResult do_clone_thread(const backend::CloneThread& request,
                              const CallOptions& call) override {
    auto result = Wrapping::do_clone_thread(request, call);
    const auto& id = result.thread.id;
    for (const auto& message :
         inner().list_messages({.thread_ids = id, .page = {.limit = Limit::all()}}, call).items)
      for (const auto& value : inner().list_metadata({id, message.id}, {}, call).items)
        inner().remove_metadata(value.owner, value.key, {}, call);
    return result;
  }
};

class IgnoresArchive : public Wrapping<IgnoresArchive> {
 public:
  using Wrapping::Wrapping;

 protected:
  Page<Thread> do_list_threads(const backend::ListThreads& request,
                               const CallOptions& call) override {
    auto changed = request;
    changed.query.archived = Archived::any;
    return Wrapping::do_list_threads(changed, call);
  }
};

/// Every call inside commits by itself.
class UndoesNothing : public Wrapping<UndoesNothing> {
 public:
  using Wrapping::Wrapping;

 protected:
  void do_transaction(const TransactionBody& body, const TransactionOptions&,
                      const CallOptions&) override {
    body(*wrap_transaction(inner()));
  }
};

}  // namespace

std::vector<Breakage> broken_threads() {
  return {
      breakage<IgnoresScope>("get_thread answers whoever owns the thread"),
      breakage<LastSavedIsLatest>("last_message_at is the last saved message's"),
      breakage<IgnoresRevision>("update_thread ignores the expected revision"),
      breakage<ClearsArchive>("update_thread clears an archive mark that it was not given"),
      breakage<ClonesEverything>("clone_thread ignores most_recent"),
      breakage<ClonesWithoutValues>("clone_thread leaves the messages' values behind"),
      breakage<IgnoresArchive>("list_threads ignores archived"),
      breakage<UndoesNothing>("a transaction that throws undoes nothing"),
  };
}

}  // namespace botstore::testing
