#include "workflow/acknowledge.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "channel/text_measure.hpp"
#include "domain/acknowledgement/words.hpp"
#include "domain/conversation/word.hpp"
#include "domain/sla/rule.hpp"
#include "domain/triage/facets.hpp"
#include "store/acknowledgement_store.hpp"
#include "store/conversation_store.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "store/organization_store.hpp"
#include "store/outbound_store.hpp"
#include "store/triage_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/delivery_change.hpp"
#include "workflow/forecast_queues.hpp"
#include "workflow/promises.hpp"
#include "workflow/reply_way.hpp"
#include "workflow/time_zones.hpp"

namespace workflow {
namespace {

using acknowledgement::Outcome;
using acknowledgement::Pending;
using acknowledgement::Settings;

// "pt-BR" is told in Portuguese.
std::string spoken(const std::string& tag) { return tag.substr(0, tag.find('-')); }

// What is told depends on the organization: its queues, its promises, its clock on the wall.
class Teller {
 public:
  Teller(store::Reading& reading /*outlives*/, ids::Organization organization)
      : reading_(reading), forecaster_(reading, organization), promises_(reading) {
    const auto of = store::find_organization(reading, organization);
    if (!of) return;
    language_ = of->language;
    zone_name_ = of->time_zone;
    if (auto zone = open_time_zone(of->time_zone)) zone_ = *std::move(zone);
    else zone_name_.clear();
  }

  // In `language` where that is one of those, else in the organization's.
  [[nodiscard]] std::string text(const event::ConversationState& state, base::Time promised_at, const std::string& language,
                                 const std::string& help) {
    const auto team = state.conversation.team_id.value_or(ids::Team{});
    const auto terms = promises_.terms_of(state, sla::ClockKind::first_response);
    acknowledgement::Situation situation;
    situation.now = reading_.now();
    situation.estimate = acknowledgement::estimate(forecaster_.queue(team), forecaster_.ahead(team, promised_at),
                                                   terms.hours.get(), promised_at, situation.now);
    situation.zone = &zone_;
    situation.zone_name = zone_name_;
    situation.help = help;
    return acknowledgement::compose(situation,
                                    acknowledgement::speaks(spoken(language)) ? spoken(language) : spoken(language_));
  }

  // Of an answer to what is said now.
  [[nodiscard]] base::Time promised_now(const event::ConversationState& state) {
    conversation::Conversation asked = state.conversation;
    asked.owed_since = reading_.now();
    return sla::start({}, asked, promises_.terms_of(state, sla::ClockKind::first_response)).due_at;
  }

 private:
  store::Reading& reading_;
  Forecaster forecaster_;
  Promises promises_;
  std::string language_ = "en";
  sla::Zone zone_;
  std::string zone_name_;
};

// Of what they wrote last, where that was read already; else one of those that they write, as the platform says or as they stand.
std::string language_of(store::Reading& reading, const event::ConversationState& state, const conversation::Message& heard) {
  const auto verdict = store::find_verdict(reading, heard.organization_id, heard.id);
  if (verdict && !verdict->triage.language.empty()) return verdict->triage.language;
  if (!heard.language.empty()) return heard.language;
  const auto facets = triage::read_facets(state.facets.value_or(""));
  return facets.languages.empty() ? "" : facets.languages.front();
}

class Acknowledger {
 public:
  Acknowledger(store::Transaction& transaction /*outlives*/, const std::vector<channel::ChannelType>& channels /*outlives*/)
      : transaction_(transaction), channels_(channels) {}

  void decide(const Pending& pending) {
    if (!store::take_acknowledgement(transaction_, pending.conversation_id)) return;
    auto state = store::find_conversation_state(transaction_, pending.organization_id, pending.conversation_id);
    std::optional<ids::Message> said;
    auto outcome = state ? settle(*state, pending, said) : Outcome::dismissed;
    store::decide_acknowledgement(transaction_, pending.conversation_id, outcome, said);
  }

 private:
  Outcome settle(event::ConversationState& state, const Pending& pending, std::optional<ids::Message>& said) {
    const auto& c = state.conversation;
    const auto settings =
        store::find_acknowledgement_settings(transaction_, c.organization_id, c.inbox_id).value_or(Settings{});
    acknowledgement::Standing standing;
    standing.owed = c.owed;
    standing.answered = c.first_answered_at.has_value();
    standing.enabled = settings.enabled;
    standing.put_off = c.status == conversation::Status::snoozed;
    standing.said_lately =
        store::was_acknowledged_lately(transaction_, c, transaction_.now() - acknowledgement::kAgainAfter);
    standing.spam = triage::read_facets(state.facets.value_or("")).spam;
    if (const auto why = acknowledgement::why_not(standing, pending.due_at, transaction_.now())) return *why;
    const auto way = find_way(transaction_, c, channels_);
    const auto heard = store::find_newest_heard(transaction_, c.organization_id, c.id);
    if (!way || !way->capabilities.acknowledges || !heard || heard->is_public) return Outcome::no_way;
    const auto text =
        teller(c.organization_id)
            .text(state, c.due_at.value_or(transaction_.now()), language_of(transaction_, state, *heard), settings.help);
    const auto& limit = way->capabilities.text_limit;
    if (limit && channel::measure(text, way->capabilities.text_unit) > static_cast<std::size_t>(*limit))
      return Outcome::no_way;
    said = say(std::move(state), *way, *heard, text);
    return Outcome::said;
  }

