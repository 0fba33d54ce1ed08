#include "api/report_handlers.hpp"

#include "workflow/care_report.hpp"

namespace api {

net::Task<base::Result<report::CareReport>> get_care_report(Call& call) {
  auto work = [organization = call.principal.organization_id](store::Reading& reading) -> base::Result<report::CareReport> {
    return workflow::make_care_report(reading, organization);
  };
  co_return co_await call.store.read(std::move(work));
}

}  // namespace api
