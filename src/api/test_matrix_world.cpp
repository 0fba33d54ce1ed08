#include "api/matrix_test_kit.hpp"
#include "api/taught_test_kit.hpp"
#include "base/text.hpp"
#include "store/alert_store.hpp"
#include "store/attachment_store.hpp"
#include "store/contact_store.hpp"
#include "store/macro_store.hpp"
#include "store/message_store.hpp"
#include "store/notification_store.hpp"
#include "store/outbound_store.hpp"
#include "store/push_store.hpp"
#include "store/quarantine_store.hpp"
#include "store/strike_store.hpp"
#include "store/triage_layer_store.hpp"
#include "store/triage_store.hpp"
#include "store/user_store.hpp"
#include "workflow/act_on_message.hpp"
#include "workflow/change_case.hpp"
#include "workflow/follow_ups.hpp"
#include "workflow/invite_user.hpp"
#include "workflow/manage_macros.hpp"
#include "workflow/manage_playbooks.hpp"
#include "workflow/manage_rules.hpp"
#include "workflow/manage_sla.hpp"
#include "workflow/manage_teams.hpp"
#include "workflow/manage_tokens.hpp"
#include "workflow/manage_webhooks.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/password.hpp"
#include "workflow/quarantine.hpp"
#include "workflow/run_playbook.hpp"
#include "workflow/take_action.hpp"
#include "workflow/triage/correct_triage.hpp"
#include "workflow/uploads.hpp"
#include "workflow/write_message.hpp"

