#include "main/demo/sample_company.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <utility>

#include <boost/json/object.hpp>

#include "base/id.hpp"
#include "main/demo/sample_words.hpp"
#include "main/system_clock.hpp"
#include "store/inbox_store.hpp"
#include "store/organization_store.hpp"
#include "store/store.hpp"
#include "workflow/change_conversation.hpp"
#include "workflow/credential.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/manage_teams.hpp"
#include "workflow/password.hpp"
#include "workflow/receive_items.hpp"
#include "workflow/set_up.hpp"
#include "workflow/write_message.hpp"

namespace heed {
namespace {

using base::Time;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kSampleNode = 14;
constexpr int kDays = 14;
constexpr int kMattersADay = 10;
constexpr const char* kChatName = "Shop chat";
constexpr const char* kPassword = "seven hills, eleven gears";

struct Colleague {
  const char* name;
  const char* email;
  rights::Role role;
};
constexpr Colleague kColleagues[] = {
    {"Ana Duarte", "ana@lisbonbikes.example", rights::Role::owner},
    {"Tom Reis", "tom@lisbonbikes.example", rights::Role::lead},
    {"Mira Santos", "mira@lisbonbikes.example", rights::Role::agent},
    {"João Alves", "joao@lisbonbikes.example", rights::Role::agent},
    {"Lena Krause", "lena@lisbonbikes.example", rights::Role::agent},
    {"Rita Porto", "rita@portocalls.example", rights::Role::partner},
};
constexpr std::size_t kFirstAgent = 2, kAgents = 3, kPartner = 5;

SampleCompany sample_accounts() {
  SampleCompany company;
  for (const auto& one : kColleagues)
    company.accounts.push_back({one.name, one.email, std::string(base::to_name(one.role))});
  company.password = kPassword;
  return company;
}

// The sample company as it is found; another company is a conflict.
base::Result<SampleCompany> find_sample(store::Reading& reading, const organization::Organization& found) {
  if (!found.sample)
    return base::fail(base::FailureKind::conflict, "The sample company needs an empty record, and " + found.name +
                                                       " is in this one. Name another folder with --data.");
  auto company = sample_accounts();
  company.is_new = false;
  for (const auto& inbox : store::list_inboxes(reading, found.id)) {
    if (inbox.name == kChatName) company.chat_key = inbox.key;
  }
  return company;
}

// Writes the two weeks. What happens is collected with its time first, because conversations overlap, and then done in
// order.
class Chronicle {
 public:
  Chronicle(store::Store& store, base::FixedClock& clock, const std::vector<channel::ChannelType>& channels, Time now)
      : store_(store), clock_(clock), channels_(channels), now_(now), started_(now - hours(24 * kDays)) {}

  base::Result<SampleCompany> write() {
    clock_.set(started_);
    if (auto made = make_company(); !made) return base::pass_on(made.error());
    plan_days();
    plan_crisis();
    plan_waiting();
    std::ranges::sort(steps_, {}, [](const Step& step) { return std::pair(step.at, step.order); });
    for (const auto& step : steps_) {
      clock_.set(step.at);
      if (auto done = step.act(); !done) return base::pass_on(done.error());
    }
    auto company = sample_accounts();
    company.chat_key = chat_.key;
    return company;
  }

 private:
  struct Step {
    Time at;
    std::size_t order;  // Of planning: what is planned for the same moment happens in this order.
    std::function<base::Result<void>()> act;
  };
  // One conversation as the story goes on.
  struct Thread {
    channel::Author customer;
    ids::Conversation id;
    channel::InboundItem last;
  };
  using Story = std::shared_ptr<Thread>;

  template <class Work>
  auto transact(Work work) {
    return store_.transact_blocking(std::move(work));
  }

  base::Result<void> make_company();
  base::Result<ids::Team> make_partner_team(const rights::Principal& owner);
  void plan_days();
  void plan_crisis();
  void plan_waiting();
  void plan_matter(const sample::Matter& matter, Time at, bool post);

