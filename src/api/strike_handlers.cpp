#include "api/strike_handlers.hpp"

#include <utility>

#include "base/json/decode.hpp"
#include "workflow/strikes.hpp"

namespace api {
namespace {

contract::Strike present(const workflow::ListedStrike& in) {
  contract::Strike out;
  out.id = in.strike.id;
  out.conversation_id = in.strike.conversation_id;
  out.cause = in.strike.cause;
  out.at = in.strike.at;
  out.weight = in.weight;
  out.by = in.strike.added_by;
  out.note = in.strike.note;
  if (in.strike.followed)
    out.followed = base::decode_text<std::vector<contact::Consequence>>(*in.strike.followed)
                       .value_or(std::vector<contact::Consequence>());
  out.undone_at = in.strike.undone_at;
  out.undone_by = in.strike.undone_by;
  return out;
}

contact::StrikeCause cause_of(contract::ReportedStrikeCause in) {
  return in == contract::ReportedStrikeCause::complaint ? contact::StrikeCause::complaint
                                                        : contact::StrikeCause::promise_broken;
}

base::Result<contract::StrikeStanding> show(store::Reading& reading, const rights::Principal& who, ids::Contact contact) {
  auto found = workflow::standing_of(reading, who, contact);
  if (!found) return base::pass_on(found.error());
  contract::StrikeStanding out{found->level, found->sum, found->half_life_days, {}};
  for (const auto& one : found->strikes) out.items.push_back(present(one));
  return out;
}

contract::StrikeSettings present(const contact::StrikeSettings& in) {
  return {in.half_life_days,     in.second_tells_leads, in.second_priority, in.second_seniority,
          in.second_playbook_id, in.third_user_id,      in.third_assigns};
}

}  // namespace

net::Task<base::Result<contract::StrikeStanding>> list_strikes(Call& call, contract::ContactPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) { return show(reading, who, in.contact_id); };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::StrikeStanding>> post_strike(Call& call, contract::AddStrike in) {
  auto work = [who = call.principal,
               in = std::move(in)](store::Transaction& transaction) -> base::Result<contract::StrikeStanding> {
    auto added = workflow::report_strike(transaction, who, {in.contact_id, in.conversation_id, cause_of(in.cause), in.note});
    if (!added) return base::pass_on(added.error());
    return show(transaction, who, in.contact_id);
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::StrikeStanding>> post_undo_strike(Call& call, contract::StrikePath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::StrikeStanding> {
    const auto whose = workflow::undo_strike(transaction, who, in.strike_id);
    if (!whose) return base::pass_on(whose.error());
    return show(transaction, who, *whose);
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::StrikeSettings>> get_strike_settings(Call& call) {
  auto work = [organization =
                   call.principal.organization_id](store::Reading& reading) -> base::Result<contract::StrikeSettings> {
    return present(workflow::strike_settings(reading, organization));
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::StrikeSettings>> put_strike_settings(Call& call, contract::ReplaceStrikeSettings in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::StrikeSettings> {
    const contact::StrikeSettings wanted{in.half_life_days,   in.second_tells_leads, in.second_priority,
                                         in.second_seniority, in.second_playbook_id, in.third_user_id,
                                         in.third_assigns};
    return workflow::save_strike_settings(transaction, who, wanted).map([](const auto& saved) { return present(saved); });
  };
  co_return co_await call.transact(std::move(work));
}

}  // namespace api
