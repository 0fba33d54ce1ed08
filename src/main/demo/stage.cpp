#include "main/demo/stage.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "store/contact_store.hpp"
#include "store/team_store.hpp"
#include "workflow/change_case.hpp"
#include "workflow/change_conversation.hpp"
#include "workflow/credential.hpp"
#include "workflow/receive_items.hpp"
#include "workflow/sweep.hpp"
#include "workflow/visit.hpp"
#include "workflow/write_message.hpp"

namespace heed::demo {
namespace {

constexpr std::int64_t kAtOnce = 1000;
const channel::Author kOurAccount{"lisbonbikes", "lisbonbikes", "Lisbon Bikes"};

template <class T>
base::Result<void> done(const base::Result<T>& outcome) {
  if (!outcome) return base::pass_on(outcome.error());
  return {};
}

// The handle as platforms have it, without the sign that people write before it.
std::string plain_handle(const Person& who) { return std::string(who.handle).substr(1); }

std::optional<workflow::ReceivedItem> receive(store::Transaction& transaction, const inbox::Inbox& inbox,
                                              const channel::InboundItem& item) {
  workflow::Receiving receiving(transaction);
  auto received = receiving.say(inbox, item);
  receiving.finish();
  return received;
}

}  // namespace

Talk& Stage::begin(Place place, Person who) {
  talks_.push_back({.place = place, .who = who});
  return talks_.back();
}

void Stage::says(base::Time at, Talk& talk, std::string text) {
  plan(at, [this, &talk, text = std::move(text)](store::Transaction& transaction) {
    return talk.place == Place::chat ? say_in_chat(transaction, talk, text) : say_in_public(transaction, talk, text);
  });
}

void Stage::replies(base::Time at, Talk& talk, const std::string& agent, std::string text) {
  plan(at, [this, &talk, agent, text = std::move(text)](store::Transaction& transaction) -> base::Result<void> {
    if (talk.place == Place::chat)
      return done(workflow::send_reply(transaction, as(transaction, agent), {*talk.conversation, text, {}}, channels_));
    if (auto said = reply_in_public(transaction, talk, text); !said) return said;
    const auto who = as(transaction, agent);
    return done(workflow::assign_conversation(transaction, who, {*talk.conversation, {who.user_id}, {}}));
  });
}

void Stage::notes(base::Time at, Talk& talk, const std::string& agent, std::string text) {
  plan(at, [this, &talk, agent, text = std::move(text)](store::Transaction& transaction) {
    return done(workflow::write_note(transaction, as(transaction, agent), *talk.conversation, text));
  });
}

void Stage::assigns(base::Time at, Talk& talk, const std::string& agent) {
  plan(at, [this, &talk, agent](store::Transaction& transaction) {
    return done(workflow::assign_conversation(transaction, as(transaction, "tom"),
                                              {*talk.conversation, {company_.people.at(agent).id}, {}}));
  });
}

void Stage::links(base::Time at, const std::string& agent, std::string title, std::vector<const Talk*> talks) {
  plan(at, [this, agent, title = std::move(title), talks = std::move(talks)](store::Transaction& transaction) {
    std::vector<ids::Conversation> conversations;
    for (const auto* talk : talks) {
      const bool is_new = std::ranges::find(conversations, *talk->conversation) == conversations.end();
      if (is_new) conversations.push_back(*talk->conversation);
    }
    return done(workflow::open_case(transaction, as(transaction, agent), title, conversations));
  });
}

void Stage::hands_to_partner(base::Time at, Talk& talk) {
  plan(at, [this, &talk](store::Transaction& transaction) {
    return done(
        workflow::assign_conversation(transaction, as(transaction, "tom"), {*talk.conversation, {}, {company_.partner.id}}));
  });
}

void Stage::resolves(base::Time at, Talk& talk, const std::string& agent, std::optional<conversation::DismissReason> reason,
                     std::string note) {
  plan(at, [this, &talk, agent, reason, note = std::move(note)](store::Transaction& transaction) {
    return done(workflow::change_status(transaction, as(transaction, agent),
                                        {*talk.conversation, conversation::Status::resolved, {}, reason, note}));
  });
}

void Stage::sets_status(base::Time at, Talk& talk, const std::string& agent, conversation::Status status,
                        std::optional<base::Time> until) {
  plan(at, [this, &talk, agent, status, until](store::Transaction& transaction) {
    return done(workflow::change_status(transaction, as(transaction, agent), {*talk.conversation, status, until, {}, {}}));
  });
}

void Stage::posts(base::Time at, const std::string& id, std::string text) {
  plan(at, [this, id, text = std::move(text)](store::Transaction& transaction) -> base::Result<void> {
    channel::InboundItem item{.external_id = id, .author = kOurAccount, .own = true, .is_public = true, .text = text};
    item.thread_key = id;
    item.said_at = transaction.now();
    receive(transaction, company_.posts, item);
    return {};
  });
}

base::Result<void> Stage::perform(store::Store& store, base::FixedClock& clock, base::Time now) {
  std::ranges::sort(steps_, {}, [](const Step& step) { return std::pair(step.at, step.order); });
  plan(now, [](store::Transaction&) -> base::Result<void> { return {}; });
  for (const auto& step : steps_) {
    if (step.at > now) continue;
    clock.set(std::max(step.at, clock.now()));
    auto outcome = store.transact_blocking([&](store::Transaction& transaction) {
      // What time alone brought since the step before.
      workflow::sweep_clocks(transaction, kAtOnce);
      workflow::wake_conversations(transaction, kAtOnce);
      return step.act(transaction);
    });
    if (!outcome) return outcome;
  }
  return {};
}

rights::Principal Stage::as(store::Reading& reading, const std::string& agent) const {
  const auto& user = company_.people.at(agent);
  rights::Principal who;
  who.kind = rights::PrincipalKind::user;
  who.organization_id = user.organization_id;
  who.role = user.role;
  who.user_id = user.id;
  who.team_ids = store::team_ids_of(reading, user.organization_id, user.id);
  return who;
}

base::Result<void> Stage::say_in_chat(store::Transaction& transaction, Talk& talk, const std::string& text) {
  const bool first = talk.identity == ids::Identity{};
  if (first) {
    const std::string hash = workflow::hash_secret(workflow::new_secret(workflow::kVisitorPrefix).reveal());
    workflow::make_visitor(transaction, company_.chat, hash, talk.who.name);
    const auto made = store::find_visitor(transaction, hash);
    HEED_CHECK(made.has_value(), "a visitor that was just made");
    talk.identity = made->identity_id;
  }
  rights::Principal visitor;
  visitor.kind = rights::PrincipalKind::visitor;
  visitor.organization_id = company_.organization_id;
  visitor.inbox_id = company_.chat.id;
  visitor.identity_id = talk.identity;
  const workflow::VisitorWords words{company_.chat.key, text,
                                     first ? std::optional<std::string>(talk.who.name) : std::nullopt,
                                     first ? talk.email : std::nullopt};
  auto said = workflow::visitor_says(transaction, visitor, words, channels_);
  if (said) {
    const auto state = said->state;
    if (state) talk.conversation = state->conversation.id;
  }
  return done(said);
}

base::Result<void> Stage::say_in_public(store::Transaction& transaction, Talk& talk, const std::string& text) {
  const std::string handle = plain_handle(talk.who);
  channel::InboundItem item{.external_id = "sample-" + std::to_string(++posts_made_),
                            .author = {handle, handle, talk.who.name}};
  item.is_public = true;
  item.text = text;
  item.parent_external_id = talk.last_post;
  if (talk.thread.empty()) talk.thread = item.external_id;
  item.thread_key = talk.thread;
  item.said_at = transaction.now();
  const auto received = receive(transaction, company_.posts, item);
  talk.last_post = item.external_id;
  if (received && received->state) talk.conversation = received->state->conversation.id;
  return {};
}

base::Result<void> Stage::reply_in_public(store::Transaction& transaction, Talk& talk, const std::string& text) {
  channel::InboundItem item{.external_id = "sample-" + std::to_string(++posts_made_),
                            .author = kOurAccount,
                            .own = true,
                            .is_public = true,
                            .text = text};
  item.parent_external_id = talk.last_post;
  item.thread_key = talk.thread;
  item.said_at = transaction.now();
  receive(transaction, company_.posts, item);
  talk.last_post = item.external_id;
  return {};
}

}  // namespace heed::demo
