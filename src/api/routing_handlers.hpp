#pragma once
// How work is given out: settings of teams, profiles and presence of people, weights of channels, and why something is where it is.

#include "api/call.hpp"
#include "api/contract/conversation.hpp"
#include "api/contract/routing.hpp"

namespace api {

net::Task<base::Result<contract::TeamRouting>> get_team_routing(Call& call /*outlives*/, contract::TeamPath in);
net::Task<base::Result<contract::TeamRouting>> put_team_routing(Call& call /*outlives*/, contract::ReplaceTeamRouting in);
net::Task<base::Result<contract::RoutingProfile>> get_routing_profile(Call& call /*outlives*/, contract::UserPath in);
net::Task<base::Result<contract::RoutingProfile>> put_routing_profile(Call& call /*outlives*/,
                                                                      contract::ReplaceRoutingProfile in);
net::Task<base::Result<contract::RoutingWeights>> get_routing_weights(Call& call /*outlives*/);
net::Task<base::Result<contract::RoutingWeights>> put_routing_weights(Call& call /*outlives*/,
                                                                      contract::ReplaceRoutingWeights in);

net::Task<base::Result<contract::PresenceList>> list_presence(Call& call /*outlives*/);
net::Task<base::Result<contract::AgentPresence>> put_presence(Call& call /*outlives*/, contract::SetPresence in);
net::Task<base::Result<contract::AgentPresence>> put_presence_of(Call& call /*outlives*/, contract::SetPresenceOf in);

net::Task<base::Result<contract::ConversationRouting>> get_conversation_routing(Call& call /*outlives*/,
                                                                                contract::ConversationPath in);
net::Task<base::Result<contract::RoutingQueue>> get_routing_queue(Call& call /*outlives*/, contract::ListRoutingQueue in);

}  // namespace api
