#pragma once

/// \file
/// The six lists under one name each, for checks that hold for all of them. The values that are
/// listed are those of thread `t1`.

#include "botstore/storage.hpp"

namespace botstore::testing {

[[nodiscard]] inline Page<Thread> list(Storage& store, ThreadQuery query, Paging page) {
  query.page = std::move(page);
  return store.list_threads(std::move(query));
}
[[nodiscard]] inline Page<Message> list(Storage& store, MessageQuery query, Paging page) {
  query.page = std::move(page);
  return store.list_messages(std::move(query));
}
[[nodiscard]] inline Page<MetadataEntry> list(Storage& store, MetadataQuery query, Paging page) {
  query.page = std::move(page);
  return store.list_metadata({.thread_id = "t1"}, std::move(query));
}
[[nodiscard]] inline Page<Resource> list(Storage& store, ResourceQuery query, Paging page) {
  query.page = std::move(page);
  return store.list_resources(std::move(query));
}
[[nodiscard]] inline Page<Contact> list(Storage& store, ContactQuery query, Paging page) {
  query.page = std::move(page);
  return store.list_contacts(std::move(query));
}
[[nodiscard]] inline Page<HistoryEntry> list(Storage& store, HistoryQuery query, Paging page) {
  query.page = std::move(page);
  return store.list_history(std::move(query));
}

[[nodiscard]] inline Stream<Thread> open(Storage& store, ThreadQuery query,
                                         const StreamOptions& options) {
  return store.stream_threads(std::move(query), options);
}
[[nodiscard]] inline Stream<Message> open(Storage& store, MessageQuery query,
                                          const StreamOptions& options) {
  return store.stream_messages(std::move(query), options);
}
[[nodiscard]] inline Stream<MetadataEntry> open(Storage& store, MetadataQuery query,
                                                const StreamOptions& options) {
  return store.stream_metadata({.thread_id = "t1"}, std::move(query), options);
}
[[nodiscard]] inline Stream<Resource> open(Storage& store, ResourceQuery query,
                                           const StreamOptions& options) {
  return store.stream_resources(std::move(query), options);
}
[[nodiscard]] inline Stream<Contact> open(Storage& store, ContactQuery query,
                                          const StreamOptions& options) {
  return store.stream_contacts(std::move(query), options);
}
[[nodiscard]] inline Stream<HistoryEntry> open(Storage& store, HistoryQuery query,
                                               const StreamOptions& options) {
  return store.stream_history(std::move(query), options);
}

/// 44 rows of every kind, more than a list returns by default, in ties of four: threads `t1` to
/// `t44` of alice and bob in turn, messages `m1` to `m44` in `t1` and a few in `t2`, values `k1` to
/// `k44` on `t1`, resources `r1` to `r44`, contacts `+1` to `+44`, and entries of phones `+0` to
/// `+3`.
void save_many_rows(Storage& store);

}  // namespace botstore::testing
