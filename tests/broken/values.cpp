#include "tests/broken/stores.hpp"

namespace botstore::testing {

namespace {

/// `%` and `_` end the prefix, as they do in a LIKE that nobody escaped.
class PrefixIsPattern : public Wrapping<PrefixIsPattern> {
 public:
  using Wrapping::Wrapping;

 protected:
  Page<MetadataEntry> do_list_metadata(const backend::ListMetadata& request,
                                       const CallOptions& call) override {
    auto changed = request;
    auto& prefix = changed.query.key_prefix;
    prefix = prefix.substr(0, prefix.find_first_of("%_"));
    return Wrapping::do_list_metadata(changed, call);
  }
};

class MergeReplaces : public Wrapping<MergeReplaces> {
 public:
  using Wrapping::Wrapping;

 protected:
  MetadataReceipt do_write_metadata(const backend::WriteMetadata& request,
                                    const CallOptions& call) override {
    auto changed = request;
    changed.merge = false;
    return Wrapping::do_write_metadata(changed, call);
  }
};

class WritesTouchTheThread : public Wrapping<WritesTouchTheThread> {
 public:
  using Wrapping::Wrapping;

 protected:
  MetadataReceipt do_write_metadata(const backend::WriteMetadata& request,
                                    const CallOptions& call) override {
    auto receipt = Wrapping::do_write_metadata(request, call);
    const auto& id = request.owner.thread_id;
    const auto thread = inner().get_thread(id, {}, call);
    inner().update_thread(id, {.title = thread->title + "!"}, call);
    inner().update_thread(id, {.title = thread->title}, call);
    return receipt;
  }
};

class ThreadHasItsMessagesValues : public Wrapping<ThreadHasItsMessagesValues> {
 public:
  using Wrapping::Wrapping;

 protected:
  Page<MetadataEntry> do_list_metadata(const backend::ListMetadata& request,
                                       const CallOptions& call) override {
    auto page = Wrapping::do_list_metadata(request, call);
    if (request.owner.message_id) return page;
    const auto messages =
        inner().list_messages({.thread_ids = request.owner.thread_id, .with_content = false}, call);
    for (const auto& message : messages.items)
      for (auto& value : inner().list_metadata({message.thread_id, message.id}, {}, call).items)
        page.items.push_back(std::move(value));
    return page;
  }
};

class LeavesMessagesValuesOut : public Wrapping<LeavesMessagesValuesOut> {
 public:
  using Wrapping::Wrapping;

 protected:
  Page<MetadataEntry> do_list_metadata(const backend::ListMetadata& request,
                                       const CallOptions& call) override {
    auto changed = request;
    changed.query.with_messages = false;
    changed.query.page.cursor.clear();
    return Wrapping::do_list_metadata(changed, call);
  }
};

class UpdateCreatesNothing : public Wrapping<UpdateCreatesNothing> {
 public:
  using Wrapping::Wrapping;

 protected:
  Resource do_update_resource(const backend::UpdateResource& request,
                              const CallOptions& call) override {
    if (!inner().get_resource(request.id, call))
      throw Error{ErrorCode::not_found,
                  {.context = "update_resource", .cause = "no such resource"}};
    return Wrapping::do_update_resource(request, call);
  }
};

class EmptyMemoryIsNone : public Wrapping<EmptyMemoryIsNone> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::optional<Resource> do_get_resource(std::string_view id, const CallOptions& call) override {
    auto found = Wrapping::do_get_resource(id, call);
    if (found && found->working_memory == "") found->working_memory.reset();
    return found;
  }
};

}  // namespace

std::vector<Breakage> broken_values() {
  return {
      breakage<PrefixIsPattern>("a key prefix is a pattern"),
      breakage<MergeReplaces>("merge_metadata replaces the value"),
      breakage<WritesTouchTheThread>("a metadata write touches its thread"),
      breakage<ThreadHasItsMessagesValues>("a thread's values hold its messages' values"),
      breakage<LeavesMessagesValuesOut>("a list leaves the messages' values out"),
      breakage<UpdateCreatesNothing>("update_resource creates nothing"),
      breakage<EmptyMemoryIsNone>("an empty working memory is absent"),
  };
}

}  // namespace botstore::testing
