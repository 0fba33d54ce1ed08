#include "workflow/search_plan.hpp"

#include <algorithm>
#include <utility>

#include "base/json/traits.hpp"
#include "base/text.hpp"
#include "domain/search/filter.hpp"
#include "domain/search/fold.hpp"
#include "domain/triage/language.hpp"
#include "store/inbox_store.hpp"
#include "store/organization_store.hpp"
#include "store/team_store.hpp"

namespace workflow {
namespace {

using search::Field;
using search::Group;

constexpr std::int64_t kMostIdentities = 20;
constexpr std::int64_t kMostOwnConversations = 500;
constexpr const char* kNone = "none";

search::Phrase just(std::string term) { return {{std::move(term)}, false}; }

// Things whose name is the one asked for, else those whose name holds it; or the one with that number.
template <class Thing>
std::vector<const Thing*> named(const std::vector<Thing>& things, const std::string& wanted) {
  const std::string name = search::folded(wanted);
  std::vector<const Thing*> same, holding;
  for (const auto& thing : things) {
    const std::string own = search::folded(thing.name);
    if (own == name || std::to_string(thing.id.value) == wanted) same.push_back(&thing);
    else if (own.find(name) != std::string::npos) holding.push_back(&thing);
  }
  return same.empty() ? holding : same;
}

std::string quoted(const std::string& value) { return "“" + base::shorten(value, 60) + "”"; }

// A day, or a moment.
std::optional<base::Time> read_time(const std::string& value) {
  if (auto moment = base::parse_rfc3339(value)) return *moment;
  if (auto day = base::parse_rfc3339(value + "T00:00:00Z")) return *day;
  return std::nullopt;
}

class Planner {
 public:
  Planner(store::Reading& reading, const rights::Principal& who, const std::vector<channel::ChannelType>& channels)
      : reading_(reading), who_(who), channels_(channels) {}

  base::Result<SearchPlan> plan(const search::Query& query) {
    for (const auto& field : query.fields)
      if (auto done = take(field); !done) return base::pass_on(done.error());
    plan_.has_narrowing = !plan_.expression.all.empty();
    keep_to_own();
    if (const auto organization = store::find_organization(reading_, who_.organization_id))
      plan_.language = organization->language.substr(0, organization->language.find('-'));
    return std::move(plan_);
  }

 private:
  base::Result<void> take(const search::FieldValue& field) {
    switch (field.field) {
      case Field::from: return add(field, author(field.value));
      case Field::inbox: return add(field, inboxes(field.value));
      case Field::channel: return add(field, channels_named(field.value));
      case Field::team: return add(field, teams(field.value));
      case Field::language: return add(field, language(field.value));
      case Field::status: return take_status(field);
      case Field::before:
      case Field::after: return take_time(field);
      case Field::is: return take_is(field);
    }
    return {};
  }

  base::Result<void> add(const search::FieldValue& field, base::Result<Group> group) {
    if (!group) return base::pass_on(group.error());
    (field.is_not ? plan_.expression.none : plan_.expression.all).push_back(*std::move(group));
    return {};
  }

  base::Result<Group> author(const std::string& value) {
    if (value == "me" && who_.user_id) return Group{just(search::term_of(*who_.user_id))};
    Group group;
    if (auto name = search::express_name(search::kAuthorMark, value); !name.terms.empty()) group.push_back(std::move(name));
    const std::string handle = value.starts_with('@') ? value.substr(1) : value;
    for (const auto& spelling : {handle, "@" + handle})
      for (const auto identity : store::identities_with_handle(reading_, who_.organization_id, spelling, kMostIdentities))
        group.push_back(just(search::term_of(identity)));
    if (group.empty()) return search::refuse(Field::from, quoted(value) + " holds no letter or digit");
    return group;
  }

  base::Result<Group> inboxes(const std::string& value) {
    const auto all = rights::sees_only_own_teams(who_)
                         ? store::list_inboxes_of_teams(reading_, who_.organization_id, who_.user_id.value_or(ids::User{}))
                         : store::list_inboxes(reading_, who_.organization_id);
    Group group;
    for (const auto* inbox : named(all, value)) group.push_back(just(search::term_of(inbox->id)));
    if (group.empty()) return search::refuse(Field::inbox, "there is no inbox called " + quoted(value));
    return group;
  }