namespace api::test {
namespace {

using rights::Role;

rights::Principal as(const rights::User& user) {
  rights::Principal who;
  who.kind = rights::PrincipalKind::user;
  who.organization_id = user.organization_id;
  who.role = user.role;
  who.user_id = user.id;
  return who;
}

Member make_member(TestApi& server, const World& world, const std::string& name, Role role) {
  return server.make_member(world.organization, world.canary + "-" + name, role);
}

// A conversation with a question, an answer and a note.
void make_conversation(TestApi& server, const World& world, const rights::User& owner, Place& place) {
  const std::string mark = world.canary + "-" + place.name;
  place.chat = server.make_chat(world.organization, mark + " chat", place.team.id);
  place.visitor = server.make_visitor(place.chat);
  const auto say = server.as(place.visitor, "POST", "/api/v1/widget/" + place.chat.key + "/messages",
                             R"({"text":")" + mark + R"( asks","name":")" + mark + R"( person","email":"secret@)" +
                                 base::to_lower_ascii(mark) + ".test\"}");
  ASSERT_EQ(server.send(say).status, 200);
  const auto page = body_of(
      server.send(server.as(world.asks.at("owner"), "GET",
                            "/api/v1/conversations?view=all&limit=1&inbox_id=" + std::to_string(place.chat.id.value))));
  const auto& found = page.at("items").at(0);
  const ids::Conversation conversation{found.at("id").as_int64()};
  place.ids["conversation"] = conversation.value;
  place.ids["contact"] = found.at("contact_id").as_int64();
  const auto identities = server.read([&](store::Reading& reading) -> base::Result<std::vector<contact::Identity>> {
    return store::list_identities(reading, world.organization, ids::Contact{place.ids.at("contact")});
  });
  place.ids["identity"] = identities->at(0).id.value;
  // A second one, so that the first can be taken from the contact.
  server.write([&](store::Transaction& t) -> base::Result<void> {
    contact::Identity second = identities->at(0);
    second.id = t.new_id<ids::Identity>();
    second.external_id = mark + " second";
    store::insert_identity(t, second);
    return {};
  });
  const auto question = server.read([&](store::Reading& reading) -> base::Result<ids::Message> {
    return store::list_message_ids(reading, world.organization, conversation).at(0);
  });
  place.ids["question"] = question->value;
  server.write([&](store::Transaction& t) {
    triage::Verdict verdict;
    verdict.message_id = *question;
    verdict.triage.entities = {{"order", mark + " order", {}}};
    store::put_verdict(t, world.organization, verdict, std::nullopt);
    return workflow::correct_triage(t, as(owner), *question, {{triage::Field::sentiment, "negative"}});
  });
  const auto file = server.write([&](store::Transaction& t) -> base::Result<ids::Attachment> {
    conversation::Attachment attachment;
    attachment.id = t.new_id<ids::Attachment>();
    attachment.organization_id = world.organization;
    attachment.message_id = *question;
    attachment.name = mark + ".txt";
    store::insert_attachment(t, attachment);
    store::store_attachment_bytes(t, world.organization, attachment.id, {"", mark + " bytes"});
    return attachment.id;
  });
  place.ids["attachment"] = file->value;
  const auto upload = server.write([&](store::Transaction& t) -> base::Result<conversation::Upload> {
    const auto begun = workflow::begin_upload(t, as(owner), {mark + ".png", "image/png", 1, ""});
    return workflow::add_to_upload(t, as(owner), begun.value().id, 0, "x");
  });
  place.ids["upload"] = upload->id.value;
  // What was done before is not asked of the platform again.
  server.write(
      [&](store::Transaction& t) { return workflow::record_act(t, as(owner), *question, conversation::ActKind::like); });
  const auto layer = server.write([&](store::Transaction& t) -> base::Result<ids::TriageLayer> {
    triage::LearntLayer learnt;
    learnt.id = t.new_id<ids::TriageLayer>();
    learnt.organization_id = world.organization;
    learnt.state = triage::LayerState::rolled_back;
    learnt.model = small_models().serving().version;
    learnt.learnt_at = t.now();
    store::insert_layer(t, learnt, mark);
    return learnt.id;
  });
  place.ids["layer"] = layer->value;
  const auto hours = server.write([&](store::Transaction& t) -> base::Result<ids::BusinessHours> {
    sla::Calendar calendar;
    calendar.name = mark + " hours";
    calendar.always_open = true;
    return workflow::save_calendar(t, as(owner), std::nullopt, calendar, {}).map([](const auto& saved) {
      return saved.calendar.id;
    });
  });
  place.ids["hours"] = hours->value;
  const auto policy = server.write([&](store::Transaction& t) -> base::Result<ids::SlaPolicy> {
    sla::Policy wanted;
    wanted.name = mark + " policy";
    wanted.inbox_id = place.chat.id;
    wanted.first_response_s = 300;
    return workflow::save_policy(t, as(owner), std::nullopt, wanted, server.channels).map([](const auto& saved) {
      return saved.id;
    });
  });
  place.ids["policy"] = policy->value;
  server.write([&](store::Transaction& t) { return workflow::write_note(t, as(owner), conversation, mark + " notes"); });
  const auto answer = server.write([&](store::Transaction& t) {
    return workflow::send_reply(t, as(owner), {conversation, mark + " answers", std::nullopt}, server.channels);
  });
  place.ids["message"] = answer->message.id.value;
  // One that can be taken back, and one that nobody knows of; both as if they left for a platform.
  for (const auto delivery : {conversation::Delivery::queued, conversation::Delivery::uncertain}) {
    const auto leaving = server.write([&](store::Transaction& t) -> base::Result<ids::Message> {
      auto message = answer->message;
      message.id = t.new_id<ids::Message>();
      message.external_id = "heed:" + std::to_string(message.id.value);
      message.delivery = delivery;
      message.said_at -= std::chrono::seconds(1);  // Not the newest word.
      store::insert_message(t, message);
      conversation::Outbound outbound;
      outbound.message_id = message.id;
      outbound.organization_id = message.organization_id;
      outbound.inbox_id = message.inbox_id;
      outbound.reason = mark + " waits";
      store::insert_outbound(t, outbound);
      return message.id;
    });
    place.ids[std::string(base::to_name(delivery))] = leaving->value;
  }
  const auto more = server.write([&](store::Transaction& t) {
    return workflow::send_reply(t, as(owner), {conversation, mark + " adds", std::nullopt}, server.channels);
  });
  const auto moved = server.write(
      [&](store::Transaction& t) { return workflow::split_conversation(t, as(owner), conversation, {more->message.id}); });
  place.ids["move"] = moved->id.value;
  place.ids["split"] = moved->target.conversation.id.value;
  // A case of two, and a conversation that is in none.
  const ids::Conversation split = moved->target.conversation.id;
  const auto opened = server.write(
      [&](store::Transaction& t) { return workflow::open_case(t, as(owner), mark + " case", {conversation, split}); });
  place.ids["case"] = opened->matter.id.value;
  const auto last = server.write([&](store::Transaction& t) {
    return workflow::send_reply(t, as(owner), {conversation, mark + " ends", std::nullopt}, server.channels);
  });
  const auto loose = server.write(
      [&](store::Transaction& t) { return workflow::split_conversation(t, as(owner), conversation, {last->message.id}); });
  place.ids["loose"] = loose->target.conversation.id.value;
  const auto kept = server.write([&](store::Transaction& t) -> base::Result<std::vector<inbox::Quarantined>> {
    workflow::quarantine(t, place.chat, mark + " bytes", mark + " reason");
    return store::page_quarantined(t, world.organization, {}, 1);
  });
  place.ids["quarantined"] = kept->at(0).id.value;
  const auto alert = server.write([&](store::Transaction& t) -> base::Result<ids::Alert> {
    signals::Alert raised;
    raised.id = t.new_id<ids::Alert>();
    raised.organization_id = world.organization;
    raised.inbox_id = place.chat.id;
    raised.began_at = raised.raised_at = t.now();
    EXPECT_TRUE(store::insert_alert(t, raised));
    return raised.id;
  });
  place.ids["alert"] = alert->value;
  const auto strike = server.write([&](store::Transaction& t) -> base::Result<ids::Strike> {
    contact::StrikeRecord kept_strike;
    kept_strike.id = t.new_id<ids::Strike>();
    kept_strike.organization_id = world.organization;
    kept_strike.contact_id = ids::Contact{place.ids["contact"]};
    kept_strike.conversation_id = ids::Conversation{place.ids["conversation"]};
    kept_strike.cause = contact::StrikeCause::complaint;
    kept_strike.at = t.now();
    kept_strike.note = mark + " strike";
    EXPECT_TRUE(store::insert_strike(t, kept_strike));
    return kept_strike.id;
  });
  place.ids["strike"] = strike->value;
}

// A rule, a macro, a draft, a playbook and one that is being followed.
void make_automation(TestApi& server, const World& world, const rights::User& owner, Place& place) {
  const std::string mark = world.canary + "-" + place.name;
  const ids::Conversation conversation{place.ids.at("conversation")};
  const auto followed = [&](const std::string& name) {
    return server.write([&](store::Transaction& t) {
      automation::Playbook playbook;
      playbook.name = mark + name;
      playbook.steps.resize(2);
      for (auto& step : playbook.steps) step.text = mark + " step";
      return workflow::save_playbook(t, as(owner), std::nullopt, playbook);
    });
  };
  place.ids["playbook"] = followed(" playbook")->id.value;
  const auto run = server.write([&, other = followed(" followed")->id](store::Transaction& t) {
    return workflow::begin_playbook(t, as(owner), conversation, other);
  });
  place.ids["run"] = run->id.value;
  const auto macro = server.write([&](store::Transaction& t) {
    automation::Macro wanted;
    wanted.name = mark + " macro";
    wanted.text = mark + " says";
    return workflow::save_macro(t, as(owner), std::nullopt, wanted);
  });
  place.ids["macro"] = macro->id.value;
  const auto rule = server.write([&](store::Transaction& t) {
    automation::Rule wanted;
    wanted.name = mark + " rule";
    wanted.actions = {{automation::ActionKind::add_label}};
    wanted.actions[0].label = "seen";
    return workflow::save_rule(t, as(owner), std::nullopt, wanted, server.channels);
  });
  place.ids["rule"] = rule->id.value;
  const auto draft = server.write([&](store::Transaction& t) -> base::Result<ids::Draft> {
    automation::Action offer{automation::ActionKind::draft_macro};
    offer.macro_id = macro->id;
    (void)workflow::take_action(t, workflow::as_rule(world.organization), conversation, offer, {rule->id, rule->name});
    return store::list_drafts(t, world.organization, conversation).at(0).id;
  });
  place.ids["draft"] = draft->value;
}

Place make_place(TestApi& server, const World& world, const rights::User& owner, const std::string& name, bool partner,
                 std::vector<ids::User> people) {
  Place place;
  place.name = name;
  const std::string mark = world.canary + "-" + name;
  place.member = make_member(server, world, name + "-member", partner ? Role::partner : Role::agent);
  people.push_back(place.member.user.id);
  place.team =
      server.write([&](store::Transaction& t) { return workflow::create_team(t, as(owner), {mark, partner, people}); })
          ->team;
  const auto token = server.write([&](store::Transaction& t) {
    return workflow::create_token(t, world.organization, Role::owner, {mark + " token", Role::agent, std::nullopt});
  });
  make_conversation(server, world, owner, place);
  make_automation(server, world, owner, place);
  const auto webhook = server.write([&](store::Transaction& t) {
    return workflow::create_webhook(t, world.organization, {"https://crm.example/" + world.canary + "-" + name, {}});
  });
  place.ids["webhook"] = webhook->id.value;
  const auto notice = server.write([&](store::Transaction& t) -> base::Result<ids::Notification> {
    notification::Notification told;
    told.id = t.new_id<ids::Notification>();
    told.organization_id = world.organization;
    told.user_id = owner.id;
    told.conversation_id = ids::Conversation{place.ids.at("conversation")};
    told.text = mark;
    store::insert_notification(t, told);
    return told.id;
  });
  place.ids["notification"] = notice->value;
  const auto browser = server.write([&](store::Transaction& t) -> base::Result<ids::PushSubscription> {
    notification::PushSubscription made;
    made.id = t.new_id<ids::PushSubscription>();
    made.organization_id = world.organization;
    made.user_id = owner.id;
    made.address_hash = made.name = mark;
    store::insert_push_subscription(t, made);
    return made.id;
  });
  place.ids["browser"] = browser->value;
  const auto call = server.write([&](store::Transaction& t) {
    using namespace std::chrono_literals;
    workflow::PlannedFollowUp planned;
    planned.conversation_id = ids::Conversation{place.ids.at("conversation")};
    planned.kind = conversation::FollowUpKind::call_back;
    planned.text = mark;
    planned.phone = "+49 30 1234567";
    planned.from_at = t.now() + 24h;
    planned.due_at = t.now() + 25h;
    return workflow::plan_follow_up(t, as(owner), planned);
  });
  place.ids["follow_up"] = place.ids["follow-up"] = call->id.value;
  place.ids["organization"] = world.organization.value;
  place.ids["team"] = place.team.id.value;
  place.ids["told_user"] = owner.id.value;
  place.ids["user"] = place.member.user.id.value;
  place.ids["token"] = token->token.id.value;
  place.ids["inbox"] = place.chat.id.value;
  return place;
}

}  // namespace