  Story plan_opening(Time at, const std::string& name, std::string_view text, bool post);
  void plan_word(Time at, const Story& story, std::string_view text, bool post);
  void plan_answer(Time at, const Story& story, std::string_view text, bool post, std::size_t agent);
  void plan_note(Time at, const Story& story, std::string_view text, std::size_t agent);
  void plan_status(Time at, const Story& story, conversation::Status status,
                   std::optional<conversation::DismissReason> reason);
  void plan_assignment(Time at, const Story& story, std::size_t agent);

  void plan(Time at, std::function<base::Result<void>()> act) { steps_.push_back({at, steps_.size(), std::move(act)}); }
  base::Result<void> say(const Story& story, const channel::Author& author, const std::string& text, bool post);
  [[nodiscard]] rights::Principal as(std::size_t colleague) const;
  [[nodiscard]] std::size_t agent() { return kFirstAgent + random_() % kAgents; }
  [[nodiscard]] int between(int least, int most) {
    return least + static_cast<int>(random_() % static_cast<unsigned>(most - least + 1));
  }
  [[nodiscard]] std::string any_name(std::string_view language) {
    const auto all = sample::names(language);
    const auto first = all[random_() % all.size()];
    const auto last = all[random_() % all.size()];
    return std::string(first.substr(0, first.find(' '))) + std::string(last.substr(last.rfind(' ')));
  }

