#include "workflow/import/json_source.hpp"

#include <utility>

namespace workflow {
namespace {

class JsonSource final : public ItemSource {
 public:
  JsonSource(JsonRecords records, ReadJsonRecord read) : records_(std::move(records)), read_(std::move(read)) {}

  base::Result<std::optional<ImportRecord>> next() override {
    auto next = records_.next();
    if (!next) return base::pass_on(next.error());
    const auto& value = *next;
    if (!value) return std::optional<ImportRecord>();
    ImportRecord record;
    record.end = records_.input().position();
    auto fault = value->fault.empty() ? read_(*value, record) : value->fault;
    if (!fault.empty()) record.refused.push_back({value->line, std::move(fault)});
    return std::optional(std::move(record));
  }

  [[nodiscard]] std::int64_t bytes_read() const override { return records_.input().input().bytes_read(); }
  [[nodiscard]] std::int64_t bytes_total() const override { return records_.input().input().bytes_total(); }

 private:
  JsonRecords records_;
  ReadJsonRecord read_;
};

}  // namespace

base::Result<std::unique_ptr<ItemSource>> open_json(const std::string& path, TextPosition from, ReadJsonRecord read) {
  auto records = JsonRecords::open(path, from);
  if (!records) return base::pass_on(records.error());
  return std::make_unique<JsonSource>(*std::move(records), std::move(read));
}

}  // namespace workflow
