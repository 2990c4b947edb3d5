#include "botstore/storage.hpp"

#include "lib/storage/call.hpp"

namespace botstore {

Storage::Storage(Clock clock)
    : clock_{std::move(clock)}, lifecycle_{std::make_shared<detail::Lifecycle>()} {}

backend::Operations::~Operations() = default;

Storage::~Storage() = default;

void Storage::init(const CallOptions& call) {
  detail::Call::run(*this, "init", call, [&] {
    detail::Call::require_no_transaction(*this, "init");
    do_init(call);
  });
}

void Storage::close(const CloseOptions& options) {
  detail::Transaction::require_outside(*lifecycle_, "close");
  if (transaction_ != nullptr) {
    // Inside a transaction this is a call like others: it is refused, and it dooms.
    detail::Call::run(*this, "close", {},
                      [&] { detail::Call::require_no_transaction(*this, "close"); });
  }
  lifecycle_->close(options.grace, [this] { do_close(); });
}

Capabilities Storage::capabilities() const {
  return detail::Call::run(*this, "capabilities", {}, [&] { return do_capabilities(); });
}

std::stop_token Storage::closing() const noexcept {
  return transaction_ != nullptr ? transaction_->outer().closing() : lifecycle_->closing();
}

}  // namespace botstore
