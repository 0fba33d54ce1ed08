#include "workflow/import/import_items.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "store/errors.hpp"
#include "store/import_position_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/receive_items.hpp"

namespace workflow {
namespace {

constexpr std::size_t kLongestId = 500;           // Bytes.
constexpr std::size_t kLongestText = 256 * 1024;  // Bytes.
constexpr std::size_t kLongestInboxName = 80;     // Code points, as for inboxes made by hand.
constexpr std::size_t kMostInboxes = 1000;        // Of one file: a file that names more is not what it is taken for.

// What makes two imports the same: then the later one may go on where the earlier one stopped.
std::string key_of(const ImportOptions& options, const std::string& format, const SourceOptions& source) {
  std::error_code ignored;
  const auto path = std::filesystem::weakly_canonical(options.file, ignored);
  const auto size = std::filesystem::file_size(path, ignored);
  const auto changed = std::filesystem::last_write_time(path, ignored).time_since_epoch().count();
  std::string what = path.string() + '\n' + std::to_string(size) + '\n' + std::to_string(changed) + '\n' + format + '\n' +
                     options.channel.id + '\n' + source.inbox;
  for (const auto& own : source.own) what += '\n' + own;
  return hash_secret(what);
}

struct Counts {
  std::int64_t stored = 0;
  std::int64_t known = 0;
};

class Import {
 public:
  Import(store::Store& store, const ImportOptions& options, std::string key)
      : store_(store), options_(options), key_(std::move(key)) {}

  base::Result<ImportSummary> run(const ImportFormat& format, const SourceOptions& source_options) {
    auto stopped = store_.read_blocking([&](store::Reading& reading) {
      return base::Result<std::optional<store::ImportPosition>>(
          store::find_import_position(reading, options_.organization, key_));
    });
    if (!stopped) return base::pass_on(stopped.error());
    TextPosition from;
    if (const auto& place = *stopped) {
      from = {place->byte, place->line};
      summary_.went_on_at_line = from.line;
    }
    auto source = format.open(options_.file, from, source_options);
    if (!source) return base::pass_on(source.error());
    source_ = source->get();
    for (;;) {
      auto next = source_->next();
      if (!next) return base::pass_on(next.error());
      auto& record = *next;
      if (record) take(*record);
      if (record && batch_.size() < options_.batch) continue;
      if (auto done = commit(!record); !done) return base::pass_on(done.error());
      if (!record) return std::move(summary_);
    }
  }

 private:
  void take(ImportRecord& record) {
    reached_ = record.end;
    summary_.passed_over += record.passed_over;
    for (auto& refused : record.refused) summary_.refuse(refused.line, std::move(refused.reason));
    for (auto& item : record.items) {
      auto fault = fault_of(item.item);
      if (fault.empty()) fault = fault_of_inbox(item.inbox);
      if (!fault.empty()) {
        summary_.refuse(item.line, std::move(fault));
        continue;
      }
      ++summary_.rows;
      inboxes_.try_emplace(item.inbox);
      batch_.push_back(std::move(item));
    }
    if (record.items.empty() && ++idle_ % 1000 == 0) report(false);
  }

  std::string fault_of_inbox(const std::string& name) const {
    if (base::trim(name).empty() || base::count_points(name) > kLongestInboxName) return "inbox: 1 to 80 characters";
    if (!base::is_utf8(name) || name.find('\0') != std::string::npos) return "inbox: not text in UTF-8";
    if (!inboxes_.contains(name) && inboxes_.size() >= kMostInboxes) return "inbox: more than 1000 in one file";
    return {};
  }

  base::Result<void> commit(bool at_end) {
    if (auto done = ensure_inboxes(); !done) return done;
    try {
      auto counts = store_.transact_blocking(
          [&](store::Transaction& transaction) -> base::Result<Counts> {
            Counts sum;
            Receiving receiving(transaction);
            for (const auto& item : batch_) receive(transaction, receiving, item, sum);
            receiving.finish();
            keep_position(transaction, at_end);
            return sum;
          },
          store::Priority::bulk);
      if (!counts) return base::pass_on(counts.error());
      add(*counts);
    } catch (const store::StoreError& error) {
      if (error.trouble() != store::Trouble::statement) throw;
      if (auto done = commit_one_by_one(at_end); !done) return done;
    }
    batch_.clear();
    report(at_end);
    return {};
  }

