#pragma once
// A source over a file of JSON values: what one value holds is read by a function.

#include "workflow/import/item_source.hpp"
#include "workflow/import/json_records.hpp"

namespace workflow {

// Adds what the value holds to the record; gives why nothing of it can be taken, or nothing.
using ReadJsonRecord = std::function<std::string(const JsonRecords::Record& value, ImportRecord& record)>;

[[nodiscard]] base::Result<std::unique_ptr<ItemSource>> open_json(const std::string& path, TextPosition from,
                                                                  ReadJsonRecord read);

}  // namespace workflow