  ids::Message say(event::ConversationState state, const Way& way, const conversation::Message& heard,
                   const std::string& text) {
    ConversationChange change(std::move(state));
    auto& c = change.state.conversation;
    auto message = blank_message(transaction_, std::nullopt, c, conversation::Direction::outbound, text);
    std::optional<conversation::Outbound> outbound;
    if (way.channel->visitors_here) {
      message.delivery = conversation::Delivery::sent;  // The customer reads our own record.
    } else {
      message.parent_external_id = heard.external_id;
      outbound.emplace();
      outbound->message_id = message.id;
      outbound->organization_id = c.organization_id;
      outbound->inbox_id = c.inbox_id;
      outbound->send_at = transaction_.now();
    }
    conversation::say_by_machine(c, message.said_at);
    change.write(transaction_, message.said_at);
    store::insert_message(transaction_, message);
    store::mark_automatic(transaction_, message.organization_id, message.id);
    if (outbound) store::insert_outbound(transaction_, *outbound);
    event::MessageCreated happened{message, "", change.state, outbound};
    happened.automatic = true;
    transaction_.publish(c.organization_id, std::move(happened));
    return message.id;
  }

  Teller& teller(ids::Organization organization) {
    auto& known = tellers_[organization];
    if (!known) known = std::make_unique<Teller>(transaction_, organization);
    return *known;
  }

  store::Transaction& transaction_;
  const std::vector<channel::ChannelType>& channels_;
  std::map<ids::Organization, std::unique_ptr<Teller>> tellers_;
};

}  // namespace

std::int64_t acknowledge_due(store::Transaction& transaction, const std::vector<channel::ChannelType>& channels,
                             std::int64_t limit) {
  const auto due = store::list_due_acknowledgements(transaction, transaction.now(), limit);
  Acknowledger acknowledger(transaction, channels);
  for (const auto& pending : due) acknowledger.decide(pending);
  return static_cast<std::int64_t>(due.size());
}

bool withdraw_acknowledgement(store::Transaction& transaction, const conversation::Conversation& conversation) {
  const auto said = store::find_acknowledgement_message(transaction, conversation.id);
  if (!said) return false;
  auto message = store::find_message(transaction, conversation.organization_id, *said);
  auto outbound = store::find_outbound(transaction, conversation.organization_id, *said);
  if (!message || !outbound || message->delivery != conversation::Delivery::queued || outbound->doubted_at) return false;
  message->delivery = conversation::Delivery::cancelled;
  outbound->retry_at.reset();
  DeliveryChange change(transaction);
  change.write({*std::move(message), *std::move(outbound)}, conversation::Delivery::queued);
  (void)change.finish(conversation.organization_id, conversation.id);
  return true;
}

base::Result<AcknowledgementTerms> acknowledgement_terms(store::Reading& reading, ids::Organization organization,
                                                         ids::Inbox inbox,
                                                         const std::vector<channel::ChannelType>& channels) {
  auto found = store::find_inbox(reading, organization, inbox);
  if (!found) return base::fail(base::FailureKind::not_found, "There is no such inbox.");
  AcknowledgementTerms terms;
  terms.settings =
      store::find_acknowledgement_settings(reading, organization, inbox).value_or(Settings{inbox, organization});
  const auto* channel = channel::find_channel(channels, found->channel);
  terms.possible = channel != nullptr && channel::capabilities_of(*channel, found->settings).acknowledges;
  terms.inbox = *std::move(found);
  return terms;
}

base::Result<AcknowledgementTerms> save_acknowledgement(store::Transaction& transaction, const Settings& wanted,
                                                        const std::vector<channel::ChannelType>& channels) {
  auto terms = acknowledgement_terms(transaction, wanted.organization_id, wanted.inbox_id, channels);
  if (!terms) return terms;
  auto settings = acknowledgement::check(wanted);
  if (!settings) return base::pass_on(settings.error());
  if (settings->enabled && !terms->possible)
    return base::fail(base::FailureKind::invalid,
                      "enabled: on this channel everybody would read it, or it is not answered from here", "enabled");
  store::put_acknowledgement_settings(transaction, *settings);
  terms->settings = *std::move(settings);
  return terms;
}

std::string preview_acknowledgement(store::Reading& reading, const inbox::Inbox& inbox, const std::string& language,
                                    const std::string& help) {
  event::ConversationState state;
  state.conversation.organization_id = inbox.organization_id;
  state.conversation.inbox_id = inbox.id;
  state.conversation.team_id = inbox.team_id;
  Teller teller(reading, inbox.organization_id);
  return teller.text(state, teller.promised_now(state), language, help);
}

}  // namespace workflow
