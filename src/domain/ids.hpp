#pragma once
// The id types of the domain's nouns.

#include "base/id.hpp"

namespace ids {
#define HEED_ID(Name, text)                   \
  struct Name##Tag {                          \
    static constexpr const char* noun = text; \
  };                                          \
  using Name = base::Id<Name##Tag>;

HEED_ID(Organization, "organization")
HEED_ID(User, "user")
HEED_ID(Session, "session")
HEED_ID(ApiToken, "token")
HEED_ID(Team, "team")
HEED_ID(Inbox, "inbox")
HEED_ID(Contact, "contact")
HEED_ID(Identity, "identity")
HEED_ID(Conversation, "conversation")
HEED_ID(Message, "message")
HEED_ID(Clock, "clock")
HEED_ID(Signal, "signal")
HEED_ID(Case, "case")
HEED_ID(Move, "move")
HEED_ID(Alert, "alert")
HEED_ID(Quarantined, "quarantined item")
HEED_ID(Strike, "strike")
HEED_ID(Join, "join")
HEED_ID(Correction, "correction")
HEED_ID(TriageLayer, "layer")
HEED_ID(Attachment, "attachment")
HEED_ID(Gap, "gap")
HEED_ID(SlaPolicy, "policy")
HEED_ID(BusinessHours, "hours")
HEED_ID(Notification, "notification")
HEED_ID(Rule, "rule")
HEED_ID(Macro, "macro")
HEED_ID(Playbook, "playbook")
HEED_ID(PlaybookRun, "run of a playbook")
HEED_ID(FollowUp, "follow-up")
HEED_ID(Encounter, "call or visit")
#undef HEED_ID
}  // namespace ids