  // What the record refuses of one item must not keep the others from it.
  base::Result<void> commit_one_by_one(bool at_end) {
    for (const auto& item : batch_) {
      try {
        auto counts = store_.transact_blocking(
            [&](store::Transaction& transaction) -> base::Result<Counts> {
              Counts one;
              Receiving receiving(transaction);
              receive(transaction, receiving, item, one);
              receiving.finish();
              return one;
            },
            store::Priority::bulk);
        if (!counts) return base::pass_on(counts.error());
        add(*counts);
      } catch (const store::StoreError& error) {
        if (error.trouble() != store::Trouble::statement) throw;
        --summary_.rows;
        summary_.refuse(item.line, std::string("the record does not take it: ") + error.what());
      }
    }
    auto kept = store_.transact_blocking(
        [&](store::Transaction& transaction) -> base::Result<bool> {
          keep_position(transaction, at_end);
          return true;
        },
        store::Priority::bulk);
    return kept ? base::Result<void>() : base::pass_on(kept.error());
  }

  base::Result<void> ensure_inboxes() {
    auto all = store_.transact_blocking(
        [&](store::Transaction& transaction) -> base::Result<std::map<std::string, inbox::Inbox>> {
          std::map<std::string, inbox::Inbox> made;
          for (const auto& [name, inbox] : inboxes_) {
            if (inbox.name.empty())
              made.emplace(
                  name, ensure_imported_inbox(transaction, options_.organization, options_.channel, name, new_public_key()));
          }
          return made;
        },
        store::Priority::bulk);
    if (!all) return base::pass_on(all.error());
    for (auto& [name, inbox] : *all) inboxes_[name] = std::move(inbox);
    return {};
  }

  void receive(store::Transaction& transaction, Receiving& receiving, const ImportItem& given, Counts& counts) const {
    const auto& inbox = inboxes_.at(given.inbox);
    bool stored = false;
    if (given.item.said_at <= transaction.now()) {
      stored = receiving.receive(inbox, given.item);
    } else {
      auto item = given.item;  // A time to come counts as now.
      item.said_at = transaction.now();
      stored = receiving.receive(inbox, item);
    }
    ++(stored ? counts.stored : counts.known);
  }

  void keep_position(store::Transaction& transaction, bool at_end) const {
    if (at_end) store::delete_import_position(transaction, options_.organization, key_);
    else store::put_import_position(transaction, options_.organization, key_, {reached_.byte, reached_.line});
  }

  void add(const Counts& counts) {
    summary_.stored += counts.stored;
    summary_.known += counts.known;
  }

  // The source is ahead of what is stored by a buffer: the end is only reached with the last item.
  void report(bool at_end) const {
    const auto total = source_->bytes_total();
    const auto done = at_end ? total : std::min(source_->bytes_read(), total - 1);
    options_.on_progress({ImportProgress::Phase::storing, done, total, summary_.stored + summary_.known});
  }

  store::Store& store_;
  const ImportOptions& options_;
  const std::string key_;
  ItemSource* source_ = nullptr;
  std::map<std::string, inbox::Inbox> inboxes_;
  std::vector<ImportItem> batch_;
  TextPosition reached_;
  std::int64_t idle_ = 0;
  ImportSummary summary_;
};

}  // namespace

std::string fault_of(const channel::InboundItem& item) {
  const auto is_id = [](const std::string& id) { return id.size() <= kLongestId; };
  if (item.external_id.empty() || !is_id(item.external_id)) return "external_id: 1 to 500 bytes";
  const bool says = item.kind == channel::ItemKind::message || item.kind == channel::ItemKind::edit;
  if (item.kind == channel::ItemKind::message && item.author.external_id.empty()) return "author: missing";
  if (!is_id(item.author.external_id)) return "author: at most 500 bytes";
  if (!is_id(item.recipient.external_id)) return "recipient: at most 500 bytes";
  if (!is_id(item.parent_external_id)) return "parent_external_id: at most 500 bytes";
  if (!is_id(item.thread_key)) return "thread_key: at most 500 bytes";
  if (!is_id(item.target_external_id)) return "target_external_id: at most 500 bytes";
  if (says && base::is_blank(base::to_storable(item.text))) return "nothing is said in it";
  if (item.text.size() > kLongestText)
    return "its text has " + std::to_string(item.text.size()) + " bytes; 262144 are allowed";
  if (item.said_at < base::Time{}) return "said before 1970";
  return {};
}

base::Result<ImportSummary> import_items(store::Store& store, const ImportOptions& options, const ImportFormat& format,
                                         const SourceOptions& source_options) {
  return Import(store, options, key_of(options, format.name, source_options)).run(format, source_options);
}

}  // namespace workflow
