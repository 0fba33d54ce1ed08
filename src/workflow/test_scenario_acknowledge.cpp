#include "workflow/test_scenario_acknowledge.hpp"

#include <utility>

#include "store/message_store.hpp"
#include "workflow/test_scenario_line.hpp"

namespace workflow {

std::optional<base::Failure> ScenarioAcknowledge::set(ids::Inbox inbox, bool enabled, std::chrono::milliseconds wait,
                                                      std::string help) {
  const acknowledgement::Settings wanted{inbox, office_.organization, enabled, wait / std::chrono::seconds(1),
                                         std::move(help)};
  return refusal_of(
      office_.transact([&](store::Transaction& t) { return save_acknowledgement(t, wanted, office_.channels); }));
}

void ScenarioAcknowledge::say() {
  constexpr std::int64_t kAll = 1000;
  (void)office_
      .transact(
          [&](store::Transaction& t) -> base::Result<std::int64_t> { return acknowledge_due(t, office_.channels, kAll); })
      .value();
}

std::string ScenarioAcknowledge::said(ids::Conversation conversation) {
  constexpr std::int64_t kAll = 1000;
  const auto work = [&](store::Reading& reading) -> base::Result<std::string> {
    std::string texts;
    for (const auto& message : store::page_messages(reading, office_.organization, conversation, {}, {}, kAll)) {
      const bool ours = message.direction == conversation::Direction::outbound;
      if (!ours || !store::is_automatic(reading, office_.organization, message.id)) continue;
      texts += (texts.empty() ? "" : " | ") + message.text;
    }
    return texts.empty() ? "nothing" : texts;
  };
  return office_.read(work).value();
}

}  // namespace workflow
