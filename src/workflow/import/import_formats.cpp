#include "workflow/import/chatwoot_source.hpp"
#include "workflow/import/item_source.hpp"
#include "workflow/import/mbox_source.hpp"
#include "workflow/import/ndjson_source.hpp"
#include "workflow/import/zendesk_source.hpp"

namespace workflow {

const std::vector<ImportFormat>& import_formats() {
  static const std::vector<ImportFormat> kFormats = {
      {"ndjson", open_ndjson}, {"mbox", open_mbox}, {"chatwoot", open_chatwoot}, {"zendesk", open_zendesk}};
  return kFormats;
}

}  // namespace workflow
