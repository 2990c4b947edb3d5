#include "tests/broken/stores.hpp"

namespace botstore::testing {

namespace {

class DeleteDropsHistory : public Wrapping<DeleteDropsHistory> {
 public:
  using Wrapping::Wrapping;

 protected:
  bool do_delete_contact(std::string_view phone, const DeleteContactOptions&,
                         const CallOptions& call) override {
    return Wrapping::do_delete_contact(phone, {.with_history = true}, call);
  }
};

class MergeReplacesContact : public Wrapping<MergeReplacesContact> {
 public:
  using Wrapping::Wrapping;

 protected:
  ContactReceipt do_save_contact(const backend::SaveContact& request,
                                 const CallOptions& call) override {
    auto changed = request;
    changed.contact.action = ContactAction::replace;
    return Wrapping::do_save_contact(changed, call);
  }
};

class ListsByCreation : public Wrapping<ListsByCreation> {
 public:
  using Wrapping::Wrapping;

 protected:
  Page<Contact> do_list_contacts(const backend::ListContacts& request,
                                 const CallOptions& call) override {
    auto changed = request;
    changed.query.order_by = ContactOrder::id;
    return Wrapping::do_list_contacts(changed, call);
  }
};

class RepeatsEntries : public Wrapping<RepeatsEntries> {
 public:
  using Wrapping::Wrapping;

 protected:
  HistoryReceipt do_save_history(const backend::SaveHistory& request,
                                 const CallOptions& call) override {
    auto changed = request;
    changed.entry.entry_key.reset();
    return Wrapping::do_save_history(changed, call);
  }
};

/// An old entry takes last_interaction back to its time.
class InteractionGoesBack : public Wrapping<InteractionGoesBack> {
 public:
  using Wrapping::Wrapping;

 protected:
  HistoryReceipt do_save_history(const backend::SaveHistory& request,
                                 const CallOptions& call) override {
    const auto before = inner().get_contact(request.entry.phone, call);
    const auto receipt = Wrapping::do_save_history(request, call);
    if (before && before->last_interaction > receipt.created_at &&
        receipt.outcome == Outcome::inserted)
      inner().save_contact({.phone = request.entry.phone,
                            .updated_in = before->updated_in,
                            .last_interaction = receipt.created_at},
                           call);
    return receipt;
  }
};

class IgnoresKeyword : public Wrapping<IgnoresKeyword> {
 public:
  using Wrapping::Wrapping;

 protected:
  std::optional<HistoryEntry> do_last_history(std::string_view phone, const LastHistoryOptions&,
                                              const CallOptions& call) override {
    return Wrapping::do_last_history(phone, {}, call);
  }
};

}  // namespace

std::vector<Breakage> broken_people() {
  return {
      breakage<DeleteDropsHistory>("delete_contact drops the history"),
      breakage<MergeReplacesContact>("a contact's merge replaces its values"),
      breakage<ListsByCreation>("contacts list by creation"),
      breakage<RepeatsEntries>("a repeated entry is inserted again"),
      breakage<InteractionGoesBack>("last_interaction goes back"),
      breakage<IgnoresKeyword>("last_history ignores with_keyword"),
  };
}

}  // namespace botstore::testing
