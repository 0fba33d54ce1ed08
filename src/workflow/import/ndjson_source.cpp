#include "workflow/import/ndjson_source.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "workflow/import/json_source.hpp"

namespace workflow {
namespace {

constexpr const char* kInbox = "Imported items";

std::string read(const JsonRecords::Record& line, const SourceOptions& options, ImportRecord& record) {
  auto item = options.read_item(line.text, options.now);
  if (!item) return item.error().message;
  std::string inbox = options.inbox.empty() ? kInbox : options.inbox;
  if (line.text.find("\"inbox\"") != std::string::npos) {
    const auto parsed = base::parse_json(line.text);
    const auto* named = parsed ? json_member(*parsed, "inbox") : nullptr;
    if (named != nullptr && !named->is_string()) return "inbox: expected a string";
    if (named != nullptr) inbox = json_text(named);
  }
  record.items.push_back({line.line, std::move(inbox), *std::move(item)});
  return {};
}

}  // namespace

base::Result<std::unique_ptr<ItemSource>> open_ndjson(const std::string& path, TextPosition from,
                                                      const SourceOptions& options) {
  return open_json(path, from,
                   [options](const JsonRecords::Record& line, ImportRecord& record) { return read(line, options, record); });
}

}  // namespace workflow
