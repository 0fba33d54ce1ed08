#include "workflow/import/import_twcs.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <variant>

#include "domain/inbox/inbox.hpp"
#include "store/message_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/import/twcs_reader.hpp"
#include "workflow/import/twcs_staging.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/receive_items.hpp"

namespace workflow {
namespace {

constexpr std::int64_t kRowsBetweenReports = 1000;

using Inboxes = std::unordered_map<std::string, inbox::Inbox>;

base::Result<TwcsStaging> read_all(const ImportOptions& options, ImportSummary& summary) {
  auto reader = TwcsReader::open(options.file);
  if (!reader) return base::pass_on(reader.error());
  auto staging = TwcsStaging::create(options.working_folder);
  if (!staging) return base::pass_on(staging.error());
  for (std::int64_t seen = 0;; ++seen) {
    auto next = reader->next();
    if (!next) return base::pass_on(next.error());
    auto& item = *next;
    if (seen % kRowsBetweenReports == 0 || !item) {
      // The reader is ahead of the rows by a buffer: the end is only reached with the last row.
      const auto total = reader->bytes_total();
      const auto done = item ? std::min(reader->bytes_read(), total - 1) : total;
      options.on_progress({ImportProgress::Phase::reading, done, total, summary.rows});
    }
    if (!item) break;
    if (auto* refusal = std::get_if<TwcsRefusal>(&*item)) {
      summary.refuse(refusal->line, std::move(refusal->reason));
      continue;
    }
    ++summary.rows;
    staging->add(std::get<TwcsRow>(*item));
  }
  summary.duplicates = static_cast<std::int64_t>(staging->duplicates());
  summary.repaired = reader->repaired();
  return staging;
}

base::Result<Inboxes> ensure_inboxes(store::Store& store, const ImportOptions& options,
                                     const std::vector<std::string>& brands) {
  return store.transact_blocking(
      [&](store::Transaction& transaction) -> base::Result<Inboxes> {
        Inboxes inboxes;
        for (const auto& brand : brands)
          inboxes.emplace(
              brand, ensure_imported_inbox(transaction, options.organization, options.channel, brand, new_public_key()));
        return inboxes;
      },
      store::Priority::bulk);
}

channel::InboundItem to_item(PlacedPost& post, bool is_public) {
  channel::InboundItem item;
  item.external_id = std::move(post.row.id);
  item.author.external_id = post.row.author;
  item.author.handle = std::move(post.row.author);
  item.own = !post.row.inbound;
  item.is_public = is_public;
  item.text = std::move(post.row.text);
  item.parent_external_id = std::move(post.row.parent_id);
  item.thread_key = std::move(post.thread_key);
  item.said_at = post.row.at;
  return item;
}

struct ReceivedCounts {
  std::int64_t stored = 0;
  std::int64_t known = 0;
};

struct Placed {
  const inbox::Inbox* inbox;
  channel::InboundItem item;
};

base::Result<ReceivedCounts> store_batch(store::Store& store, const ImportOptions& options,
                                         const std::vector<Placed>& batch) {
  return store.transact_blocking(
      [&](store::Transaction& transaction) -> base::Result<ReceivedCounts> {
        ReceivedCounts counts;
        Receiving receiving(transaction);
        for (const auto& [inbox, item] : batch) {
          // In any inbox of the channel: with more of the thread known, a post may belong to another brand this time.
          const bool known =
              store::is_known_on_channel(transaction, options.organization, item.external_id, options.channel.id) ||
              !receiving.receive(*inbox, item);
          ++(known ? counts.known : counts.stored);
        }
        receiving.finish();
        return counts;
      },
      store::Priority::bulk);
}

}  // namespace

base::Result<ImportSummary> import_twcs(store::Store& store, const ImportOptions& options) {
  ImportSummary summary;
  auto staging = read_all(options, summary);
  if (!staging) return base::pass_on(staging.error());
  auto posts = std::move(*staging).place();
  auto inboxes = ensure_inboxes(store, options, posts.brands());
  if (!inboxes) return base::pass_on(inboxes.error());

  const auto total = static_cast<std::int64_t>(posts.size());
  std::vector<Placed> batch;
  for (auto post = posts.next();; post = posts.next()) {
    if (post) {
      const auto* inbox = &inboxes->at(post->brand);
      batch.push_back({inbox, to_item(*post, options.channel.capabilities.is_public)});
      if (batch.size() < options.batch) continue;
    }
    if (!batch.empty()) {
      auto counts = store_batch(store, options, batch);
      if (!counts) return base::pass_on(counts.error());
      summary.stored += counts->stored;
      summary.known += counts->known;
      batch.clear();
      const std::int64_t done = summary.stored + summary.known;
      options.on_progress({ImportProgress::Phase::storing, done, total, done});
    }
    if (!post) break;
  }
  return summary;
}

}  // namespace workflow
