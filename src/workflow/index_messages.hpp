#pragma once
// From the record to the search index: what was said becomes findable. The index notes how far it has come with each
// organization, so that whatever was missed (a restart, a queue that ran over, an index that was thrown away) is read from
// the record again. Everything here blocks and belongs to one thread at a time.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/event.hpp"
#include "domain/ids.hpp"
#include "store/search_index.hpp"
#include "store/search_store.hpp"
#include "store/store.hpp"

namespace workflow {

// What an event means for the index: a message to be put or removed, or a conversation whose messages are to be put anew.
struct IndexChange {
  std::int64_t seq = 0;
  std::optional<store::SearchSource> source;  // Its channel is filled in later.
  std::optional<store::RemovedMessage> removed;
  std::optional<ids::Conversation> conversation;
};
// None where the event changes nothing that is searched.
[[nodiscard]] std::optional<IndexChange> index_change(std::int64_t seq, const event::Event& event);

// `language`: the organization's own, for texts that do not show theirs.
[[nodiscard]] store::IndexedMessage index_form(const store::SearchSource& source, const std::string& language);

class MessageIndexing {
 public:
  MessageIndexing(store::Store& store /*outlives*/, store::SearchIndex& index /*outlives*/) : store_(store), index_(index) {}

  // Reads a batch that the index has not seen from the record; false when there was none.
  [[nodiscard]] base::Result<bool> catch_up_step(ids::Organization organization);
  // Until there is none. `on_messages`: told after each batch how many messages it held.
  [[nodiscard]] base::Result<void> catch_up(ids::Organization organization,
                                            const std::function<void(std::int64_t)>& on_messages = nullptr);
  [[nodiscard]] base::Result<void> catch_up_all();

  // Changes of one organization in order, and the number of the last event they come from. What the index has is left out.
  [[nodiscard]] base::Result<void> apply(ids::Organization organization, std::vector<IndexChange> changes,
                                         std::int64_t last_seq);

  // Messages that are no longer there.
  [[nodiscard]] base::Result<void> remove(ids::Organization organization, std::vector<store::RemovedMessage> messages);

  // Asked before each batch of catch_up(); false ends it.
  std::function<bool()> keep_going;

 private:
  base::Result<store::SearchProgress*> progress_of(ids::Organization organization);
  base::Result<std::string> language_of(ids::Organization organization);
  base::Result<void> write(ids::Organization organization, const std::vector<store::SearchSource>& sources,
                           const store::SearchProgress& progress, std::vector<store::RemovedMessage> removed = {});
  base::Result<bool> scan_step(ids::Organization organization, store::SearchProgress progress);
  base::Result<bool> event_step(ids::Organization organization, std::int64_t seq);

  store::Store& store_;
  store::SearchIndex& index_;
  std::map<ids::Organization, store::SearchProgress> progress_;
  std::map<ids::Inbox, std::string> channels_;
  std::int64_t last_batch_ = 0;
};

}  // namespace workflow
