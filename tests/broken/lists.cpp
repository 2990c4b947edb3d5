#include <algorithm>

#include "tests/broken/stores.hpp"

namespace botstore::testing {

namespace {

/// A store whose list of messages goes wrong in one way.
template <class Derived>
class BrokenList : public Wrapping<Derived> {
 public:
  using Wrapping<Derived>::Wrapping;

 protected:
  virtual void change_query(MessageQuery& /*query*/) {}
  virtual void change_page(Page<Message>& /*page*/, const MessageQuery& /*query*/) {}

  Page<Message> do_list_messages(const backend::ListMessages& request,
                                 const CallOptions& call) override {
    auto changed = request;
    change_query(changed.query);
    auto page = StorageWrapper::do_list_messages(changed, call);
    change_page(page, request.query);
    return page;
  }
};

class IgnoresExclusiveBounds : public BrokenList<IgnoresExclusiveBounds> {
 public:
  using BrokenList::BrokenList;

 protected:
  void change_query(MessageQuery& query) override {
    query.created.start_exclusive = query.created.end_exclusive = false;
  }
};

class WindowIsOffByOne : public BrokenList<WindowIsOffByOne> {
 public:
  using BrokenList::BrokenList;

 protected:
  void change_query(MessageQuery& query) override {
    for (auto& include : query.include)
      if (include.after > 0) --include.after;
  }
};

class TiesAreReversed : public BrokenList<TiesAreReversed> {
 public:
  using BrokenList::BrokenList;

 protected:
  void change_page(Page<Message>& page, const MessageQuery& query) override {
    std::ranges::reverse(page.items);
    if (query.direction == Direction::ascending)
      std::ranges::stable_sort(page.items, {}, &Message::created_at);
    else
      std::ranges::stable_sort(page.items, std::ranges::greater{}, &Message::created_at);
  }
};

class FullPageHasMore : public BrokenList<FullPageHasMore> {
 public:
  using BrokenList::BrokenList;

 protected:
  void change_page(Page<Message>& page, const MessageQuery& query) override {
    const auto limit = query.page.limit;
    if (!limit.is_all() && !limit.is_default() && limit.rows() > 0)
      page.has_more = std::cmp_greater_equal(page.items.size(), limit.rows());
  }
};

class TotalCountsThePage : public BrokenList<TotalCountsThePage> {
 public:
  using BrokenList::BrokenList;

 protected:
  void change_page(Page<Message>& page, const MessageQuery& /*query*/) override {
    if (page.total) page.total = page.items.size();
  }
};

class ZeroIsNoLimit : public BrokenList<ZeroIsNoLimit> {
 public:
  using BrokenList::BrokenList;

 protected:
  void change_query(MessageQuery& query) override {
    if (!query.page.limit.is_all() && query.page.limit.rows() == 0) query.page.limit = {};
  }
};

class IncludesLeaveTheScope : public BrokenList<IncludesLeaveTheScope> {
 public:
  using BrokenList::BrokenList;

 protected:
  Page<Message> do_list_messages(const backend::ListMessages& request,
                                 const CallOptions& call) override {
    auto page = BrokenList::do_list_messages(request, call);
    if (!request.query.resource_id) return page;
    for (const auto& include : request.query.include)
      if (auto message = inner().get_message(include.message, {}, call))
        if (message->resource_id != *request.query.resource_id)
          page.items.push_back(std::move(*message));
    return page;
  }
};

class EmptySetMatchesAll : public BrokenList<EmptySetMatchesAll> {
 public:
  using BrokenList::BrokenList;

 protected:
  void change_query(MessageQuery& query) override {
    if (!query.roles.is_any() && query.roles.values().empty()) query.roles = {};
  }
};

class NullMatchesAbsence : public BrokenList<NullMatchesAbsence> {
 public:
  using BrokenList::BrokenList;

 protected:
  void change_query(MessageQuery& query) override {
    std::erase_if(query.metadata, [](const JsonCondition& condition) {
      return condition.kind == JsonCondition::Kind::equals &&
             condition.value.type() == JsonType::null;
    });
  }
};

}  // namespace

std::vector<Breakage> broken_lists() {
  return {
      breakage<IgnoresExclusiveBounds>("list_messages ignores exclusive bounds"),
      breakage<WindowIsOffByOne>("an include's window is one message short"),
      breakage<TiesAreReversed>("messages of one time list in reverse"),
      breakage<FullPageHasMore>("a full last page says that there is more"),
      breakage<TotalCountsThePage>("the total counts the page"),
      breakage<ZeroIsNoLimit>("a limit of 0 is the default limit"),
      breakage<IncludesLeaveTheScope>("included messages leave the query's resource"),
      breakage<EmptySetMatchesAll>("an empty set of roles matches every role"),
      breakage<NullMatchesAbsence>("a filter for null matches everything"),
  };
}

}  // namespace botstore::testing
