#pragma once
// Follow-ups, promised calls, calls and visits.

#include "api/call.hpp"
#include "api/contract/follow_up.hpp"

namespace api {

net::Task<base::Result<contract::FollowUpList>> list_follow_ups(Call& call /*outlives*/, contract::ConversationPath in);
net::Task<base::Result<contract::FollowUp>> post_follow_up(Call& call /*outlives*/, contract::PlanFollowUp in);
net::Task<base::Result<contract::FollowUp>> put_follow_up(Call& call /*outlives*/, contract::MoveFollowUp in);
net::Task<base::Result<contract::FollowUp>> post_follow_up_state(Call& call /*outlives*/, contract::EndFollowUp in);
net::Task<base::Result<contract::MyFollowUpPage>> list_my_follow_ups(Call& call /*outlives*/, contract::ListMyFollowUps in);
net::Task<base::Result<contract::EncounterList>> list_encounters(Call& call /*outlives*/, contract::ConversationPath in);
net::Task<base::Result<contract::Encounter>> post_encounter(Call& call /*outlives*/, contract::LogEncounter in);

}  // namespace api
