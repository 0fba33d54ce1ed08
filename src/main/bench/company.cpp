#include "main/bench/company.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "channel/channel.hpp"
#include "domain/conversation/word.hpp"
#include "domain/triage/facets.hpp"
#include "store/clock_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "store/team_store.hpp"
#include "store/triage_store.hpp"
#include "store/user_store.hpp"
#include "workflow/credential.hpp"

namespace heed {
namespace {

using namespace std::chrono_literals;
using conversation::Direction;
using conversation::Status;

constexpr int kInboxes = 20;
constexpr int kTeams = 10;  // The last one is a partner's.
constexpr int kAgents = 60;
constexpr std::int64_t kConversationsAtOnce = 400;
constexpr std::int64_t kMessagesPerPerson = 12;
constexpr base::Time kFirstDay = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

constexpr std::array kOpenings{"Hello, my order of the",           "Where is the order with my",
                               "I want to return this order, the", "Great order, thank you, love the",
                               "My order came without the",        "Still no answer about my order,"};
constexpr std::array kEndings{"was promised for Monday and nothing has moved since. Where is it, please?",
                              "arrived broken on one side, what can I do about that now?",
                              "does not fit and I have been waiting for a label for two weeks!",
                              "is the best thing I have bought in a long time",
                              "and nobody picks up the phone, this is the third time I write to you",
                              "ist immer noch nicht da, ich warte seit zwei Wochen auf eine Antwort",
                              "no ha llegado todavía y nadie me contesta el correo",
                              "est arrivé cassé, je voudrais un remboursement s'il vous plaît"};
constexpr std::array kAnswers{"Sorry to keep you waiting! We looked into your order and it leaves today, the",
                              "Thank you for writing. Your order is with the carrier, the",
                              "We sent you a label for the order, please put it on the parcel with the"};

// Of ten thousand, so many ask for it, or speak it. The last of each is rare.
struct Share {
  const char* name;
  std::uint64_t of_ten_thousand;
};
constexpr std::array kIntents{Share{"delivery", 3500}, Share{"refund", 1500}, Share{"question", 3000},
                              Share{"complaint", 1990}, Share{"legal_press", 10}};
constexpr std::array kLanguages{Share{"en", 7000}, Share{"de", 2000}, Share{"es", 990}, Share{"fi", 10}};

template <class Shares>
const char* some_of(const Shares& shares, std::mt19937_64& random) {
  std::uint64_t left = random() % 10'000;
  for (const auto& share : shares) {
    if (left < share.of_ten_thousand) return share.name;
    left -= share.of_ten_thousand;
  }
  return shares.front().name;
}

triage::Facets some_facets(std::mt19937_64& random) {
  triage::Facets facets;
  facets.intents = {some_of(kIntents, random)};
  facets.languages = {some_of(kLanguages, random)};
  facets.sentiments = {random() % 5 == 0 ? "neutral" : "negative"};
  facets.urgency = random() % 50 == 0 ? 2 : random() % 5 == 0 ? 1 : 0;
  facets.spam = random() % 30 == 0;
  facets.abuse = random() % 200 == 0;
  return facets;
}

template <class Array>
const auto& pick(const Array& array, std::mt19937_64& random) {
  return array[random() % array.size()];
}

}  // namespace

std::string BenchCompany::product(std::uint64_t number) { return "modell" + std::to_string(100 + number % kProducts); }
std::string BenchCompany::serial(std::uint64_t number) { return "sn" + std::to_string(1'000'000 + number); }

std::string BenchCompany::sentence(std::mt19937_64& random) {
  return std::string(pick(kOpenings, random)) + " " + product(random()) + " " + pick(kEndings, random);
}

base::Result<BenchCompany> BenchCompany::found(Record& record) {
  BenchCompany company(record);
  auto organization = record.ensure_organization("Bench");
  if (!organization) return base::pass_on(organization.error());
  company.organization_ = organization->id;
  company.clock_ = kFirstDay;
  if (auto made = company.make_people(); !made) return base::pass_on(made.error());
  return company;
}

base::Result<void> BenchCompany::make_people() {
  return record_->store().transact_blocking([this](store::Transaction& transaction) -> base::Result<void> {
    const auto channels = channel::all_channel_types();
    const base::Time now = transaction.now();
    for (int i = 0; i < kTeams; ++i) {
      rights::Team team{transaction.new_id<ids::Team>(), organization_, "Team " + std::to_string(i), i + 1 == kTeams, now};
      if (store::insert_team(transaction, team)) teams_.push_back(team);
    }
    for (int i = 0; i < kAgents; ++i) {
      rights::User user;
      user.id = transaction.new_id<ids::User>();
      user.organization_id = organization_;
      user.email = "agent" + std::to_string(i) + "@bench.example";
      user.name = "Agent " + std::to_string(i);
      user.role = i == 0 ? rights::Role::partner : rights::Role::agent;
      user.created_at = now;
      if (!store::insert_user(transaction, user, "no hash"))
        return base::fail(base::FailureKind::conflict, "The record of the measurement is not empty.");
      if (i == 0) partner_ = user;
      else agents_.push_back(user);
    }
    store::add_member(transaction, organization_, teams_.back().id, partner_.id);
    for (int i = 0; i < kInboxes; ++i) {
      inbox::Inbox inbox;
      inbox.id = transaction.new_id<ids::Inbox>();
      inbox.organization_id = organization_;
      inbox.channel = channels[static_cast<std::size_t>(i) % channels.size()].id;
      inbox.name = "Inbox " + std::to_string(i);
      inbox.key = workflow::new_public_key();
      inbox.settings = "{}";
      inbox.created_at = now;
      if (store::insert_inbox(transaction, inbox)) inboxes_.push_back(inbox);
    }
    return {};
  });
}

base::Result<void> BenchCompany::grow(std::int64_t messages) {
  while (messages_ < messages) {
    auto done = record_->store().transact_blocking([&](store::Transaction& transaction) -> base::Result<void> {
      for (std::int64_t i = 0; i < kConversationsAtOnce && messages_ < messages; ++i) make_conversation(transaction);
      return {};
    });
    if (!done) return done;
  }
  return {};
}

rights::Principal BenchCompany::as(const rights::User& user) const {
  rights::Principal who;
  who.kind = rights::PrincipalKind::user;
  who.organization_id = organization_;
  who.role = user.role;
  who.user_id = user.id;
  if (user.id == partner_.id) who.team_ids = {teams_.back().id};
  return who;
}

ids::Conversation BenchCompany::some_conversation(std::mt19937_64& random) const {
  return conversations_[random() % conversations_.size()];
}

void BenchCompany::make_contact(store::Transaction& transaction) {
  const std::string name = "Person " + std::to_string(people_.size());
  contact::Contact contact;
  contact.id = transaction.new_id<ids::Contact>();
  contact.organization_id = organization_;
  contact.name = name;
  contact.created_at = clock_;
  store::insert_contact(transaction, contact);
  contact::Identity identity;
  identity.id = transaction.new_id<ids::Identity>();
  identity.organization_id = organization_;
  identity.contact_id = contact.id;
  identity.channel = inboxes_.front().channel;
  identity.external_id = "p" + std::to_string(people_.size());
  identity.handle = "@person" + std::to_string(people_.size());
  identity.created_at = clock_;
  store::insert_identity(transaction, identity);
  people_.push_back({contact.id, identity.id});
}

// Three in five have a single word; in a hundred, six are not resolved, and of these one in five is owed an answer.
void BenchCompany::make_conversation(store::Transaction& transaction) {
  if (people_.empty() || messages_ / kMessagesPerPerson >= static_cast<std::int64_t>(people_.size()))
    make_contact(transaction);
  const std::uint64_t kind = random_() % 100;
  const auto words = static_cast<std::int64_t>(kind < 60 ? 1 : 2 + random_() % 8);
  conversation::Conversation c;
  c.id = transaction.new_id<ids::Conversation>();
  c.organization_id = organization_;
  // A few inboxes have most of it.
  c.inbox_id = inboxes_[static_cast<std::size_t>(std::min(random_() % kInboxes, random_() % kInboxes))].id;
  if (random_() % 10 != 0) c.team_id = teams_[random_() % teams_.size()].id;
  if (random_() % 100 < 94) c.status = Status::resolved;
  else if (random_() % 5 == 0) c.status = Status::snoozed;
  if (c.status == Status::resolved || random_() % 3 != 0) c.assignee_id = agents_[random_() % agents_.size()].id;
  c.owed = c.status != Status::resolved && random_() % 5 == 0;
  c.thread_key = "t" + std::to_string(made_++);
  c.created_at = clock_;
  if (conversations_.size() < 100'000 || random_() % 20 == 0) conversations_.push_back(c.id);
  write(transaction, std::move(c), words);
  clock_ += std::chrono::milliseconds(2'000);
}

void BenchCompany::write(store::Transaction& transaction, conversation::Conversation c, std::int64_t words) {
  const Person person = people_[random_() % people_.size()];
  c.contact_id = person.contact;
  std::vector<conversation::Message> said;
  base::Time at = clock_;
  for (std::int64_t i = 0; i < words; ++i) {
    const bool ours = i % 2 == 1 || (i + 1 == words && !c.owed && i > 0);
    conversation::Message message;
    message.id = transaction.new_id<ids::Message>();
    message.organization_id = organization_;
    message.inbox_id = c.inbox_id;
    message.conversation_id = c.id;
    message.direction = ours ? Direction::outbound : Direction::inbound;
    message.is_public = true;
    message.text = ours ? std::string(pick(kAnswers, random_)) + " " + product(random_()) + "." : sentence(random_);
    message.text += " #" + serial(static_cast<std::uint64_t>(messages_) / 20);
    message.external_id = "m" + std::to_string(messages_);
    message.said_at = message.created_at = at;
    message.delivery = ours ? conversation::Delivery::sent : conversation::Delivery::received;
    if (ours) message.user_id = agents_[random_() % agents_.size()].id;
    else message.identity_id = person.identity;
    said.push_back(std::move(message));
    at += std::chrono::seconds(30 + random_() % 600);
    ++messages_;
  }
  c.first_said_at = said.front().said_at;
  c.last_said_at = said.back().said_at;
  c.last_text = said.back().text.substr(0, conversation::kPreviewPoints / 2);
  c.last_direction = said.back().direction;
  c.message_count = words;
  if (words > 1) c.first_answered_at = said[1].said_at;
  if (c.status == Status::resolved) c.resolved_at = c.last_said_at;
  if (c.status == Status::snoozed) c.snoozed_until = c.last_said_at + 24h * 30;
  if (c.owed) {
    c.owed_since = c.last_said_at;
    c.due_at = c.last_said_at + 1h;
  }
  store::insert_conversation(transaction, c);
  for (const auto& message : said) store::insert_message(transaction, message);
  if (c.status != Status::resolved) {
    event::ConversationState state;
    state.conversation = c;
    state.priority = static_cast<std::int64_t>(c.owed ? 10 + random_() % 91 : random_() % 10);
    state.priority_reasons = R"([{"code":"intent","points":12,"subject":"refund","number":0,"seconds":0}])";
    state.facets = triage::to_text(some_facets(random_));
    store::rank_conversation(transaction, state, std::nullopt);
  }
  if (!c.owed) return;
  sla::Clock clock;
  clock.id = transaction.new_id<ids::Clock>();
  clock.organization_id = organization_;
  clock.conversation_id = c.id;
  clock.started_at = c.last_said_at;
  clock.due_at = *c.due_at;
  if (random_() % 4 == 0) clock.breached_at = clock.due_at;
  else clock.next_at = clock.due_at;
  store::insert_clock(transaction, clock);
}

}  // namespace heed
