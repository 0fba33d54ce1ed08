#pragma once
// Takes the public customer-care archive into the record: one inbox per brand, customers' posts inbound, the brand's
// outbound, times kept. Safe to repeat and to break off: what is there already is passed over.

#include "base/result.hpp"
#include "store/store.hpp"
#include "workflow/import/import.hpp"

namespace workflow {

base::Result<ImportSummary> import_twcs(store::Store& store, const ImportOptions& options);

}  // namespace workflow
