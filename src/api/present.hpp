#pragma once
// Domain → contract: the only place where what we keep becomes what we show, so that a change of rules does not change
// the API by accident.

#include "api/contract/alert.hpp"
#include "api/contract/conversation.hpp"
#include "api/contract/notification.hpp"
#include "api/contract/signal.hpp"
#include "domain/event.hpp"

namespace api {

[[nodiscard]] contract::Conversation present(const event::ConversationState& state);
[[nodiscard]] contract::Clock present(const sla::Clock& clock);
[[nodiscard]] contract::Message present(const conversation::Message& message, const std::string& author_name);
// To a message that leaves: how that goes.
void add_outbound(contract::Message& message, const conversation::Outbound& outbound);
[[nodiscard]] contract::Attachment present(const conversation::Attachment& file);
[[nodiscard]] std::vector<contract::Attachment> present(const std::vector<conversation::Attachment>& files);
[[nodiscard]] contract::Act present(const conversation::Act& act);
[[nodiscard]] contract::Triage present(const triage::Verdict& verdict);

[[nodiscard]] contract::Signal present(const signals::Signal& signal, std::optional<ids::Contact> contact,
                                       const std::string& author_name);
[[nodiscard]] contract::Notification present(const notification::Notification& notice);
[[nodiscard]] contract::Alert present(const signals::Alert& alert);

}  // namespace api