  base::Result<Group> teams(const std::string& value) {
    if (value == kNone) return Group{just(search::term_of(std::optional<ids::Team>()))};
    const auto all = rights::sees_only_own_teams(who_)
                         ? store::list_teams_of(reading_, who_.organization_id, who_.user_id.value_or(ids::User{}))
                         : store::list_teams(reading_, who_.organization_id);
    Group group;
    for (const auto* team : named(all, value)) group.push_back(just(search::term_of(std::optional(team->id))));
    if (group.empty()) return search::refuse(Field::team, "there is no team called " + quoted(value));
    return group;
  }

  base::Result<Group> channels_named(const std::string& value) {
    const std::string name = search::folded(value);
    Group group;
    for (const auto& channel : channels_) {
      if (search::folded(channel.id) == name || search::folded(channel.name) == name)
        group.push_back(just(search::channel_term(channel.id)));
    }
    if (!group.empty()) return group;
    std::string known;
    for (const auto& channel : channels_) known += (known.empty() ? "" : ", ") + channel.id;
    return search::refuse(Field::channel, "there is no channel called " + quoted(value) + "; there are: " + known);
  }

  static base::Result<Group> language(const std::string& value) {
    const std::string code = base::to_lower_ascii(value);
    if (!triage::is_language_code(code))
      return search::refuse(Field::language, "two letters, such as de or pt, not " + quoted(value));
    return Group{just(search::language_term(code))};
  }

  base::Result<void> take_status(const search::FieldValue& field) {
    const auto status = base::from_name<conversation::Status>(base::to_lower_ascii(field.value));
    if (!status) return search::refuse(Field::status, "open, pending, snoozed or resolved, not " + quoted(field.value));
    if (field.is_not) {
      plan_.not_status.push_back(*status);
      return {};
    }
    if (plan_.status && plan_.status != status)
      return search::refuse(Field::status, "a conversation has one; leave one of the two out");
    plan_.status = status;
    return {};
  }

  base::Result<void> take_is(const search::FieldValue& field) {
    if (base::to_lower_ascii(field.value) != "owed")
      return search::refuse(Field::is, "only is:owed is known, not " + quoted(field.value));
    plan_.owed = !field.is_not;
    return {};
  }

  base::Result<void> take_time(const search::FieldValue& field) {
    if (field.is_not) return search::refuse(field.field, "cannot be turned round with a minus");
    const auto time = read_time(field.value);
    if (!time)
      return search::refuse(
          field.field, "a day such as 2026-03-01, or a moment such as 2026-03-01T09:00:00Z, not " + quoted(field.value));
    if (field.field == Field::before) plan_.range.before = std::min(plan_.range.before, store::first_place(*time));
    else plan_.range.from = std::max(plan_.range.from, store::first_place(*time));
    return {};
  }

  // A partner's agents find what their teams were handed, and what was given to them by name.
  void keep_to_own() {
    if (!rights::sees_only_own_teams(who_)) return;
    Group own;
    for (const auto team : who_.team_ids) own.push_back(just(search::term_of(std::optional(team))));
    if (who_.user_id) {
      for (const auto id : store::conversations_of(reading_, who_.organization_id, *who_.user_id, kMostOwnConversations))
        own.push_back(just(search::term_of(id)));
    }
    plan_.finds_nothing = own.empty();
    plan_.expression.all.push_back(std::move(own));
  }

  store::Reading& reading_;
  const rights::Principal& who_;
  const std::vector<channel::ChannelType>& channels_;
  SearchPlan plan_;
};

}  // namespace

bool SearchPlan::takes(const store::SearchHit& hit) const {
  if (status && hit.status != status) return false;
  if (owed && hit.owed.value_or(false) != *owed) return false;
  return std::ranges::none_of(not_status, [&hit](conversation::Status left_out) { return hit.status == left_out; });
}

base::Result<SearchPlan> plan_search(store::Reading& reading, const rights::Principal& who, const search::Query& query,
                                     const std::vector<channel::ChannelType>& channels) {
  return Planner(reading, who, channels).plan(query);
}

}  // namespace workflow
