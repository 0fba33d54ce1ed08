#pragma once
// What is promised for a conversation now: the policy that is chosen for it, with the hours that count. One object serves a
// transaction. Where an organization never changed a policy or its hours, that costs one look; else what was made of them is
// kept for the next transaction, by their revision.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/event.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/sla/calendar.hpp"
#include "domain/sla/policy.hpp"
#include "domain/sla/rule.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Policies and hours of an organization, ready for use.
struct SlaBook {
  struct Hours {
    sla::Calendar calendar;
    std::shared_ptr<const sla::Hours> hours;  // Null: they are not valid any more, `trouble` says why.
    std::string trouble;
    std::vector<ids::Team> team_ids;
  };
  std::vector<sla::Policy> policies;
  std::vector<Hours> calendars;
  bool has_solutions = false;  // A policy promises one, or one that was promised is still due.

  [[nodiscard]] const Hours* find(ids::BusinessHours id) const;
};

class Promises {
 public:
  explicit Promises(store::Reading& reading /*outlives*/) : reading_(reading) {}

  // An inbox that is at hand need not be looked up.
  void know(const inbox::Inbox& inbox /*outlives*/) { inbox_ = &inbox; }

  // For the clock that runs on the conversation, or that it would need.
  [[nodiscard]] sla::Terms terms_of(const event::ConversationState& state);
  [[nodiscard]] sla::Terms terms_of(const event::ConversationState& state, sla::ClockKind kind);

  struct Explained {
    sla::Choice choice;
    sla::Terms terms;
    std::string trouble;  // Why the hours are others than were chosen; empty when all is well.
  };
  [[nodiscard]] Explained explain(const event::ConversationState& state, sla::ClockKind kind);

  [[nodiscard]] const SlaBook& book(ids::Organization organization);

 private:
  [[nodiscard]] sla::Facts facts_of(const event::ConversationState& state, const SlaBook& book);
  [[nodiscard]] std::shared_ptr<const sla::Hours> team_hours(ids::Organization organization, std::optional<ids::Team> team,
                                                             const SlaBook& book, std::string& trouble);

  store::Reading& reading_;
  const inbox::Inbox* inbox_ = nullptr;
  std::optional<inbox::Inbox> found_;
  ids::Organization organization_;
  std::shared_ptr<const SlaBook> book_;
};

// Gives the clock that runs on the conversation the terms that hold now, where they are others; its deadline in `state` goes with
// it. False where nothing changed, which is so for what is late already: that promise was broken as it stood. Writes nothing.
bool renew_terms(event::ConversationState& state, Promises& promises);
// Does so, writes it, and says so in the conversation's history.
bool move_clock(store::Transaction& transaction, event::ConversationState& state, Promises& promises);

}  // namespace workflow
