#pragma once
// The care report over the record (its definitions: domain/report/care_threads.hpp).

#include "domain/report/care.hpp"
#include "store/transaction.hpp"

namespace workflow {

[[nodiscard]] report::CareReport make_care_report(store::Reading& reading, ids::Organization organization);

}  // namespace workflow