  store::Store& store_;
  base::FixedClock& clock_;
  const std::vector<channel::ChannelType>& channels_;
  Time now_;
  Time started_;
  std::mt19937_64 random_{48'2210};  // The same two weeks every time.
  std::vector<Step> steps_;
  ids::Organization organization_;
  std::vector<ids::User> users_;
  std::optional<ids::Team> partner_team_;
  inbox::Inbox chat_;
  inbox::Inbox posts_;
  std::int64_t next_item_ = 1;
};

rights::Principal Chronicle::as(std::size_t colleague) const {
  rights::Principal who;
  who.kind = rights::PrincipalKind::user;
  who.organization_id = organization_;
  who.role = kColleagues[colleague].role;
  who.user_id = users_[colleague];
  if (colleague == kPartner && partner_team_) who.team_ids = {*partner_team_};
  return who;
}

base::Result<void> Chronicle::make_company() {
  const std::string hash = workflow::hash_password(base::Secret(kPassword));
  const auto archive = std::ranges::find(channels_, false, &channel::ChannelType::connectable);
  const auto live = std::ranges::find_if(channels_, [](const channel::ChannelType& type) { return type.visitors_here; });
  if (archive == channels_.end() || live == channels_.end())
    return base::fail(base::FailureKind::unavailable,
                      "This program was built without the channels that the sample company uses.");
  auto made = transact([&](store::Transaction& transaction) -> base::Result<bool> {
    auto organization = workflow::create_organization(transaction, {"Lisbon Bikes", "en", "Europe/Lisbon", true});
    if (!organization) return base::pass_on(organization.error());
    organization_ = organization->id;
    for (const auto& one : kColleagues) {
      auto user = workflow::create_user(transaction, organization_, {one.name, one.email, one.role}, hash);
      if (!user) return base::pass_on(user.error());
      users_.push_back(user->id);
    }
    workflow::NewInbox chat;
    chat.channel = live->id;
    chat.name = kChatName;
    chat.settings =
        boost::json::object{{"greeting", "Good to see you. What can we do for you?"}, {"sites", boost::json::array{}}};
    chat.key = workflow::new_public_key();
    auto inbox = workflow::create_inbox(transaction, organization_, chat, channels_);
    if (!inbox) return base::pass_on(inbox.error());
    chat_ = *inbox;
    posts_ = workflow::ensure_imported_inbox(transaction, organization_, *archive, "@lisbonbikes posts",
                                             workflow::new_public_key());
    return true;
  });
  if (!made) return base::pass_on(made.error());
  auto team = make_partner_team(as(0));
  if (!team) return base::pass_on(team.error());
  partner_team_ = *team;
  return {};
}

base::Result<ids::Team> Chronicle::make_partner_team(const rights::Principal& owner) {
  auto team = transact([&](store::Transaction& transaction) {
    return workflow::create_team(transaction, owner, {"Porto Call Centre", true, {users_[kPartner]}});
  });
  if (!team) return base::pass_on(team.error());
  return team->team.id;
}

base::Result<void> Chronicle::say(const Story& story, const channel::Author& author, const std::string& text, bool post) {
  channel::InboundItem item;
  item.external_id = "sample:" + std::to_string(next_item_++);
  item.author = author;
  item.own = author.external_id != story->customer.external_id;
  item.is_public = post;
  item.text = text;
  item.parent_external_id = post ? story->last.external_id : std::string();
  item.thread_key = story->last.thread_key;
  if (post && item.thread_key.empty()) item.thread_key = item.external_id;
  item.said_at = clock_.now();
  auto received = transact([&](store::Transaction& transaction) -> base::Result<std::optional<workflow::ReceivedItem>> {
    workflow::PeopleCache people;
    return workflow::receive_item(transaction, post ? posts_ : chat_, item, people);
  });
  if (!received) return base::pass_on(received.error());
  if (*received && (*received)->state) story->id = (*received)->state->conversation.id;
  story->last = std::move(item);
  return {};
}

Chronicle::Story Chronicle::plan_opening(Time at, const std::string& name, std::string_view text, bool post) {
  auto story = std::make_shared<Thread>();
  story->customer = {"sample:customer:" + std::to_string(steps_.size()), name, name};
  plan_word(at, story, text, post);
  return story;
}

void Chronicle::plan_word(Time at, const Story& story, std::string_view text, bool post) {
  plan(at, [this, story, text = std::string(text), post] { return say(story, story->customer, text, post); });
}

void Chronicle::plan_answer(Time at, const Story& story, std::string_view text, bool post, std::size_t agent) {
  plan(at, [this, story, text = std::string(text), post, agent]() -> base::Result<void> {
    // The archive's posts were answered where they were made; the chat is answered here.
    if (post) return say(story, {"sample:lisbonbikes", "lisbonbikes", "lisbonbikes"}, text, true);
    auto sent = transact([&](store::Transaction& transaction) {
      return workflow::send_reply(transaction, as(agent), {story->id, text, std::nullopt}, channels_);
    });
    if (!sent) return base::pass_on(sent.error());
    return {};
  });
}

void Chronicle::plan_note(Time at, const Story& story, std::string_view text, std::size_t agent) {
  plan(at, [this, story, text = std::string(text), agent]() -> base::Result<void> {
    auto written = transact(
        [&](store::Transaction& transaction) { return workflow::write_note(transaction, as(agent), story->id, text); });
    if (!written) return base::pass_on(written.error());
    return {};
  });
}

void Chronicle::plan_status(Time at, const Story& story, conversation::Status status,
                            std::optional<conversation::DismissReason> reason) {
  plan(at, [this, story, status, reason]() -> base::Result<void> {
    auto changed = transact([&](store::Transaction& transaction) {
      return workflow::change_status(transaction, as(1), {story->id, status, std::nullopt, reason, std::nullopt});
    });
    if (!changed) return base::pass_on(changed.error());
    return {};
  });
}

void Chronicle::plan_assignment(Time at, const Story& story, std::size_t agent) {
  plan(at, [this, story, agent]() -> base::Result<void> {
    auto assigned = transact([&](store::Transaction& transaction) {
      return workflow::assign_conversation(transaction, as(1), {story->id, std::optional(users_[agent]), std::nullopt});
    });
    if (!assigned) return base::pass_on(assigned.error());
    return {};
  });
}

// Mostly answered in time, sometimes late; closed when the customer is content, or dismissed with a reason.
void Chronicle::plan_matter(const sample::Matter& matter, Time at, bool post) {
  const auto story = plan_opening(at, any_name(matter.language), matter.opening, post);
  if (matter.thanks.empty() && between(1, 4) == 1) {
    plan_status(at + minutes(between(3, 30)), story, conversation::Status::resolved,
                conversation::DismissReason::thanks_only);
    return;
  }
  const bool late = between(1, 8) == 1;
  const auto waited = post ? minutes(late ? between(62, 400) : between(4, 55))
                           : minutes(0) + seconds(late ? between(310, 1500) : between(35, 290));
  const std::size_t who = agent();
  if (between(1, 6) == 1)
    plan_note(at + seconds(25), story, "Looked it up: the order is in the system, the carrier has been asked.", who);
  plan_answer(at + waited, story, matter.answer, post, who);
  Time end = at + waited + minutes(between(2, 20));
  if (!matter.thanks.empty()) {
    plan_word(end, story, matter.thanks, post);
    end += minutes(between(1, 10));
    plan_status(end, story, conversation::Status::resolved, conversation::DismissReason::thanks_only);
  } else {
    plan_status(end, story, conversation::Status::resolved, std::nullopt);
  }
}

void Chronicle::plan_days() {
  const auto matters = sample::matters();
  // The last hours belong to plan_waiting().
  for (int day = 1; day <= kDays - 1; ++day) {
    const int today = kMattersADay + between(-3, 4);
    for (int i = 0; i < today; ++i) {
      const Time at = now_ - hours(24 * day) + minutes(between(-240, 300)) + seconds(between(0, 59));
      plan_matter(matters[random_() % matters.size()], at, between(1, 5) == 1);
    }
  }
}

void Chronicle::plan_crisis() {
  const Time began = now_ - hours(48);
  for (int i = 0; i < 18; ++i) {
    const auto& matter = sample::crisis()[static_cast<std::size_t>(i) % sample::crisis().size()];
    plan_matter(matter, began + minutes(between(0, 110)), true);
  }
}

void Chronicle::plan_waiting() {
  for (const auto& one : sample::waiting()) {
    const Time at = now_ - seconds(one.seconds_ago);
    Story story;
    if (one.answered) {
      story = plan_opening(at - minutes(14), std::string(one.name), "Hello, is somebody there? It is about a payment.",
                           one.post);
      plan_answer(at - minutes(12), story, "Hello, I am. What happened?", one.post, static_cast<std::size_t>(one.assignee));
      plan_word(at, story, one.text, one.post);
      continue;
    }
    story = plan_opening(at, std::string(one.name), one.text, one.post);
    if (one.assignee >= 0) plan_assignment(at + seconds(5), story, static_cast<std::size_t>(one.assignee));
  }
}

}  // namespace

base::Result<SampleCompany> fill_sample_company(const Config& config, const std::vector<channel::ChannelType>& channels) {
  const SystemClock real;
  base::FixedClock clock(real.now());
  base::IdMaker ids(clock, kSampleNode);
  store::StoreOptions options;
  options.url = store_url(config).reveal();
  options.readers = 1;
  const auto store = store::Store::open(std::move(options), clock, ids);
  using Found = std::optional<SampleCompany>;
  auto found = store->read_blocking([](store::Reading& reading) -> base::Result<Found> {
    const auto first = store::first_organization(reading);
    if (!first) return Found{};
    auto sample = find_sample(reading, *first);
    if (!sample) return base::pass_on(sample.error());
    return Found(*std::move(sample));
  });
  if (!found) return base::pass_on(found.error());
  if (*found) return **std::move(found);
  return Chronicle(*store, clock, channels, real.now()).write();
}

}  // namespace heed