World make_world(TestApi& server, const std::string& canary) {
  World world;
  world.canary = canary;
  world.organization = server.make_organization(canary + " organization");
  const Member owner = make_member(server, world, "owner", Role::owner);
  const Member agent = make_member(server, world, "agent", Role::agent);
  const Member partner = make_member(server, world, "partner", Role::partner);
  world.asks["anonymous"] = {};
  world.asks["owner"] = owner.visa;
  world.asks["agent"] = agent.visa;
  world.asks["partner"] = partner.visa;
  const Member admin = make_member(server, world, "admin", Role::admin);
  const Member lead = make_member(server, world, "lead", Role::lead);
  world.asks["admin"] = admin.visa;
  world.asks["lead"] = lead.visa;
  for (const auto role : {Role::partner, Role::agent, Role::lead, Role::admin, Role::owner})
    world.asks["token_" + std::string(base::to_name(role))] = server.make_token(world.organization, role);

  world.own =
      make_place(server, world, owner.user, "own_team", false, {owner.user.id, admin.user.id, lead.user.id, agent.user.id});
  world.other = make_place(server, world, owner.user, "other_team", false, {});
  world.partner = make_place(server, world, owner.user, "partner_team", true, {partner.user.id});
  world.asks["visitor"] = world.own.visitor;

  // Their rows stay as they were when they could come in: only the state and the time keep them out.
  const Member suspended = make_member(server, world, "suspended", Role::owner);
  const Member expired = make_member(server, world, "expired", Role::owner);
  world.asks["suspended"] = suspended.visa;
  world.asks["expired"] = expired.visa;
  server.database.administer("UPDATE users SET state = 'suspended' WHERE id = " + std::to_string(suspended.user.id.value));
  server.database.administer("UPDATE sessions SET expires_at = 1 WHERE user_id = " + std::to_string(expired.user.id.value));

  world.sign_in_email = agent.user.email;
  server.write([&](store::Transaction& t) -> base::Result<void> {
    store::set_password_hash(t, world.organization, agent.user.id, workflow::hash_password(base::Secret(kPassword)));
    return {};
  });
  const auto invited = server.write([&](store::Transaction& t) {
    return workflow::invite_user(t, as(owner.user), {canary + "-invited", canary + "-invited@example.org", Role::agent});
  });
  world.invitation = invited->token.reveal();
  return world;
}

void TryingStore::submit_write(std::shared_ptr<store::Job> job, store::Priority priority) {
  try {
    static_cast<void>(inner_.transact_blocking(
        [&job](store::Transaction& transaction) -> base::Result<void> {
          job->run(transaction);
          return base::fail(base::FailureKind::conflict, "only tried");
        },
        priority));
  } catch (const std::exception&) {
    job->fail(std::current_exception());
  }
  store::finish(job);
}

std::shared_ptr<store::ReadQueue> TryingStore::submit_read(std::shared_ptr<store::Job> job) {
  try {
    static_cast<void>(inner_.read_blocking([&job](store::Reading& reading) -> base::Result<void> {
      job->run(reading);
      return {};
    }));
  } catch (const std::exception&) {
    job->fail(std::current_exception());
  }
  store::finish(job);
  return nullptr;
}

}  // namespace api::test
