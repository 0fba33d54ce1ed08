#include "store/conversation_pages.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/check.hpp"
#include "store/conversation_row.hpp"
#include "store/team_store.hpp"

namespace store {
namespace {

using conversation::View;
using Number = std::int64_t;
using OptionalInbox = std::optional<ids::Inbox>;
using OptionalUser = std::optional<ids::User>;

constexpr Number kLast = std::numeric_limits<Number>::max();

// In the order of View, without `mine`.
constexpr std::size_t kViews = 6;
using OfAll = Query<StateRow(ids::Organization, Number, Number, Number)>;
constexpr std::array<OfAll, kViews> kOfAll{
    {{"page_owed"}, {"page_unassigned"}, {"page_open"}, {"page_snoozed"}, {"page_resolved"}, {"page_all"}}};
using OfInbox = Query<StateRow(ids::Organization, Number, Number, Number, ids::Inbox)>;
constexpr std::array<OfInbox, kViews> kOfInbox{{{"page_inbox_owed"},
                                                {"page_inbox_unassigned"},
                                                {"page_inbox_open"},
                                                {"page_inbox_snoozed"},
                                                {"page_inbox_resolved"},
                                                {"page_inbox_all"}}};
using OfTeam = Query<StateRow(ids::Organization, Number, Number, Number, ids::Team, OptionalInbox)>;
constexpr std::array<OfTeam, kViews> kOfTeam{{{"page_team_owed"},
                                              {"page_team_unassigned"},
                                              {"page_team_open"},
                                              {"page_team_snoozed"},
                                              {"page_team_resolved"},
                                              {"page_team_all"}}};
constexpr Query<StateRow(ids::Organization, Number, Number, Number, ids::User, OptionalInbox)> kMine{"page_mine"};
constexpr Query<StateRow(ids::Organization, Number, Number, Number, View, OptionalUser, OptionalInbox, ids::Contact,
                         OptionalUser)>
    kOfContact{"page_contact"};
constexpr Query<StateRow(ids::Organization, Number, Number, Number, View, OptionalUser, OptionalInbox, ids::User)> kGiven{
    "page_given"};
constexpr Query<StateRow(ids::Organization, Number, Number, Number, Number, View, OptionalInbox, std::optional<ids::Team>)>
    kRanked{"page_ranked"};
constexpr Query<StateRow(ids::Organization, Number, Number, View, OptionalInbox, std::optional<ids::Team>, Number)>
    kUnranked{"page_unranked"};
constexpr Query<StateRow(ids::Organization, Number, Number, Number, ids::User, OptionalInbox, View, bool)> kRankedOf{
    "page_ranked_of"};
constexpr Query<ViewCount(ids::Organization, Number, base::Time)> kCountOwed{"count_owed"};
constexpr Query<ViewCount(ids::Organization, Number, base::Time, ids::User)> kCountMine{"count_mine"};
constexpr Query<ViewCount(ids::Organization, Number, base::Time)> kCountUnassigned{"count_unassigned"};
constexpr Query<ViewCount(ids::Organization, Number, base::Time)> kCountOpen{"count_open"};
constexpr Query<ViewCount(ids::Organization, Number, base::Time)> kCountSnoozed{"count_snoozed"};

std::size_t at(View view) {
  constexpr std::array kOrder{View::owed, View::unassigned, View::open, View::snoozed, View::resolved, View::all};
  const auto* const found = std::ranges::find(kOrder, view);
  HEED_CHECK(found != kOrder.end(), "`mine` has a query of its own");
  return static_cast<std::size_t>(found - kOrder.begin());
}

bool is_nearest_first(View view) { return view == View::owed || view == View::snoozed; }

// Where a page begins: behind the last row seen.
struct Start {
  Number key;
  Number id;
};
Start start_of(const ConversationFilter& f) {
  if (f.after_key && f.after_id) return {*f.after_key, f.after_id->value};
  return is_nearest_first(f.view) ? Start{0, 0} : Start{kLast, kLast};
}
// For queries that sort on the spot, smallest first.
Start rising_start(const ConversationFilter& f) {
  if (!f.after_key || !f.after_id) return {-kLast, -kLast};
  return is_nearest_first(f.view) ? Start{*f.after_key, f.after_id->value} : Start{-*f.after_key, -f.after_id->value};
}

using Page = std::vector<event::ConversationState>;

// Reads one page; what it is given are the query's parameters.
template <class Row, class... Params>
void read_page(Reading& reading, Page& page, const Query<Row(Params...)>& query,
               const std::type_identity_t<Params>&... params) {
  reading.each(query, [&page](StateRow row) { page.push_back(to_state(std::move(row))); }, params...);
}

// Each team's page and what was given to the user by name, put together.
Page page_of_own(Reading& reading, const ConversationFilter& f, ids::User user) {
  Page page;
  const Start start = start_of(f), rising = rising_start(f);
  for (const auto team : team_ids_of(reading, f.organization, user))
    read_page(reading, page, kOfTeam.at(at(f.view)), f.organization, start.key, start.id, f.limit, team, f.inbox);
  read_page(reading, page, kGiven, f.organization, rising.key, rising.id, f.limit, f.view, f.mine_of, f.inbox, user);
  const auto before = [&f](const event::ConversationState& a, const event::ConversationState& b) {
    const std::pair one{sort_key(a.conversation, f.view), a.conversation.id.value};
    const std::pair two{sort_key(b.conversation, f.view), b.conversation.id.value};
    return is_nearest_first(f.view) ? one < two : one > two;
  };
  std::ranges::sort(page, before);
  if (static_cast<Number>(page.size()) > f.limit) page.resize(static_cast<std::size_t>(f.limit));
  return page;
}

constexpr Number kUnrankedKey = -1;

// Of one list of ranks, and behind them what has none yet.
void read_ranked(Reading& reading, Page& page, const ConversationFilter& f, Start start, std::optional<ids::Team> team) {
  const Number list = team ? team->value : f.inbox ? f.inbox->value : f.organization.value;
  const auto before = page.size();
  if (start.key >= 0) {
    read_page(reading, page, kRanked, f.organization, start.key, start.id, f.limit, list, f.view, f.inbox, team);
    start.id = kLast;
  }
  const auto missing = f.limit - static_cast<Number>(page.size() - before);
  if (missing > 0) read_page(reading, page, kUnranked, f.organization, start.id, missing, f.view, f.inbox, team, list);
}

Page page_by_priority(Reading& reading, const ConversationFilter& f) {
  Page page;
  const Start start = f.after_key && f.after_id ? Start{*f.after_key, f.after_id->value} : Start{kLast, kLast};
  if (f.view == View::mine) {
    if (f.mine_of)
      read_page(reading, page, kRankedOf, f.organization, start.key, start.id, f.limit, *f.mine_of, f.inbox, f.view, false);
    return page;
  }
  if (!f.only_teams_of) {
    read_ranked(reading, page, f, start, std::nullopt);
    return page;
  }
  for (const auto team : team_ids_of(reading, f.organization, *f.only_teams_of)) read_ranked(reading, page, f, start, team);
  read_page(reading, page, kRankedOf, f.organization, start.key, start.id, f.limit, *f.only_teams_of, f.inbox, f.view, true);
  std::ranges::sort(page, std::ranges::greater{}, [&f](const event::ConversationState& state) {
    return std::pair{sort_key(state, f), state.conversation.id.value};
  });
  if (static_cast<Number>(page.size()) > f.limit) page.resize(static_cast<std::size_t>(f.limit));
  return page;
}

ViewCount count_of(const Page& page, base::Time now) {
  const auto is_late = [now](const event::ConversationState& state) {
    return state.conversation.owed && state.conversation.due_at < now;
  };
  return {static_cast<Number>(page.size()), std::ranges::count_if(page, is_late)};
}

}  // namespace

Number sort_key(const conversation::Conversation& conversation, View view) {
  const base::Time time = view == View::owed      ? conversation.due_at.value_or(base::Time{})
                          : view == View::snoozed ? conversation.snoozed_until.value_or(base::Time{})
                                                  : conversation.last_said_at;
  return time.time_since_epoch().count();
}

Number sort_key(const event::ConversationState& state, const ConversationFilter& filter) {
  if (filter.by_priority) return state.priority.value_or(kUnrankedKey);
  return sort_key(state.conversation, filter.view);
}

Page page_conversations(Reading& reading, const ConversationFilter& f) {
  if (f.by_priority) return page_by_priority(reading, f);
  Page page;
  const Start start = start_of(f), rising = rising_start(f);
  if (f.contact) {
    read_page(reading, page, kOfContact, f.organization, rising.key, rising.id, f.limit, f.view, f.mine_of, f.inbox,
              *f.contact, f.only_teams_of);
  } else if (f.view == View::mine) {
    if (f.mine_of) read_page(reading, page, kMine, f.organization, start.key, start.id, f.limit, *f.mine_of, f.inbox);
  } else if (f.only_teams_of) {
    return page_of_own(reading, f, *f.only_teams_of);
  } else if (f.inbox) {
    read_page(reading, page, kOfInbox.at(at(f.view)), f.organization, start.key, start.id, f.limit, *f.inbox);
  } else {
    read_page(reading, page, kOfAll.at(at(f.view)), f.organization, start.key, start.id, f.limit);
  }
  return page;
}

ViewCount count_view(Reading& reading, ids::Organization organization, View view, base::Time now, OptionalUser user,
                     OptionalUser only_teams_of) {
  if (view == View::mine)
    return user ? reading.one(kCountMine, organization, kMostCounted, now, *user).value_or(ViewCount{}) : ViewCount{};
  if (only_teams_of) {
    ConversationFilter filter;
    filter.organization = organization;
    filter.view = view;
    filter.mine_of = user;
    filter.only_teams_of = only_teams_of;
    filter.limit = kMostCounted;
    return count_of(page_conversations(reading, filter), now);
  }
  switch (view) {
    case View::owed: return reading.one(kCountOwed, organization, kMostCounted, now).value_or(ViewCount{});
    case View::unassigned: return reading.one(kCountUnassigned, organization, kMostCounted, now).value_or(ViewCount{});
    case View::open: return reading.one(kCountOpen, organization, kMostCounted, now).value_or(ViewCount{});
    case View::snoozed: return reading.one(kCountSnoozed, organization, kMostCounted, now).value_or(ViewCount{});
    default: HEED_CHECK(false, "nobody counts what was resolved");
  }
}

std::vector<CheckedQuery> conversation_page_queries() {
  std::vector<CheckedQuery> all = {kMine,      kOfContact, kGiven,           kRanked,    kUnranked,    kRankedOf,
                                   kCountOwed, kCountMine, kCountUnassigned, kCountOpen, kCountSnoozed};
  for (const auto& query : kOfAll) all.emplace_back(query);
  for (const auto& query : kOfInbox) all.emplace_back(query);
  for (const auto& query : kOfTeam) all.emplace_back(query);
  return all;
}

}  // namespace store
