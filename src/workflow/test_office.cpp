#include "workflow/test_office.hpp"

#include <stdexcept>

#include "store/team_store.hpp"
#include "store/verify_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/manage_teams.hpp"
#include "workflow/resolutions.hpp"
#include "workflow/route_waiting.hpp"
#include "workflow/set_up.hpp"
#include "workflow/sweep.hpp"

namespace workflow {
namespace {

base::Result<boost::json::value> keep_settings(const boost::json::value& settings) { return settings; }

constexpr store::Query<sla::Clock(ids::Conversation)> kAllClocks{"test_clocks"};

std::shared_ptr<const store::Catalogue> clocks_catalogue() {
  const std::vector<store::EmbeddedQuery> queries{
      {"test_clocks",
       "SELECT id, organization_id, conversation_id, kind, started_at, due_at, breached_at, stopped_at, stop_cause, "
       "dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at "
       "FROM clocks WHERE conversation_id = $1 UNION ALL "
       "SELECT id, organization_id, conversation_id, 'resolution' AS kind, started_at, due_at, breached_at, stopped_at, stop_cause, "
       "dismiss_reason, policy_id, target_s, paused_ms, paused_at, warn_at, warned_at, escalated, next_at "
       "FROM resolutions WHERE conversation_id = $1 ORDER BY id",
       "test_office.cpp", 1}};
  return std::make_shared<store::Catalogue>(queries, std::vector<store::EmbeddedMigration>{},
                                            std::vector<store::CheckedQuery>{kAllClocks});
}

}  // namespace

std::vector<channel::ChannelType> test_channels() {
  channel::ChannelType chat;
  chat.id = "test_chat";
  chat.name = "Test chat";
  chat.visitors_here = true;
  chat.capabilities.text_limit = 4000;
  chat.capabilities.live = true;
  chat.capabilities.acknowledges = true;
  chat.capabilities.first_response_s = 300;
  chat.check_settings = keep_settings;
  channel::ChannelType posts;
  posts.id = "test_posts";
  posts.name = "Test posts";
  posts.connectable = false;
  posts.capabilities.is_public = true;
  posts.capabilities.can_reply = false;
  posts.check_settings = keep_settings;
  return {chat, posts};
}

base::Time test_time(std::string_view rfc3339) { return base::parse_rfc3339(rfc3339).value(); }

Office::Office(store::Store& store, base::FixedClock& clock, const std::string& name) : store_(store), clock_(clock) {
  organization =
      transact([&](store::Transaction& t) { return create_organization(t, {name, "en", "Europe/Lisbon"}); }).value().id;
  const std::string domain = "@" + std::to_string(organization.value) + ".example.org";
  ana = hire("ana" + domain, rights::Role::owner);
  tom = hire("tom" + domain, rights::Role::lead);
  mira = hire("mira" + domain, rights::Role::agent);
  pat = hire("pat" + domain, rights::Role::partner);
  const auto who = as(ana);
  care = transact([&](store::Transaction& t) { return create_team(t, who, {"Care", false, {mira.id}}); }).value().team;
  partner = transact([&](store::Transaction& t) { return create_team(t, who, {"Porto Call Centre", true, {pat.id}}); })
                .value()
                .team;
  NewInbox wanted;
  wanted.channel = channels[0].id;
  wanted.name = "Chat";
  wanted.settings = boost::json::object{};
  wanted.key = "chat-" + std::to_string(organization.value);
  chat = transact([&](store::Transaction& t) { return create_inbox(t, organization, wanted, channels); }).value();
  posts = transact([&](store::Transaction& t) -> base::Result<inbox::Inbox> {
            return ensure_imported_inbox(t, organization, channels[1], "@lisbonbikes",
                                         "posts-" + std::to_string(organization.value));
          }).value();
}

rights::User Office::hire(const std::string& email, rights::Role role) {
  const std::string name = email.substr(0, email.find('@'));
  return transact([&](store::Transaction& t) { return create_user(t, organization, {name, email, role}, "hash"); }).value();
}

rights::Principal Office::as(const rights::User& user) {
  rights::Principal who;
  who.kind = rights::PrincipalKind::user;
  who.organization_id = user.organization_id;
  who.role = user.role;
  who.user_id = user.id;
  who.team_ids = read([&](store::Reading& reading) -> base::Result<std::vector<ids::Team>> {
                   return store::team_ids_of(reading, user.organization_id, user.id);
                 }).value();
  return who;
}

channel::InboundItem Office::item(const std::string& person, const std::string& text) {
  channel::InboundItem item;
  item.external_id = "item-" + std::to_string(++items_);
  item.author = {person, person, person};
  item.text = text;
  item.said_at = clock_.now();
  return item;
}

std::optional<ReceivedItem> Office::receive(const inbox::Inbox& inbox, const channel::InboundItem& item) {
  return transact([&](store::Transaction& t) -> base::Result<std::optional<ReceivedItem>> {
           Receiving receiving(t);
           auto received = receiving.say(inbox, item);
           receiving.finish();
           return received;
         })
      .value();
}

ids::Conversation Office::hears(const inbox::Inbox& inbox, const std::string& person, const std::string& text) {
  return hears(inbox, item(person, text));
}

ids::Conversation Office::hears(const inbox::Inbox& inbox, const channel::InboundItem& item) {
  const auto received = receive(inbox, item);
  if (!received) throw std::logic_error("this word was heard before");
  const auto state = received->state;
  if (!state) throw std::logic_error("a customer's word belongs to a conversation");
  return state->conversation.id;
}

base::Result<WrittenMessage> Office::reply(const rights::User& by, ids::Conversation to, const std::string& text,
                                           std::optional<ids::Message> seen) {
  return transact([&, who = as(by)](store::Transaction& t) { return send_reply(t, who, {to, text, seen}, channels); });
}

base::Result<WrittenMessage> Office::note(const rights::User& by, ids::Conversation to, const std::string& text) {
  return transact([&, who = as(by)](store::Transaction& t) { return write_note(t, who, to, text); });
}

base::Result<event::ConversationState> Office::assign(const rights::User& by, const Assignment& assignment) {
  return transact([&, who = as(by)](store::Transaction& t) { return assign_conversation(t, who, assignment); });
}

base::Result<event::ConversationState> Office::change_status(const rights::User& by, const StatusChange& change) {
  return transact([&, who = as(by)](store::Transaction& t) { return workflow::change_status(t, who, change); });
}

base::Result<event::ConversationState> Office::resolve(const rights::User& by, ids::Conversation conversation,
                                                       std::optional<conversation::DismissReason> reason) {
  return change_status(by, {conversation, conversation::Status::resolved, {}, reason, {}});
}

std::int64_t Office::sweep() {
  return transact([](store::Transaction& t) -> base::Result<std::int64_t> {
           return sweep_clocks(t, 100) + fire_resolutions(t, 100);
         })
      .value();
}

std::int64_t Office::reckon() {
  std::int64_t rounds = 0;
  while (transact([](store::Transaction& t) -> base::Result<std::int64_t> { return reckon_clocks(t, 2); }).value() > 0)
    ++rounds;
  return rounds;
}

std::int64_t Office::wake() {
  return transact([](store::Transaction& t) -> base::Result<std::int64_t> { return wake_conversations(t, 100); }).value();
}

std::int64_t Office::route() {
  std::int64_t steps = 0;
  for (;;) {
    const auto done = transact([&](store::Transaction& t) -> base::Result<std::int64_t> {
                        const auto plan = plan_routing(t, organization, {channels});
                        return carry_out(t, organization, plan.steps, {channels});
                      }).value();
    if (done == 0) return steps;
    steps += done;
  }
}

event::ConversationState Office::state(ids::Conversation conversation) {
  const auto who = as(ana);
  return read([&](store::Reading& reading) { return find_visible(reading, who, conversation); }).value();
}

bool Office::sees(const rights::User& user, ids::Conversation conversation) {
  const auto who = as(user);
  return read([&](store::Reading& reading) { return find_visible(reading, who, conversation); }).has_value();
}

std::vector<store::StoredEvent> Office::events(std::int64_t after) {
  return read([&](store::Reading& reading) -> base::Result<std::vector<store::StoredEvent>> {
           auto all = store::events_after(reading, organization, after, 10'000);
           // Told by name what is told to all besides; ScenarioLadder and notify_test.cpp look at these.
           std::erase_if(all, [](const store::StoredEvent& one) { return one.type == event::NotificationChanged::kType; });
           return all;
         })
      .value();
}

std::vector<std::string> Office::event_types(std::int64_t after) {
  std::vector<std::string> types;
  for (const auto& event : events(after)) types.push_back(event.type);
  return types;
}

std::int64_t Office::last_seq() {
  return read([&](store::Reading& reading) -> base::Result<std::int64_t> { return store::last_seq(reading, organization); })
      .value();
}

void OfficeTest::SetUp() {
  StoreTest::SetUp();
  if (IsSkipped()) return;
  clock_.set(test_time("2026-03-02T09:00:00Z"));
  store_ = open();
  office_ = std::make_unique<Office>(*store_, clock_);
}

void OfficeTest::TearDown() {
  if (office_ != nullptr) expect_whole(*office_);
}

void expect_whole(Office& office) {
  const auto verified = office
                            .read([&](store::Reading& reading) -> base::Result<store::Verification> {
                              return store::verify(reading, office.organization);
                            })
                            .value();
  for (const auto& breach : verified.breaches)
    ADD_FAILURE() << "the record is not whole: " << breach.rule << ": " << breach.first.at(0);
}

std::vector<sla::Clock> all_clocks(const store::test::TestDatabase& database, ids::Conversation conversation) {
  const auto connection = database.connect(clocks_catalogue());
  std::vector<sla::Clock> all;
  connection->begin();
  store::run_statement(
      *connection, kAllClocks, store::Delivery::at_once,
      [&](const store::RowReader& row) { all.push_back(store::read_row<sla::Clock>(row)); }, conversation);
  connection->rollback();
  return all;
}

}  // namespace workflow
