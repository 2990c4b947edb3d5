#include "tests/broken/stores.hpp"

namespace botstore::testing {

namespace {

/// What a restored message says of its thread is a save of messages: it moves updated_at.
class RestoreTouchesThreads : public Wrapping<RestoreTouchesThreads> {
 public:
  using Wrapping::Wrapping;

 protected:
  void do_restore(const backend::Restore& request, const CallOptions& call) override {
    Wrapping::do_restore(request, call);
    for (const auto& row : request.rows.messages) {
      const auto thread = inner().get_thread(row.thread_id, {}, call);
      inner().update_thread(row.thread_id, {.title = thread->title + "!"}, call);
      inner().update_thread(row.thread_id, {.title = thread->title}, call);
    }
  }
};

/// Messages get the next sequences of their thread instead of their own.
class RestoreCountsAnew : public Wrapping<RestoreCountsAnew> {
 public:
  using Wrapping::Wrapping;

 protected:
  void do_restore(const backend::Restore& request, const CallOptions& call) override {
    auto changed = request;
    for (auto& row : changed.rows.messages) {
      const auto thread = inner().get_thread(row.thread_id, {}, call);
      row.sequence += thread ? thread->last_sequence : 0;
    }
    Wrapping::do_restore(changed, call);
  }
};

class RestoreKeepsOldMarks : public Wrapping<RestoreKeepsOldMarks> {
 public:
  using Wrapping::Wrapping;

 protected:
  void do_restore(const backend::Restore& request, const CallOptions& call) override {
    Wrapping::do_restore(request, call);
    for (const auto& row : request.rows.threads)
      if (inner().get_thread(row.id, {}, call)->last_sequence > row.last_sequence) {
        inner().delete_thread(row.id, call);
        Wrapping::do_restore({{.threads = {row}}}, call);
      }
  }
};

/// Kind by kind: one that is refused leaves those before it.
class RestoresByHalves : public Wrapping<RestoresByHalves> {
 public:
  using Wrapping::Wrapping;

 protected:
  void do_restore(const backend::Restore& request, const CallOptions& call) override {
    auto rest = request;
    Wrapping::do_restore({{.resources = std::move(rest.rows.resources)}}, call);
    rest.rows.resources.clear();
    if (!rest.rows.empty()) Wrapping::do_restore(rest, call);
  }
};

/// Contacts and entries get new ids.
class RestoreForgetsIds : public Wrapping<RestoreForgetsIds> {
 public:
  using Wrapping::Wrapping;

 protected:
  void do_restore(const backend::Restore& request, const CallOptions& call) override {
    auto changed = request;
    for (auto& row : changed.rows.contacts) row.id = 0;
    for (auto& row : changed.rows.history) row.id = 0;
    Wrapping::do_restore(changed, call);
  }
};

}  // namespace

std::vector<Breakage> broken_restores() {
  return {
      breakage<RestoreTouchesThreads>("a restore of messages touches their threads"),
      breakage<RestoreCountsAnew>("a restored message gets a new sequence"),
      breakage<RestoreKeepsOldMarks>("a restored thread forgets messages that it has"),
      breakage<RestoresByHalves>("a refused restore leaves its resources"),
      breakage<RestoreForgetsIds>("restored contacts and entries get new ids"),
  };
}

}  // namespace botstore::testing
