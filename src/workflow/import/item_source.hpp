#pragma once
// A file of another system as a row of items. One implementation for each format; import_items.hpp stores what they give.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/item.hpp"
#include "workflow/import/import.hpp"
#include "workflow/import/text_input.hpp"

namespace workflow {

struct ImportItem {
  std::int64_t line = 0;  // To name it by, should the record refuse it.
  std::string inbox;      // The name of the inbox it belongs to.
  channel::InboundItem item;
};

// What stands together in the file: a line, a mail, a conversation.
struct ImportRecord {
  TextPosition end;  // Behind it: an import that has stored it may go on from here.
  std::vector<ImportItem> items;
  std::vector<RefusedRow> refused;
  std::int64_t passed_over = 0;
};

class ItemSource {
 public:
  ItemSource() = default;
  virtual ~ItemSource() = default;
  ItemSource(const ItemSource&) = delete;
  ItemSource& operator=(const ItemSource&) = delete;

  // None at the end. A failure only where the file itself breaks off.
  [[nodiscard]] virtual base::Result<std::optional<ImportRecord>> next() = 0;

  // How far into the file on disk.
  [[nodiscard]] virtual std::int64_t bytes_read() const = 0;
  [[nodiscard]] virtual std::int64_t bytes_total() const = 0;
};

struct SourceOptions {
  std::string inbox;             // For items that name none; where empty, the format has a name of its own.
  std::vector<std::string> own;  // Our own addresses, of mail.
  base::Time now{};              // For items that name no time.
  // Reads one of our items (channel::ChannelType::read_item).
  std::function<base::Result<channel::InboundItem>(const std::string& raw, base::Time now)> read_item;
};

// A format as the command line names it. `open` begins at `from`, the beginning or the end of a record.
struct ImportFormat {
  std::string name;
  std::function<base::Result<std::unique_ptr<ItemSource>>(const std::string& path, TextPosition from,
                                                          const SourceOptions& options)>
      open;
};

// All but the care archive, which has to be read twice (import_twcs.hpp).
[[nodiscard]] const std::vector<ImportFormat>& import_formats();

}  // namespace workflow
