#include "store/explain_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {
constexpr Query<conversation::Message(ids::Organization, std::string)> kFind{"explain_find"};
constexpr Query<signals::Signal(ids::Organization, ids::Message)> kSignals{"explain_signals"};
constexpr Query<std::string(ids::Organization, std::int64_t)> kAwaited{"explain_awaited"};
constexpr Query<StoredEvent(ids::Organization, ids::Conversation)> kEvents{"explain_events"};
}  // namespace

std::vector<conversation::Message> find_messages(Reading& reading, ids::Organization organization,
                                                 const std::string& external_id) {
  return reading.rows(kFind, organization, external_id);
}

std::vector<signals::Signal> list_signals_of_message(Reading& reading, ids::Organization organization,
                                                     ids::Message message) {
  return reading.rows(kSignals, organization, message);
}

std::vector<std::string> list_awaited_by(Reading& reading, ids::Organization organization, std::int64_t waiting_id) {
  return reading.rows(kAwaited, organization, waiting_id);
}

std::vector<StoredEvent> list_events_of(Reading& reading, ids::Organization organization, ids::Conversation conversation) {
  return reading.rows(kEvents, organization, conversation);
}

std::vector<CheckedQuery> explain_queries() { return {kFind, kSignals, kAwaited, kEvents}; }

}  // namespace store
