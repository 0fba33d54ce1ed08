#include "workflow/triage/facet_index.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <variant>

#include "domain/conversation/view.hpp"
#include "store/conversation_store.hpp"
#include "store/event_log.hpp"
#include "store/organization_store.hpp"
#include "store/team_store.hpp"
#include "store/triage_store.hpp"

namespace workflow {
namespace {

using conversation::View;
using store::ConversationFilter;
using store::UnderWay;
using Teams = std::vector<ids::Team>;

// Beyond this nobody comes to make a page of it.
constexpr std::size_t kMostEarly = 20'000;
constexpr std::int64_t kPiece = 10'000;  // Rows that are held at once while somebody waits for all of them.
constexpr int kLowestPriority = 19;
// Of what is found, a few may have changed since.
constexpr std::int64_t kSpare = 8;

std::int64_t ms(std::optional<base::Time> time) { return time ? time->time_since_epoch().count() : 0; }

constexpr unsigned bit(View view) { return 1U << static_cast<unsigned>(view); }

unsigned views_of(const UnderWay& c) {
  conversation::Conversation like;
  like.status = c.status;
  like.owed = c.owed;
  like.assignee_id = c.assignee_id;
  unsigned views = 0;
  for (const auto view : conversation::views_of(like)) views |= bit(view);
  return views;
}

// The distinct facets there are: far fewer than conversations, and each is compared once a page.
class FacetSets {
 public:
  std::uint32_t hold(const std::string& text) {
    const auto [known, is_new] = by_text_.try_emplace(text, 0);
    if (is_new) {
      if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(sets_.size()));
        sets_.emplace_back();
      }
      known->second = free_.back();
      free_.pop_back();
      sets_[known->second] = {triage::read_facets(text), text, 0};
    }
    ++sets_[known->second].holders;
    return known->second;
  }

  void release(std::uint32_t set) {
    if (--sets_[set].holders > 0) return;
    by_text_.erase(sets_[set].text);
    sets_[set] = {};
    free_.push_back(set);
  }

  [[nodiscard]] std::size_t size() const { return sets_.size(); }
  [[nodiscard]] const triage::Facets& at(std::size_t set) const { return sets_[set].facets; }

 private:
  struct Set {
    triage::Facets facets;
    std::string text;
    std::int64_t holders = 0;
  };
  std::vector<Set> sets_;
  std::vector<std::uint32_t> free_;
  std::unordered_map<std::string, std::uint32_t> by_text_;
};

// A conversation, as few bytes as its place in any list takes. Zero stands for none.
struct Place {
  std::int64_t id = 0, inbox = 0, team = 0, assignee = 0;
  std::int64_t due = 0, snoozed = 0, last = 0;
  std::int32_t priority = 0;
  std::uint32_t facets = 0;
  unsigned views = 0;
};

std::int64_t key_of(const Place& place, const ConversationFilter& filter) {
  if (filter.by_priority) return place.priority;
  return filter.view == View::owed ? place.due : filter.view == View::snoozed ? place.snoozed : place.last;
}

bool rises(const ConversationFilter& f) { return !f.by_priority && (f.view == View::owed || f.view == View::snoozed); }

// Whether it stands in the filter's list, whatever its facets.
bool stands_in(const Place& place, const ConversationFilter& f, const Teams& teams) {
  if (f.view == View::mine) {
    if ((place.views & bit(View::open)) == 0 || !f.mine_of || place.assignee != f.mine_of->value) return false;
  } else if ((place.views & bit(f.view)) == 0) {
    return false;
  }
  if (f.inbox && place.inbox != f.inbox->value) return false;
  if (!f.only_teams_of || place.assignee == f.only_teams_of->value) return true;
  return std::ranges::any_of(teams, [&place](ids::Team team) { return team.value == place.team; });
}

Place place_of(const UnderWay& c) {
  Place place;
  place.id = c.id.value;
  place.inbox = c.inbox_id.value;
  place.team = c.team_id ? c.team_id->value : 0;
  place.assignee = c.assignee_id ? c.assignee_id->value : 0;
  place.due = ms(c.due_at);
  place.snoozed = ms(c.snoozed_until);
  place.last = ms(c.last_said_at);
  place.priority = static_cast<std::int32_t>(c.priority.value_or(-1));
  place.views = views_of(c);
  return place;
}

