#pragma once

#include <vector>

#include "botstore/contact.hpp"
#include "botstore/history.hpp"
#include "botstore/message.hpp"
#include "botstore/metadata.hpp"
#include "botstore/resource.hpp"
#include "botstore/thread.hpp"

namespace botstore {

/// Rows as a store holds them: what is moved from one store to another.
struct StoredRows {
  std::vector<Resource> resources{};
  std::vector<Thread> threads{};
  std::vector<Message> messages{};
  std::vector<MetadataEntry> metadata{};
  std::vector<Contact> contacts{};
  std::vector<HistoryEntry> history{};

  [[nodiscard]] bool empty() const noexcept {
    return resources.empty() && threads.empty() && messages.empty() && metadata.empty() &&
           contacts.empty() && history.empty();
  }
};

}  // namespace botstore
