#pragma once
// Takes a file of items into the record, whatever its format: in batches, each one transaction with the place in the file
// that it reaches to. Broken off, it goes on there the next time; once it has come to its end, a repeat reads the file anew
// and finds everything known.

#include "base/result.hpp"
#include "store/store.hpp"
#include "workflow/import/item_source.hpp"

namespace workflow {

// An item that the record itself refuses, and one that is not fit for it, is counted with its line and the reason.
base::Result<ImportSummary> import_items(store::Store& store, const ImportOptions& options, const ImportFormat& format,
                                         const SourceOptions& source_options);

// Why the record should not take the item, or nothing: ids of 1 to 500 bytes, something said, a time since 1970 …
[[nodiscard]] std::string fault_of(const channel::InboundItem& item);

}  // namespace workflow
