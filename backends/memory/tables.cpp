#include "backends/memory/tables.hpp"

namespace botstore::memory {

namespace {

template <class Function>
void for_each(Tables& tables, const Function& function) noexcept {
  std::apply([&](auto&... table) { (function(table), ...); },
             std::tie(tables.threads, tables.messages, tables.metadata, tables.resources,
                      tables.contacts, tables.history));
}

}  // namespace

template class Edit<ThreadTable>;
template class Edit<MessageTable>;
template class Edit<MetadataTable>;
template class Edit<ResourceTable>;
template class Edit<ContactTable>;
template class Edit<HistoryTable>;

void Tables::keep() noexcept {
  for_each(*this, [](auto& table) { table.keep(); });
}

void Tables::undo() noexcept {
  for_each(*this, [](auto& table) { table.undo(); });
}

void Tables::commit() noexcept {
  for_each(*this, [](auto& table) { table.commit(); });
}

void Tables::rollback() noexcept {
  for_each(*this, [](auto& table) { table.rollback(); });
}

void Tables::clear() noexcept {
  for_each(*this, [](auto& table) { table.clear(); });
}

}  // namespace botstore::memory