bool is_under_way(const conversation::Conversation& c) {
  return c.status != conversation::Status::resolved && !c.merged_into_id;
}

UnderWay under_way(const event::ConversationState& state) {
  const auto& c = state.conversation;
  return {c.id,     c.inbox_id,      c.team_id,      c.assignee_id,  c.status,    c.owed,
          c.due_at, c.snoozed_until, c.last_said_at, state.priority, state.facets};
}

// What an event says of a conversation's place.
struct Change {
  std::int64_t seq = 0;
  std::optional<ids::Conversation> id;
  std::optional<UnderWay> now;  // None: it is over.
};

Change change_of(const store::Published& published) {
  Change change{published.seq, std::nullopt, std::nullopt};
  std::visit(
      [&change]<class Happened>(const Happened& one) {
        if constexpr (requires { one.state; }) {
          change.id = one.state.conversation.id;
          if (is_under_way(one.state.conversation)) change.now = under_way(one.state);
        }
      },
      published.event);
  return change;
}

struct Found {
  std::vector<std::pair<std::int64_t, std::int64_t>> places;  // Key and id, in the list's order.
  bool more = false;
  std::int64_t seq = 0;
};

// What is under way in one organization.
class Company {
 public:
  std::int64_t seq = 0;

  void put(const UnderWay& c) {
    Place place = place_of(c);
    place.facets = sets_.hold(c.facets.value_or(""));
    const auto [known, is_new] = at_.try_emplace(place.id, static_cast<std::uint32_t>(places_.size()));
    if (is_new) {
      places_.push_back(place);
      return;
    }
    sets_.release(places_[known->second].facets);
    places_[known->second] = place;
  }

  void take(const Change& change) {
    seq = change.seq;
    if (change.now) put(*change.now);
    else if (change.id) remove(change.id->value);
  }

  // It is whole: what was kept free for more is given back.
  void settle() { places_.shrink_to_fit(); }

  [[nodiscard]] Found find(const ConversationFilter& f, const Teams& teams, const triage::FacetFilter& facets) const {
    std::vector<char> fits(sets_.size());
    for (std::size_t set = 0; set < fits.size(); ++set) fits[set] = triage::matches(sets_.at(set), facets) ? 1 : 0;
    const bool rising = rises(f);
    const auto before = [rising](const auto& a, const auto& b) { return rising ? a < b : b < a; };
    std::optional<std::pair<std::int64_t, std::int64_t>> after;
    if (f.after_key && f.after_id) after = {*f.after_key, f.after_id->value};
    Found found;
    for (const auto& place : places_) {
      if (fits[place.facets] == 0 || !stands_in(place, f, teams)) continue;
      const std::pair key{key_of(place, f), place.id};
      if (!after || before(*after, key)) found.places.push_back(key);
    }
    const auto most = static_cast<std::size_t>(f.limit + kSpare);
    found.more = found.places.size() > most;
    const auto end = found.places.begin() + static_cast<std::ptrdiff_t>(std::min(most, found.places.size()));
    std::partial_sort(found.places.begin(), end, found.places.end(), before);
    found.places.erase(end, found.places.end());
    found.seq = seq;
    return found;
  }

  [[nodiscard]] FacetCounts count(const ConversationFilter& f, const Teams& teams) const {
    std::vector<std::int64_t> of_set(sets_.size());
    for (const auto& place : places_)
      if (stands_in(place, f, teams)) ++of_set[place.facets];
    FacetCounts out;
    for (std::size_t set = 0; set < of_set.size(); ++set) {
      const std::int64_t n = of_set[set];
      if (n == 0) continue;
      const auto& facets = sets_.at(set);
      for (const auto& name : facets.intents) out.intents[name] += n;
      for (const auto& name : facets.sentiments) out.sentiments[name] += n;
      for (const auto& name : facets.languages) out.languages[name] += n;
      for (std::size_t least = 0; least < out.urgency.size(); ++least)
        if (facets.urgency >= static_cast<std::int64_t>(least)) out.urgency.at(least) += n;
      if (facets.spam) out.spam += n;
      if (facets.abuse) out.abuse += n;
    }
    return out;
  }

