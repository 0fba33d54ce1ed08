#include "workflow/retell_conversation.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "domain/conversation/story.hpp"
#include "domain/conversation/word.hpp"
#include "domain/sla/rule.hpp"
#include "store/clock_store.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "workflow/resolutions.hpp"

namespace workflow {
namespace {

using Clocks = std::vector<sla::Clock>;

std::vector<base::Time> dismissals_in(const Clocks& clocks) {
  std::vector<base::Time> dismissals;
  for (const auto& clock : clocks) {
    if (clock.stopped_at && clock.stop_cause == sla::StopCause::dismissed) dismissals.push_back(*clock.stopped_at);
  }
  std::ranges::sort(dismissals);
  return dismissals;
}

// A dismissal whose reason was forgotten, because an answer followed, dismisses nothing once that answer stands elsewhere:
// what is neither answered nor dismissed with a reason is owed.
std::vector<conversation::Wait> waits_that_stand(std::span<const conversation::Told> words,
                                                 std::vector<base::Time> dismissals,
                                                 const conversation::Conversation& conversation) {
  auto waits = conversation::waits_of(words, dismissals);
  if (conversation.dismiss_reason || waits.empty() || !waits.back().dismissed) return waits;
  std::erase_if(dismissals, [&](base::Time at) { return at >= waits.back().ended_at; });
  auto without = conversation::waits_of(words, dismissals);
  return without.back().ended_at ? waits : without;
}

// The clock that measures the wait: the one that did, else a new one.
sla::Clock clock_of(store::Transaction& transaction, const event::ConversationState& state, const conversation::Wait& wait,
                    Clocks& known, Promises& promises) {
  const auto kind = wait.first ? sla::ClockKind::first_response : sla::ClockKind::next_response;
  const auto terms = promises.terms_of(state, kind);
  sla::Clock clock;
  const auto found = std::ranges::find(known, wait.since, &sla::Clock::started_at);
  const bool is_known = found != known.end();
  if (is_known) {
    clock = *found;
    known.erase(found);
  } else {
    clock.id = transaction.new_id<ids::Clock>();
    clock.organization_id = state.conversation.organization_id;
    clock.started_at = wait.since;
    sla::set_terms(clock, terms);
  }
  clock.conversation_id = state.conversation.id;
  clock.kind = kind;
  if (clock.paused_at && wait.ended_at) sla::resume(clock, *wait.ended_at, terms);
  clock.stopped_at = wait.ended_at;
  clock.stop_cause = !wait.ended_at   ? std::nullopt
                     : wait.dismissed ? std::optional(sla::StopCause::dismissed)
                                      : std::optional(sla::StopCause::answered);
  if (!wait.dismissed) clock.dismiss_reason.reset();
  const bool late = sla::is_late(clock, transaction.now());
  // Of a clock that runs on the breach is told when its time comes (sweep.hpp), and not lost here.
  if (late && (clock.stopped_at || !is_known || !clock.next_at)) clock.breached_at = clock.due_at;
  else if (!late) clock.breached_at.reset();
  sla::set_next(clock, terms);
  return clock;
}

// Ended clocks go first: at most one may run.
void write_clocks(store::Transaction& transaction, const Clocks& wanted, const Clocks& before, const Clocks& unwanted) {
  for (const auto& clock : unwanted) store::delete_clock(transaction, clock.id);
  for (const bool running : {false, true}) {
    for (const auto& clock : wanted) {
      if (clock.stopped_at.has_value() == running) continue;
      const bool known = std::ranges::find(before, clock.id, &sla::Clock::id) != before.end();
      if (known) store::update_clock(transaction, clock);
      else store::insert_clock(transaction, clock);
    }
  }
}

}  // namespace

void retell_conversation(store::Transaction& transaction, event::ConversationState& state, std::optional<base::Time> heard) {
  Promises promises(transaction);
  retell_conversation(transaction, state, promises, heard);
}

void retell_conversation(store::Transaction& transaction, event::ConversationState& state, Promises& promises,
                         std::optional<base::Time> heard) {
  auto& conversation = state.conversation;
  const auto words = store::list_story(transaction, conversation.organization_id, conversation.id);
  const auto before = store::list_clocks(transaction, conversation.id);
  const auto waits = waits_that_stand(words, dismissals_in(before), conversation);

  Clocks known = before;
  Clocks wanted;
  for (const auto& wait : waits) wanted.push_back(clock_of(transaction, state, wait, known, promises));
  const bool owed_before = conversation.owed;
  const auto since_before = conversation.owed_since;
  conversation::tell(conversation, words, waits);
  state.clock = conversation.owed ? std::optional(wanted.back()) : std::nullopt;
  conversation.due_at = state.clock ? std::optional(state.clock->due_at) : std::nullopt;
  const bool owed_anew = !owed_before || conversation.owed_since != since_before;
  const bool unanswered = heard && conversation.owed_since && *heard >= *conversation.owed_since;
  if (conversation.owed && (owed_anew || unanswered || conversation.status == conversation::Status::resolved))
    conversation::wake(conversation);
  write_clocks(transaction, wanted, before, known);
  store::update_conversation(transaction, conversation);
  keep_resolution(transaction, promises, state);
}

}  // namespace workflow
