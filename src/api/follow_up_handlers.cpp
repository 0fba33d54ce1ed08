#include "api/follow_up_handlers.hpp"

#include <utility>

#include "api/page.hpp"
#include "api/present.hpp"
#include "workflow/follow_ups.hpp"

namespace api {
namespace {

contract::FollowUp to_contract(const conversation::FollowUp& f) {
  return {f.id,       f.conversation_id, f.kind,    f.text,  f.phone,     f.from_at,  f.due_at,
          f.owner_id, f.made_by,         f.made_at, f.state, f.missed_at, f.ended_at, f.ended_by};
}

contract::Encounter to_contract(const conversation::Encounter& e) {
  return {e.id,   e.conversation_id, e.kind,         e.inbound, e.reached, e.minutes, e.place,
          e.text, e.happened_at,     e.follow_up_id, e.made_by};
}

}  // namespace

net::Task<base::Result<contract::FollowUpList>> list_follow_ups(Call& call, contract::ConversationPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::FollowUpList> {
    const auto found = workflow::list_follow_ups(reading, who, in.conversation_id);
    if (!found) return base::pass_on(found.error());
    contract::FollowUpList out;
    for (const auto& one : *found) out.items.push_back(to_contract(one));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::FollowUp>> post_follow_up(Call& call, contract::PlanFollowUp in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::plan_follow_up(
        transaction, who,
        {in.conversation_id, in.kind, in.text.value_or(""), in.phone.value_or(""), in.from_at, in.due_at, in.owner_id});
  };
  auto to_reply = [](const conversation::FollowUp& one) { return to_contract(one); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::FollowUp>> put_follow_up(Call& call, contract::MoveFollowUp in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::move_follow_up(
        transaction, who,
        {in.follow_up_id, in.text.value_or(""), in.phone.value_or(""), in.from_at, in.due_at, in.owner_id});
  };
  auto to_reply = [](const conversation::FollowUp& one) { return to_contract(one); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::FollowUp>> post_follow_up_state(Call& call, contract::EndFollowUp in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::end_follow_up(transaction, who, in.follow_up_id, in.state);
  };
  auto to_reply = [](const conversation::FollowUp& one) { return to_contract(one); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::MyFollowUpPage>> list_my_follow_ups(Call& call, contract::ListMyFollowUps in) {
  auto cursor = read_cursor(in.cursor);
  if (!cursor) co_return base::pass_on(cursor.error());
  auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  const std::optional<Cursor> from = *cursor;
  auto work = [who = call.principal, from,
               most = *limit](store::Reading& reading) -> base::Result<contract::MyFollowUpPage> {
    if (!who.user_id) return base::fail(base::FailureKind::forbidden, "A token is nobody: only a user has something to do.");
    std::optional<store::FollowUpPlace> after;
    if (from) after = {base::Time(base::Time::duration(from->key)), ids::FollowUp{from->id}};
    auto found = workflow::page_follow_ups_of(reading, who, *who.user_id, after, most + 1);
    contract::MyFollowUpPage page;
    if (static_cast<std::int64_t>(found.size()) > most) {
      found.pop_back();
      const auto& last = found.back().follow_up;
      page.next = to_text({last.due_at.time_since_epoch().count(), last.id.value});
    }
    for (const auto& [follow_up, state] : found)
      if (state) page.items.push_back({to_contract(follow_up), present(*state)});
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::EncounterList>> list_encounters(Call& call, contract::ConversationPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::EncounterList> {
    const auto found = workflow::list_encounters(reading, who, in.conversation_id);
    if (!found) return base::pass_on(found.error());
    contract::EncounterList out;
    for (const auto& one : *found) out.items.push_back(to_contract(one));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Encounter>> post_encounter(Call& call, contract::LogEncounter in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::log_encounter(
        transaction, who,
        {in.conversation_id, in.kind, in.inbound.value_or(false), in.reached.value_or(true), in.minutes,
         in.place.value_or(""), in.text.value_or(""), in.happened_at, in.follow_up_id, in.settles.value_or(false)});
  };
  auto to_reply = [](const conversation::Encounter& one) { return to_contract(one); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace api
