#pragma once
// Lists of what is under way, narrowed by what triage says: by any of it, in any view, in the view's own order or by priority. What is
// under way is kept in memory for this, some hundred bytes a conversation, and gone through whole for each page: a tenth of a
// million takes less than a millisecond, whatever it is narrowed by. It is made from the record after the start, or when somebody
// asks before that, and follows the events from then on; an event that it missed has it made anew. What it finds is looked at in
// the record before it is shown (docs/decisions/0030-filters-by-triage.md).
//
// All of it may be called from any thread, save start() and stop().

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "domain/event.hpp"
#include "domain/triage/facets.hpp"
#include "store/conversation_pages.hpp"
#include "store/store.hpp"

namespace workflow {

// The views of what is under way.
[[nodiscard]] bool has_facets(conversation::View view);

struct FacetPage {
  std::vector<event::ConversationState> states;
  std::int64_t seq = 0;  // As of this event.
};

// How many conversations of a list there are of each value.
struct FacetCounts {
  std::map<std::string, std::int64_t> intents, sentiments, languages;
  std::array<std::int64_t, 3> urgency{};  // At least so urgent: the first is all.
  std::int64_t spam = 0;
  std::int64_t abuse = 0;
};

struct FacetIndexOptions {
  std::chrono::milliseconds after{2'000};  // The start is over by then.
  std::chrono::milliseconds rest{20};      // Before each piece that is read: others read first.
  std::int64_t piece = 1'000;              // Conversations, some ten milliseconds of one of the record's readers.
};

class FacetIndex {
 public:
  explicit FacetIndex(store::Store& store /*outlives*/, FacetIndexOptions options = {});
  ~FacetIndex();  // Call stop() before the store goes.
  FacetIndex(const FacetIndex&) = delete;
  FacetIndex& operator=(const FacetIndex&) = delete;

  // Makes it ahead of whoever asks, of every organization, in a thread with the lowest priority of the machine. Where that fails, or
  // somebody asks before, it is made for the asking.
  void start();
  void stop();
  // How often one was made: for tests.
  [[nodiscard]] std::int64_t made() const;

  // From now on what happens in the organization is taken in. To be said before the read in which a page is asked for: then
  // nothing is missed between the two.
  void want(ids::Organization organization);

  // As page_conversations(), of views that have facets and not of one contact.
  [[nodiscard]] FacetPage page(store::Reading& reading, const store::ConversationFilter& filter,
                               const triage::FacetFilter& facets);
  // Of all pages together; the filter's cursor and limit say nothing.
  [[nodiscard]] FacetCounts count(store::Reading& reading, const store::ConversationFilter& filter);

 private:
  void make_all();
  [[nodiscard]] base::Result<void> make(ids::Organization organization);

  struct State;
  store::Store& store_;
  FacetIndexOptions options_;
  std::shared_ptr<State> state_;  // Shared with the store's listener, which outlives this object.
  std::thread thread_;
};

}  // namespace workflow
