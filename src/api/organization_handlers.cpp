#include "api/organization_handlers.hpp"

#include "api/present_account.hpp"
#include "store/organization_store.hpp"
#include "workflow/change_organization.hpp"

namespace api {

net::Task<base::Result<contract::Organization>> get_organization(Call& call) {
  auto work = [id = call.principal.organization_id](store::Reading& reading) -> base::Result<contract::Organization> {
    const auto found = store::find_organization(reading, id);
    if (!found) return base::fail(base::FailureKind::not_found, "There is no such organization.");
    return present(*found);
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Organization>> patch_organization(Call& call, contract::OrganizationChange in) {
  auto work = [id = call.principal.organization_id, in = std::move(in)](store::Transaction& transaction) {
    return workflow::change_organization(transaction, id, {in.name, in.language, in.time_zone});
  };
  auto to_reply = [](const organization::Organization& changed) { return present(changed); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace api
