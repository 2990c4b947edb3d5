#include "botstore/storage.hpp"
#include "lib/random.hpp"
#include "lib/storage/call.hpp"
#include "lib/storage/requests.hpp"

namespace botstore {

using detail::Call;
using detail::Check;

namespace {

void check_owner(const Check& check, const MetadataOwner& owner) {
  check.name("owner.thread_id", owner.thread_id);
  check.name("owner.message_id", owner.message_id);
}

void check_key(const Check& check, const std::string& key) {
  check.name("key", key, limits::metadata_key_bytes);
}

}  // namespace

MetadataReceipt Storage::write_metadata(std::string_view operation, backend::WriteMetadata request,
                                        const WriteMetadataOptions& options,
                                        const CallOptions& call) {
  const Check check{operation};
  check_owner(check, request.owner);
  check_key(check, request.key);
  if (request.merge)
    check.object("object", request.value);
  else
    check.value("value", request.value);
  return Call::run(*this, operation, call, [&] {
    request.expected_revision = options.expected_revision;
    request.now = clock_();
    request.revision = detail::new_revision();
    return do_write_metadata(request, call);
  });
}

MetadataReceipt Storage::set_metadata(MetadataOwner owner, std::string key, Json value,
                                      const WriteMetadataOptions& options,
                                      const CallOptions& call) {
  return write_metadata(
      "set_metadata", {.owner = std::move(owner), .key = std::move(key), .value = std::move(value)},
      options, call);
}

MetadataReceipt Storage::merge_metadata(MetadataOwner owner, std::string key, Json object,
                                        const WriteMetadataOptions& options,
                                        const CallOptions& call) {
  return write_metadata(
      "merge_metadata",
      {.owner = std::move(owner), .key = std::move(key), .value = std::move(object), .merge = true},
      options, call);
}

std::optional<MetadataEntry> Storage::get_metadata(MetadataOwner owner, std::string key,
                                                   const CallOptions& call) {
  const Check check{"get_metadata"};
  check_owner(check, owner);
  check_key(check, key);
  return Call::run(*this, "get_metadata", call, [&] { return do_get_metadata(owner, key, call); });
}

Page<MetadataEntry> Storage::list_metadata(MetadataOwner owner, MetadataQuery query,
                                           const CallOptions& call) {
  const Check check{"list_metadata"};
  check_owner(check, owner);
  check.text("key_prefix", query.key_prefix, limits::metadata_key_bytes);
  if (query.with_messages && owner.message_id)
    check.refuse("with_messages", "is asked of a message's values");
  backend::ListMetadata request;
  request.owner = std::move(owner);
  request.query = std::move(query);
  detail::place_page(check, request, detail::fingerprint(request.owner, request.query));
  return Call::run(*this, "list_metadata", call, [&] { return do_list_metadata(request, call); });
}

bool Storage::remove_metadata(MetadataOwner owner, std::string key,
                              const WriteMetadataOptions& options, const CallOptions& call) {
  const Check check{"remove_metadata"};
  check_owner(check, owner);
  check_key(check, key);
  return Call::run(*this, "remove_metadata", call, [&] {
    return do_remove_metadata({std::move(owner), std::move(key), options.expected_revision}, call);
  });
}

}  // namespace botstore