 private:
  void remove(std::int64_t id) {
    const auto known = at_.find(id);
    if (known == at_.end()) return;
    const auto hole = known->second;
    sets_.release(places_[hole].facets);
    at_.erase(known);
    if (hole + 1 != places_.size()) {
      places_[hole] = places_.back();
      at_[places_[hole].id] = hole;
    }
    places_.pop_back();
  }

  std::vector<Place> places_;
  std::unordered_map<std::int64_t, std::uint32_t> at_;
  FacetSets sets_;
};

// The record has the last word: the index may be a moment ahead of a snapshot, or behind it.
bool still_stands_in(const event::ConversationState& state, const ConversationFilter& f, const Teams& teams,
                     const triage::FacetFilter& facets) {
  return is_under_way(state.conversation) && stands_in(place_of(under_way(state)), f, teams) &&
         triage::matches(triage::read_facets(state.facets.value_or("")), facets);
}

}  // namespace

bool has_facets(View view) { return view != View::resolved && view != View::all; }

struct FacetIndex::State {
  struct Slot {
    std::optional<Company> company;  // None before it was made.
    std::vector<Change> early;       // What happened since it was wanted.
  };

  std::mutex mutex;
  std::condition_variable changed;
  std::map<ids::Organization, Slot> slots;
  std::int64_t made = 0;
  bool stopping = false;

  void take(const std::vector<store::Published>& published) {
    const std::lock_guard lock(mutex);
    if (slots.empty()) return;
    for (const auto& one : published) {
      const auto slot = slots.find(one.organization_id);
      if (slot != slots.end() && !take(slot->second, change_of(one))) slots.erase(slot);
    }
  }

  // False where the slot is given up.
  static bool take(Slot& slot, Change change) {
    if (slot.company && change.seq <= slot.company->seq) return true;
    if (slot.company && change.seq == slot.company->seq + 1) {
      slot.company->take(change);
      return true;
    }
    if (slot.company) slot = {};  // Something was missed.
    slot.early.push_back(std::move(change));
    return slot.early.size() < kMostEarly;
  }

  // What is asked of the organization's index, which is made first where there is none.
  template <class Ask>
  auto ask(store::Reading& reading, ids::Organization organization, Ask&& ask) {
    {
      const std::lock_guard lock(mutex);
      const auto& slot = slots[organization];
      if (slot.company) return ask(*slot.company);
    }
    Company fresh;
    fresh.seq = store::last_seq(reading, organization);
    std::vector<UnderWay> rows;
    do {
      const UnderWay last = rows.empty() ? UnderWay() : rows.back();
      rows = store::list_under_way(reading, organization, rows.empty() ? nullptr : &last, kPiece);
      for (const auto& one : rows) fresh.put(one);
    } while (!rows.empty());
    const std::lock_guard lock(mutex);
    auto& slot = slots[organization];
    const bool is_newer = !slot.company || slot.company->seq < fresh.seq;
    return ask(is_newer ? adopt(slot, std::move(fresh)) : *slot.company);
  }

  // Takes in what happened since it was begun.
  Company& adopt(Slot& slot, Company fresh) {
    const auto early = std::exchange(slot.early, {});
    fresh.settle();
    Company& company = slot.company.emplace(std::move(fresh));
    for (const auto& change : early)
      if (change.seq == company.seq + 1) company.take(change);
    ++made;
    return company;
  }

  // False where it is to stop before the time is over.
  bool wait(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex);
    return !changed.wait_for(lock, time, [this] { return stopping; });
  }

  // Whether nobody has made it, and what happens is kept for it.
  bool waits(ids::Organization organization) {
    const std::lock_guard lock(mutex);
    const auto slot = slots.find(organization);
    return slot != slots.end() && !slot->second.company;
  }
};

