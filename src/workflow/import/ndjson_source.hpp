#pragma once
// Our own items, a JSON object a line, as the door for one's own systems takes them (the shape is read by its connector, and
// described in its README). A member `inbox` may name the inbox; without it the file has one.

#include "workflow/import/item_source.hpp"

namespace workflow {

[[nodiscard]] base::Result<std::unique_ptr<ItemSource>> open_ndjson(const std::string& path, TextPosition from,
                                                                    const SourceOptions& options);

}  // namespace workflow
