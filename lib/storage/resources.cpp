#include "botstore/storage.hpp"
#include "lib/random.hpp"
#include "lib/storage/call.hpp"
#include "lib/storage/requests.hpp"

namespace botstore {

using detail::Call;
using detail::Check;

ResourceReceipt Storage::save_resource(NewResource resource, const CallOptions& call) {
  const Check check{"save_resource"};
  check.name("id", resource.id);
  check.text("working_memory", resource.working_memory);
  check.object("metadata", resource.metadata);
  check.time("created_at", resource.created_at);
  check.time("updated_at", resource.updated_at);
  return Call::run(*this, "save_resource", call, [&] {
    return do_save_resource({std::move(resource), clock_(), detail::new_revision()}, call);
  });
}

std::optional<Resource> Storage::get_resource(std::string_view id, const CallOptions& call) {
  Check{"get_resource"}.name("id", id);
  return Call::run(*this, "get_resource", call, [&] { return do_get_resource(id, call); });
}

Resource Storage::update_resource(std::string_view id, ResourceUpdate update,
                                  const CallOptions& call) {
  const Check check{"update_resource"};
  check.name("id", id);
  check.text("working_memory", update.working_memory.value());
  for (const auto& key : update.remove_metadata_keys) check.text("remove_metadata_keys", key);
  check.object("merge_metadata", update.merge_metadata);
  return Call::run(*this, "update_resource", call, [&] {
    return do_update_resource(
        {std::string{id}, std::move(update), clock_(), detail::new_revision()}, call);
  });
}

Page<Resource> Storage::list_resources(ResourceQuery query, const CallOptions& call) {
  const Check check{"list_resources"};
  check.text("id_prefix", query.id_prefix, limits::id_bytes);
  check.filter("metadata", query.metadata);
  backend::ListResources request{std::move(query)};
  detail::place_page(check, request, detail::fingerprint(request.query));
  return Call::run(*this, "list_resources", call, [&] { return do_list_resources(request, call); });
}

bool Storage::delete_resource(std::string_view id, const CallOptions& call) {
  Check{"delete_resource"}.name("id", id);
  return Call::run(*this, "delete_resource", call, [&] { return do_delete_resource(id, call); });
}

}  // namespace botstore
