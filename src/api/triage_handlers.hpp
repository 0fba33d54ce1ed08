#pragma once
// What messages say and why, what people put right, and what a priority is made of.

#include "api/call.hpp"
#include "api/contract/conversation.hpp"
#include "api/contract/triage.hpp"

namespace api {

net::Task<base::Result<contract::TriageExplanation>> get_message_triage(Call& call /*outlives*/, contract::MessagePath in);
net::Task<base::Result<contract::Triaged>> post_triage_correction(Call& call /*outlives*/, contract::CorrectTriage in);
net::Task<base::Result<contract::Triaged>> delete_triage_correction(Call& call /*outlives*/, contract::TriageFieldPath in);
net::Task<base::Result<contract::TriageSettings>> get_triage_settings(Call& call /*outlives*/);
net::Task<base::Result<contract::TriageSettings>> put_triage_settings(Call& call /*outlives*/,
                                                                      contract::ChangeTriageSettings in);
net::Task<base::Result<contract::TriageQuality>> get_triage_quality(Call& call /*outlives*/);

}  // namespace api