FacetIndex::FacetIndex(store::Store& store, FacetIndexOptions options)
    : store_(store), options_(options), state_(std::make_shared<State>()) {
  store.on_committed([state = state_](const store::PublishedBatch& published) { state->take(*published); });
}

FacetIndex::~FacetIndex() { stop(); }

void FacetIndex::start() {
  thread_ = std::thread([this] { make_all(); });
}

void FacetIndex::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::int64_t FacetIndex::made() const {
  const std::lock_guard lock(state_->mutex);
  return state_->made;
}

void FacetIndex::make_all() {
  // Of this thread alone: whoever reads and answers goes first.
  setpriority(PRIO_PROCESS, 0, kLowestPriority);
  if (!state_->wait(options_.after)) return;
  const auto organizations =
      store_.read_blocking([](store::Reading& reading) -> base::Result<std::vector<ids::Organization>> {
        std::vector<ids::Organization> ids;
        for (const auto& one : store::list_organizations(reading)) ids.push_back(one.id);
        return ids;
      });
  if (!organizations) return;
  for (const auto organization : *organizations)
    if (!make(organization)) return;
}

// Each piece sees a later state than the one before. What changed meanwhile is among the events that are taken in at the end, and
// an event says all there is of its conversation, so the last word on each is the right one.
base::Result<void> FacetIndex::make(ids::Organization organization) {
  struct Piece {
    std::int64_t seq = 0;
    std::vector<UnderWay> rows;
  };
  want(organization);
  std::optional<Company> fresh;
  std::optional<UnderWay> last;
  for (bool more = true; more;) {
    if (!state_->wait(options_.rest)) return base::fail(base::FailureKind::unavailable, "It stops.");
    if (!state_->waits(organization)) return {};
    auto piece = store_.read_blocking([&](store::Reading& reading) -> base::Result<Piece> {
      return Piece{store::last_seq(reading, organization),
                   store::list_under_way(reading, organization, last ? &*last : nullptr, options_.piece)};
    });
    if (!piece) return base::pass_on(piece.error());
    if (!fresh) fresh.emplace().seq = piece->seq;
    for (const auto& one : piece->rows) fresh->put(one);
    more = !piece->rows.empty();
    if (more) last = std::move(piece->rows.back());
  }
  const std::lock_guard lock(state_->mutex);
  const auto slot = state_->slots.find(organization);
  // Given up while it was made, or somebody asked and has it.
  if (slot != state_->slots.end() && !slot->second.company) state_->adopt(slot->second, *std::move(fresh));
  return {};
}

void FacetIndex::want(ids::Organization organization) {
  const std::lock_guard lock(state_->mutex);
  state_->slots.try_emplace(organization);
}

FacetPage FacetIndex::page(store::Reading& reading, const ConversationFilter& filter, const triage::FacetFilter& facets) {
  const Teams teams =
      filter.only_teams_of ? store::team_ids_of(reading, filter.organization, *filter.only_teams_of) : Teams{};
  FacetPage page;
  page.seq = store::last_seq(reading, filter.organization);
  ConversationFilter from = filter;
  for (bool more = true; more && static_cast<std::int64_t>(page.states.size()) < filter.limit;) {
    const Found found =
        state_->ask(reading, filter.organization, [&](const Company& company) { return company.find(from, teams, facets); });
    page.seq = std::min(page.seq, found.seq);
    more = found.more;
    for (const auto& [key, id] : found.places) {
      from.after_key = key;
      from.after_id = ids::Conversation{id};
      auto state = store::find_conversation_state(reading, filter.organization, *from.after_id);
      if (state && still_stands_in(*state, filter, teams, facets)) page.states.push_back(*std::move(state));
      if (static_cast<std::int64_t>(page.states.size()) == filter.limit) break;
    }
  }
  return page;
}

FacetCounts FacetIndex::count(store::Reading& reading, const ConversationFilter& filter) {
  const Teams teams =
      filter.only_teams_of ? store::team_ids_of(reading, filter.organization, *filter.only_teams_of) : Teams{};
  return state_->ask(reading, filter.organization, [&](const Company& company) { return company.count(filter, teams); });
}

}  // namespace workflow
