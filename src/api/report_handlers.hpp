#pragma once
// Reports.

#include "api/call.hpp"
#include "domain/report/care.hpp"

namespace api {

net::Task<base::Result<report::CareReport>> get_care_report(Call& call /*outlives*/);

}  // namespace api
