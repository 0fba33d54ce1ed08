#pragma once
// What the live feed tells, and to whom: every kind of event names the permission that hearing it takes. A kind without
// one does not compile. On top of it a principal hears only of conversations they may see.

#include <string>
#include <vector>

#include "domain/event.hpp"
#include "domain/rights/rights.hpp"

namespace api {

template <class Happened>
struct Topic;  // Undeclared: add the kind below.

#define HEED_TOPIC(Happened, needs)                                              \
  template <>                                                                    \
  struct Topic<event::Happened> {                                                \
    static constexpr rights::Permission kPermission = rights::Permission::needs; \
  };

HEED_TOPIC(ConversationCreated, conversations_read)
HEED_TOPIC(ConversationUpdated, conversations_read)
HEED_TOPIC(MessageCreated, conversations_read)
HEED_TOPIC(PostCreated, conversations_read)
HEED_TOPIC(PostUpdated, conversations_read)
HEED_TOPIC(MessagesMoved, conversations_read)
HEED_TOPIC(IdentitiesMoved, contacts_read)
HEED_TOPIC(ContactChanged, contacts_read)
HEED_TOPIC(SignalReceived, reports_read)
HEED_TOPIC(AlertOpened, reports_read)
HEED_TOPIC(AlertChanged, reports_read)
HEED_TOPIC(MessageUpdated, conversations_read)
HEED_TOPIC(MessageActed, conversations_read)
HEED_TOPIC(MessageTriaged, conversations_read)
HEED_TOPIC(ConversationRanked, conversations_read)
HEED_TOPIC(ClockBreached, conversations_read)
HEED_TOPIC(ClockWarned, conversations_read)
HEED_TOPIC(ClockEscalated, conversations_read)
HEED_TOPIC(ClockMoved, conversations_read)
HEED_TOPIC(SlaChanged, team_read)
HEED_TOPIC(PresenceChanged, team_read)
HEED_TOPIC(ConversationRouted, conversations_read)
HEED_TOPIC(RoutingChanged, team_read)
HEED_TOPIC(RuleRan, conversations_read)
HEED_TOPIC(PlaybookMoved, conversations_read)
HEED_TOPIC(RulesChanged, team_read)
HEED_TOPIC(NotificationChanged, conversations_read)
HEED_TOPIC(StrikeChanged, conversations_read)
HEED_TOPIC(FollowUpChanged, conversations_read)
HEED_TOPIC(EncounterLogged, conversations_read)
HEED_TOPIC(TriageLearnt, reports_read)
HEED_TOPIC(InboxChanged, team_read)
HEED_TOPIC(TeamChanged, team_read)
HEED_TOPIC(OrganizationChanged, team_read)
#undef HEED_TOPIC

[[nodiscard]] rights::Permission permission_of(const event::Event& happened);

struct TopicRow {
  std::string type;  // "conversation.created"
  rights::Permission permission;
};
// Every topic, for the reference and the access matrix.
[[nodiscard]] std::vector<TopicRow> all_topics();

}  // namespace api
