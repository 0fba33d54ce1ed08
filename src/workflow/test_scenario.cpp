#include "workflow/test_scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/text.hpp"
#include "workflow/manage_inboxes.hpp"

namespace workflow {
namespace {

using conversation::Status;

// "90s", "5m", "1h", "2d"
std::chrono::seconds duration(const std::string& word) {
  static const std::map<char, int> kUnits{{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  const auto unit = kUnits.find(word.empty() ? '?' : word.back());
  if (unit == kUnits.end()) throw ScenarioError("expected a duration like 90s, 5m or 1h, not " + word);
  return std::chrono::seconds{std::stoll(word) * unit->second};
}

template <class Enum>
std::optional<Enum> take_name(ScenarioLine& line) {
  for (const auto& name : base::all_names<Enum>()) {
    if (line.take(name)) return base::from_name<Enum>(name);
  }
  return std::nullopt;
}

}  // namespace

Scenario::Scenario(std::string file, Office& office, base::FixedClock& clock,
                   std::function<std::vector<sla::Clock>(ids::Conversation)> clocks,
                   std::function<std::unique_ptr<ScenarioTriage>()> triage)
    : file_(std::move(file)),
      office_(office),
      clock_(clock),
      clocks_(std::move(clocks)),
      make_triage_(std::move(triage)),
      sla_(office),
      ladder_(office),
      rules_(office, words()),
      later_(office, {[this](const std::string& name) -> const rights::User& { return person(name); },
                      [this](ScenarioLine& line) { return conversation(line); },
                      [this](const std::string& word) { return time(word); },
                      [this](const ScenarioLine& line, const std::string& sentence) { wrong(line, sentence); }}),
      routing_(office, {[this](const std::string& name) -> const rights::User& { return person(name); },
                        [this](const std::string& name) { return team(name); }}),
      strikes_(office, {[this](const std::string& name) -> const rights::User& { return person(name); },
                        [this](ScenarioLine& line) { return conversation(line); }}),
      acknowledge_(office),
      events_seen_(office.last_seq()) {}

void Scenario::play() {
  std::ifstream in(file_);
  std::string text;
  int number = 0;
  try {
    while (std::getline(in, text)) {
      ScenarioLine line(++number, text);
      if (line.more()) play_line(line);
    }
  } catch (const std::exception& error) {
    ADD_FAILURE_AT(file_.c_str(), number) << error.what();
  }
}

void Scenario::play_line(ScenarioLine& line) {
  if (line.take("day")) day_ = line.word("a day like 2026-03-02");
  else if (line.take("policy")) set_policy(line);
  else if (line.take("hours")) accept(line, hours(line));
  else if (line.take("promise")) accept(line, promise(line));
  else if (line.take("inbox")) make_inbox(line);
  else if (line.take("acknowledges")) accept(line, acknowledges(line));
  else if (line.take("at")) step(line);
  else if (line.take("expect")) expect(line);
  else if (Refusal refusal; rules_.step(line, refusal)) accept(line, refusal);
  else if (Refusal by_routing; routing_.take(line, by_routing)) accept(line, by_routing);
  else if (Refusal by_strikes; strikes_.take(line, by_strikes)) accept(line, by_strikes);
  line.expect_end();
}

void Scenario::set_policy(ScenarioLine& line) {
  if (line.take("first_response")) first_response_ = duration(line.word("a duration"));
}

void Scenario::make_inbox(ScenarioLine& line) {
  const std::string name = line.word("a name");
  const bool chat = line.take("chat");
  if (!chat && !line.take("posts")) throw ScenarioError("an inbox is of the kind chat or posts");
  InboxChange change;
  if (line.take("team")) change.team_id.emplace(team(line.word("a team")));
  // A target of its own, or the channel's, and what policies say.
  if (line.take("default")) change.drop_target = true;
  else change.first_response_s = first_response_.count();
  const auto make = [&](store::Transaction& t) -> base::Result<inbox::Inbox> {
    const NewInbox wanted{office_.channels[0].id, name, boost::json::object{}, {}, {}, "key of " + name};
    const auto made = chat ? create_inbox(t, office_.organization, wanted, office_.channels)
                           : ensure_imported_inbox(t, office_.organization, office_.channels[1], name, wanted.key);
    if (!made) return made;
    change.inbox_id = made->id;
    return change_inbox(t, office_.organization, change, office_.channels);
  };
  inboxes_[name] = office_.transact(make).value();
  events_seen_ = office_.last_seq();
}

// acknowledges chat after 1m "Look at status.example.com."     acknowledges chat never
Scenario::Refusal Scenario::acknowledges(ScenarioLine& line) {
  const auto inbox = inboxes_.find(line.word("an inbox"));
  if (inbox == inboxes_.end()) throw ScenarioError("there is no such inbox");
  if (line.take("never")) return acknowledge_.set(inbox->second.id, false, {}, "");
  if (!line.take("after")) throw ScenarioError("expected: after, or never");
  const auto wait = duration(line.word("a duration"));
  return acknowledge_.set(inbox->second.id, true, wait, line.text_or(""));
}

// --- Steps

void Scenario::step(ScenarioLine& line) {
  const auto at = time(line.word("a time"));
  if (at < clock_.now()) throw ScenarioError("time does not go back: it is " + text_of(clock_.now()) + " already");
  clock_.set(at);
  Refusal refusal;
  if (line.take("item")) refusal = take_item(line, false);
  else if (line.take("post")) refusal = take_item(line, true);
  else if (line.take("reply")) refusal = reply(line);
  else if (line.take("note")) refusal = note(line);
  else if (line.take("assign")) refusal = assign(line);
  else if (line.take("resolve")) refusal = change_status(line, Status::resolved);
  else if (line.take("reopen")) refusal = change_status(line, Status::open);
  else if (line.take("pending")) refusal = change_status(line, Status::pending);
  else if (line.take("snooze")) refusal = change_status(line, Status::snoozed);
  else if (line.take("dismiss")) refusal = dismiss(line);
  else if (line.take("sweep")) office_.sweep();
  else if (line.take("reckon")) (void)office_.reckon();
  else if (line.take("hours")) refusal = hours(line);
  else if (line.take("promise")) refusal = promise(line);
  else if (line.take("withdraw")) refusal = refusal_of(sla_.withdraw(line.word("a policy")));
  else if (line.take("acknowledge")) acknowledge_.say();
  else if (line.take("climb")) ladder_.climb();
  else if (line.take("quiet")) refusal = refusal_of(ladder_.quiet(line, person(line.word("a person"))));
  else if (line.take("on_call")) refusal = call_on(line);
  else if (line.take("ladder")) refusal = refusal_of(ladder_.climb_after(duration(line.word("a duration")).count()));
  else if (line.take("has")) refusal = refusal_of(ladder_.take(person(line.word("a person"))));
  else if (line.take("wake")) office_.wake();
  else if (line.take("triage")) triage().read_all();
  else if (line.take("correct")) refusal = correct(line, false);
  else if (line.take("take_back")) refusal = correct(line, true);
  else if (line.take("worth")) refusal = value(line);
  else if (line.take("elsewhere")) say_elsewhere(line);
  else if (!later_.step(line, refusal) && !rules_.step(line, refusal) && !routing_.take(line, refusal) &&
           !strikes_.take(line, refusal) &&
           !routing_.take(line, [this](ScenarioLine& of) { return conversation(of); }, refusal))
    throw ScenarioError("there is no step " + line.word("a step"));

  accept(line, refusal);
}

// As the line says that it goes.
void Scenario::accept(ScenarioLine& line, const Refusal& refusal) {
  if (!line.take("refused")) {
    if (refusal) wrong(line, "is refused: " + refusal->message);
    return;
  }
  const std::string part = line.text("why");
  if (!refusal) wrong(line, "is not refused, expected: " + part);
  else if (refusal->message.find(part) == std::string::npos) wrong(line, "is refused with: " + refusal->message);
}

Scenario::Refusal Scenario::take_item(ScenarioLine& line, bool own) {
  const auto inbox = inboxes_.find(line.word("an inbox"));
  if (inbox == inboxes_.end()) throw ScenarioError("there is no such inbox");
  const std::string author = own ? "our account" : line.word("a person like @ann");
  auto item = office_.item(author, line.text("what they say"));
  item.own = own;
  const bool threaded = inbox->second.channel == office_.channels[1].id;
  item.is_public = threaded;
  for (bool known = true; known && line.more();) {
    if (line.take("id")) item.external_id = line.word("an id");
    else if (line.take("to")) item.parent_external_id = line.word("an id");
    else if (line.take("said")) item.said_at = time(line.word("a time"));
    else if (line.take("thread")) item.thread_key = line.word("a thread");
    else if (line.take("machine")) item.is_automatic = true;
    else if (line.take("list")) item.may_be_acknowledged = false;
    else known = false;
  }
  if (threaded && item.parent_external_id.empty()) item.thread_key = item.external_id;
  if (threaded && item.thread_key.empty()) throw ScenarioError("a post that replies says in which thread: thread ID");
  const auto received = office_.receive(inbox->second, item);
  if (!received) return std::nullopt;
  said_[item.external_id] = received->message;
  if (received->state) {
    const auto id = received->state->conversation.id;
    const auto known = std::ranges::find(conversations_, id);
    about_ = static_cast<std::size_t>(known - conversations_.begin());
    if (known == conversations_.end()) conversations_.push_back(id);
  }
  return std::nullopt;
}

Scenario::Refusal Scenario::reply(ScenarioLine& line) {
  const auto to = conversation(line);
  const auto& by = person(line.word("a person"));
  const std::string text = line.text("what they say");
  std::optional<ids::Message> seen;
  if (line.take("seen")) seen = said_.at(line.word("an id")).id;
  return refusal_of(office_.reply(by, to, text, seen));
}

Scenario::Refusal Scenario::note(ScenarioLine& line) {
  const auto to = conversation(line);
  const auto& by = person(line.word("a person"));
  return refusal_of(office_.note(by, to, line.text("the note")));
}

Scenario::Refusal Scenario::assign(ScenarioLine& line) {
  Assignment assignment;
  assignment.conversation_id = conversation(line);
  const auto& by = person(line.word("a person"));
  if (line.take("to")) {
    const std::string name = line.word("a person or nobody");
    assignment.user_id.emplace(name == "nobody" ? std::nullopt : std::optional(person(name).id));
  }
  if (line.take("team")) assignment.team_id.emplace(team(line.word("a team or none")));
  return refusal_of(office_.assign(by, assignment));
}

Scenario::Refusal Scenario::change_status(ScenarioLine& line, Status status) {
  StatusChange change;
  change.conversation_id = conversation(line);
  change.status = status;
  const auto& by = person(line.word("a person"));
  if (line.take("until")) change.snoozed_until = time(line.word("a time"));
  change.customers_wish = line.take("wished");
  return refusal_of(office_.change_status(by, change));
}

Scenario::Refusal Scenario::dismiss(ScenarioLine& line) {
  StatusChange change;
  change.conversation_id = conversation(line);
  change.status = Status::resolved;
  const auto& by = person(line.word("a person"));
  change.dismiss_reason = take_name<conversation::DismissReason>(line);
  if (!change.dismiss_reason) throw ScenarioError("there is no such reason to dismiss");
  change.dismiss_note = line.text_or("");
  return refusal_of(office_.change_status(by, change));
}

Scenario::Refusal Scenario::correct(ScenarioLine& line, bool take_back) {
  const auto of = conversation(line);
  const auto& by = person(line.word("a person"));
  const auto field = take_name<triage::Field>(line);
  if (!field) throw ScenarioError("there is no such field of triage");
  return refusal_of(take_back ? triage().take_back(by, of, *field)
                              : triage().correct(by, of, *field, line.word("what is right")));
}

Scenario::Refusal Scenario::value(ScenarioLine& line) {
  const auto of = conversation(line);
  const auto& by = person(line.word("a person"));
  const auto value = take_name<contact::Value>(line);
  if (!value) throw ScenarioError("somebody is worth none, customer, valued or key");
  return refusal_of(triage().value(by, of, *value));
}

// promise VIP first 5m next 10m solution 4h call 2h warn 80 inbox chat team care channel test_posts customers key urgent 70 then 15m,1h by Care
Scenario::Refusal Scenario::promise(ScenarioLine& line) {
  sla::Policy policy;
  policy.name = line.word("a name");
  for (bool known = true; known && line.more();) {
    if (line.take("first")) policy.first_response_s = duration(line.word("a duration")).count();
    else if (line.take("next")) policy.next_response_s = duration(line.word("a duration")).count();
    else if (line.take("solution")) policy.resolution_s = duration(line.word("a duration")).count();
    else if (line.take("call")) policy.call_back_s = duration(line.word("a duration")).count();
    else if (const auto percent = line.take_count("warn")) policy.warn_percent = *percent;
    else if (line.take("inbox")) policy.inbox_id = inboxes_.at(line.word("an inbox")).id;
    else if (line.take("team")) policy.team_id = team(line.word("a team"));
    else if (line.take("channel")) policy.channel = line.word("a channel");
    else if (line.take("customers")) policy.segment = take_name<contact::Value>(line);
    else if (const auto priority = line.take_count("urgent")) policy.priority_at_least = *priority;
    else if (line.take("then")) {
      for (const auto word : base::split(line.word("durations like 15m,1h"), ','))
        policy.escalate_s.push_back(duration(std::string(word)).count());
    } else if (line.take("working")) {
      policy.counted = sla::Counted::team;
    } else if (line.take("by")) {
      policy.counted = sla::Counted::calendar;
      policy.hours_id = sla_.hours_named(line.word("hours"));
    } else {
      known = false;
    }
  }
  return refusal_of(sla_.promise(std::move(policy)));
}

// hours Care Europe/Berlin mon-fri 09:00-12:00,13:00-17:00 sat 10:00-12:00 holiday 2026-12-25 yearly 2020-01-01 team care usual
Scenario::Refusal Scenario::hours(ScenarioLine& line) {
  sla::Calendar calendar;
  calendar.name = line.word("a name");
  if (line.take("always")) calendar.always_open = true;
  else calendar.timezone = line.word("a time zone");
  std::vector<ids::Team> teams;
  for (bool known = true; known && line.more();) {
    if (line.take("holiday")) calendar.holidays.push_back({line.word("a day"), "", false});
    else if (line.take("yearly")) calendar.holidays.push_back({line.word("a day"), "", true});
    else if (line.take("usual")) calendar.is_default = true;
    else if (line.take("team")) {
      if (const auto whose = team(line.word("a team"))) teams.push_back(*whose);
    } else known = sla_.take_days(line, calendar.week);
  }
  return refusal_of(sla_.set_hours(std::move(calendar), std::move(teams)));
}

void Scenario::say_elsewhere(ScenarioLine& line) {
  const std::string who = line.word("a person like @zoe");
  triage().say_elsewhere(who, line.text("what they say"));
}

// --- Expectations

// acknowledged #1 "part of what was said"     acknowledged #1 nothing
void Scenario::expect_acknowledged(ScenarioLine& line) {
  const auto said = acknowledge_.said(conversation(line));
  if (line.take("nothing")) return compare(line, "what was said automatically", "nothing", said);
  const std::string part = line.text("what is said");
  if (said.find(part) == std::string::npos) wrong(line, "automatically was said: " + said);
}

void Scenario::expect(ScenarioLine& line) {
  while (line.more()) {
    if (rules_.expect(line) || later_.expect(line)) continue;
    if (line.take("conversation")) expect_conversation(line);
    else if (line.take("clock")) expect_clock(line);
    else if (line.take("event")) expect_event(line);
    else if (line.take("told")) expect_told(line);
    else if (line.take("sees")) expect_sight(line, true);
    else if (line.take("hidden")) expect_sight(line, false);
    else if (line.take("priority")) expect_priority(line);
    else if (line.take("acknowledged")) expect_acknowledged(line);
    else if (line.take("ledger")) expect_ledger(line);
    else if (line.take("strikes")) {
      const auto id = conversation(line);
      const std::string expected = line.text("the level and what befell them");
      compare(line, "strikes", expected, strikes_.standing(id));
    } else if (line.take("followed")) {
      const auto id = conversation(line);
      const std::string expected = line.text("what followed, or nothing");
      compare(line, "what followed", expected, strikes_.followed(id));
    } else if (expect_routing(line)) continue;
    else if (line.take("says")) expect_said(line);
    else if (line.take("list")) expect_list(line);
    else if (const auto owed = line.take_count("owed")) expect_count(line, "owed", *owed);
    else if (const auto all = line.take_count("conversations")) expect_count(line, "conversations", *all);
    else throw ScenarioError("nobody knows how to expect " + line.word("something"));
  }
}

void Scenario::expect_conversation(ScenarioLine& line) {
  const auto state = office_.state(conversation(line));
  while (line.more() && expect_of_conversation(line, state)) {}
}

// One clause about the conversation; false where the next word begins another expectation.
bool Scenario::expect_of_conversation(ScenarioLine& line, const event::ConversationState& state) {
  const auto& c = state.conversation;
  if (const auto owed_in_all = line.take_count("owed")) expect_count(line, "owed", *owed_in_all);
  else if (const auto status = take_name<Status>(line))
    compare(line, "status", std::string(base::to_name(*status)), std::string(base::to_name(c.status)));
  else if (line.take("owed")) compare(line, "owed", "owed", c.owed ? "owed" : "settled");
  else if (line.take("settled")) compare(line, "owed", "settled", c.owed ? "owed" : "settled");
  else if (line.take("since")) compare(line, "owed since", text_of(time(line.word("a time"))), text_of(c.owed_since));
  else if (line.take("messages")) compare(line, "messages", line.word("a number"), std::to_string(c.message_count));
  else if (line.take("last")) compare(line, "last word", line.text("the last word"), c.last_text);
  else if (line.take("of")) compare(line, "contact", line.word("a contact"), state.contact_name);
  else if (line.take("assigned")) compare(line, "assignee", line.word("a person"), name_of(c.assignee_id));
  else if (line.take("unassigned")) compare(line, "assignee", "nobody", name_of(c.assignee_id));
  else if (line.take("team")) compare(line, "team", line.word("a team or none"), name_of(c.team_id));
  else if (line.take("answered"))
    compare(line, "first answer", text_of(time(line.word("a time"))), text_of(c.first_answered_at));
  else if (line.take("unanswered")) compare(line, "first answer", "never", text_of(c.first_answered_at));
  else if (line.take("dismissed"))
    compare(line, "dismissal", line.word("a reason"),
            c.dismiss_reason ? std::string(base::to_name(*c.dismiss_reason)) : "none");
  else return false;
  return true;
}

// The last clock of that kind on the conversation spoken of last.
void Scenario::expect_clock(ScenarioLine& line) {
  const auto kind = take_name<sla::ClockKind>(line);
  const auto all = clocks_(conversations_.at(about_));
  if (!kind) {
    if (!line.take("none")) throw ScenarioError("a clock is first_response, next_response or resolution, or none");
    const bool any = std::ranges::any_of(all, [](const sla::Clock& clock) { return !clock.stopped_at; });
    return compare(line, "running clock", "none", any ? "one" : "none");
  }
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const sla::Clock& clock) { return clock.kind == *kind; });
  if (found == all.rend()) return wrong(line, "no such clock ever ran");
  for (bool known = true; known && line.more();) {
    if (line.take("due")) compare(line, "due", text_of(time(line.word("a time"))), text_of(found->due_at));
    else if (line.take("started")) compare(line, "started", text_of(time(line.word("a time"))), text_of(found->started_at));
    else if (line.take("stopped")) compare(line, "stopped", text_of(time(line.word("a time"))), text_of(found->stopped_at));
    else if (line.take("running")) compare(line, "stopped", "never", text_of(found->stopped_at));
    else if (line.take("breached")) compare(line, "breached", text_of(found->due_at), text_of(found->breached_at));
    else if (line.take("kept")) compare(line, "breached", "never", text_of(found->breached_at));
    else expect_clock_terms(line, *found, known);
  }
}

// What was promised for it, and how far that has come. `known`: whether the word was one of these.
void Scenario::expect_clock_terms(ScenarioLine& line, const sla::Clock& clock, bool& known) {
  if (line.take("warns")) compare(line, "warns", text_of(time(line.word("a time"))), text_of(clock.warn_at));
  else if (line.take("warned")) compare(line, "warned", "yes", clock.warned_at ? "yes" : "no");
  else if (line.take("unwarned")) compare(line, "warned", "no", clock.warned_at ? "yes" : "no");
  else if (line.take("paused")) compare(line, "paused", "yes", clock.paused_at ? "yes" : "no");
  else if (line.take("unpaused")) compare(line, "paused", "no", clock.paused_at ? "yes" : "no");
  else if (const auto steps = line.take_count("escalated"))
    compare(line, "steps", std::to_string(*steps), std::to_string(clock.escalated.value_or(0)));
  else if (line.take("promised")) compare(line, "policy", line.word("a policy or nothing"), sla_.name_of(clock.policy_id));
  else if (line.take("because")) {
    const std::string part = line.text("why");
    const std::string why = sla_.why(office_.state(clock.conversation_id), clock.kind);
    if (why.find(part) == std::string::npos) wrong(line, "it is due then because: " + why);
  } else {
    known = false;
  }
}

// Of all waits that there ever were.
void Scenario::expect_ledger(ScenarioLine& line) {
  const auto sums = sla_.ledger(clock_.now());
  for (bool known = true; known && line.more();) {
    known = false;
    for (const auto& [name, there] : sums) {
      const auto expected = line.take_count(name);
      if (!expected) continue;
      compare(line, name, std::to_string(*expected), std::to_string(there));
      known = true;
    }
  }
}

// routed #1 "mira: load 3/10, only_one"; waits #1 "no_room 10/10"; full mira "3 of 10"; presence mira away; trouble care "part"
bool Scenario::expect_routing(ScenarioLine& line) {
  if (line.take("routed")) {
    const auto found = routing_.decided(conversation(line));
    compare(line, "decision", line.text("who and why"), found);
  } else if (line.take("waits")) {
    const auto found = routing_.waits(conversation(line));
    compare(line, "reason to wait", line.text("why"), found);
  } else if (line.take("full")) {
    const auto found = routing_.fullness(person(line.word("a person")));
    compare(line, "load", line.text("how full"), found);
  } else if (line.take("presence")) {
    const auto found = routing_.presence(person(line.word("a person")));
    compare(line, "presence", line.word("a presence"), found);
  } else if (line.take("trouble")) {
    const auto whose = team(line.word("a team"));
    const auto found = whose ? routing_.trouble(*whose) : "";
    const auto part = line.text("part of the sentence");
    if (part.empty() ? !found.empty() : found.find(part) == std::string::npos) wrong(line, "trouble: found " + found);
  } else {
    return false;
  }
  return true;
}

// An event after those that were expected before; others in between are passed over.
void Scenario::expect_event(ScenarioLine& line) {
  const std::string type = line.word("an event");
  if (type == "none")
    return compare(line, "events", "none",
                   office_.events(events_seen_).empty() ? "none" : office_.events(events_seen_)[0].type);
  const auto later = office_.events(events_seen_);
  const auto found = std::ranges::find(later, type, &store::StoredEvent::type);
  if (found == later.end())
    return wrong(line, "there is no event " + type + " after number " + std::to_string(events_seen_));
  events_seen_ = found->seq;
}

// on_call care mon 08:00-18:00 tom
Scenario::Refusal Scenario::call_on(ScenarioLine& line) {
  const auto whose = team(line.word("a team"));
  if (!whose) throw ScenarioError("somebody is on call for a team");
  const auto day = line.word("a day like mon");
  const auto hours = line.word("hours like 08:00-18:00");
  return refusal_of(ladder_.on_call(*whose, person(line.word("a person")), day, hours));
}

void Scenario::expect_told(ScenarioLine& line) {
  const auto& who = person(line.word("a person"));
  std::string expected = line.word("what they were told, or nothing");
  if (expected.front() != 'n' && line.more()) {
    while (const auto cause = take_name<notification::Cause>(line)) expected.append(" ").append(base::to_name(*cause));
  }
  compare(line, who.name + " was told", expected, ladder_.told(who));
}

void Scenario::expect_sight(ScenarioLine& line, bool seen) {
  const auto& who = person(line.word("a person"));
  const auto id = conversation(line);
  compare(line, "sight", seen ? "seen" : "hidden", office_.sees(who, id) ? "seen" : "hidden");
}

// Against another conversation's, against what it was when it was spoken of last, and for what reasons.
void Scenario::expect_priority(ScenarioLine& line) {
  const auto id = conversation(line);
  const auto state = office_.state(id);
  const std::int64_t score = state.priority.value_or(-1), before = priorities_[id];
  const auto told = "priority " + std::to_string(score) + ", before " + std::to_string(before);
  for (bool known = true; known && line.more();) {
    if (line.take("above")) {
      const auto other = office_.state(conversation(line)).priority.value_or(-1);
      if (score <= other) wrong(line, told + ": expected above " + std::to_string(other));
    } else if (const auto most = line.take_count("at_most")) {
      if (score > *most) wrong(line, told + ": expected at most " + std::to_string(*most));
    } else if (line.take("because")) {
      const std::string reason = "\"" + line.word("a reason") + "\"";
      if (state.priority_reasons.value_or("").find(reason) == std::string::npos)
        wrong(line, "expected the reason " + reason + ", found " + state.priority_reasons.value_or("none"));
    } else if (line.take("rose")) {
      if (score <= before) wrong(line, told + ": expected higher");
    } else if (line.take("fell")) {
      if (score >= before) wrong(line, told + ": expected lower");
    } else if (line.take("same")) {
      compare(line, "priority", std::to_string(before), std::to_string(score));
    } else {
      known = false;
    }
  }
  priorities_[id] = score;
}

// Of the customer's last word.
void Scenario::expect_said(ScenarioLine& line) {
  const auto said = triage().said_in(conversation(line));
  for (bool known = true; known && line.more();) {
    if (line.take("intent")) {
      const std::string name = line.word("an intent");
      if (std::ranges::find(said.intents, name, &triage::Named::name) == said.intents.end())
        wrong(line, "expected the intent " + name + ", found " + value_of(said, triage::Field::intents));
    } else if (const auto field = take_name<triage::Field>(line)) {
      compare(line, std::string(base::to_name(*field)), line.word("what it says"), value_of(said, *field));
    } else {
      known = false;
    }
  }
}

// list mira by_priority intents refund,delivery urgency 1 is #2 #1
void Scenario::expect_list(ScenarioLine& line) {
  const bool elsewhere = line.take("elsewhere");
  const rights::User* who = elsewhere ? nullptr : &person(line.word("a person"));
  ScenarioList list;
  const auto names = [&line] {
    std::vector<std::string> out;
    for (const auto name : base::split(line.word("names"), ',')) out.emplace_back(name);
    return out;
  };
  for (bool known = true; known && line.more();) {
    if (line.take("by_priority")) list.by_priority = true;
    else if (line.take("intents")) list.facets.intents = names();
    else if (line.take("sentiments")) list.facets.sentiments = names();
    else if (line.take("languages")) list.facets.languages = names();
    else if (const auto urgency = line.take_count("urgency")) list.facets.urgency = *urgency;
    else if (line.take("spam")) list.facets.spam = line.word("true or false") == "true";
    else if (line.take("abuse")) list.facets.abuse = line.word("true or false") == "true";
    else if (const auto view = take_name<conversation::View>(line)) list.view = *view;
    else known = false;
  }
  const auto found = elsewhere ? triage().list_elsewhere(list) : triage().list(*who, list);
  if (const auto holds = line.take_count("holds"))
    return compare(line, "list", std::to_string(*holds), std::to_string(found.size()));
  if (!line.take("is")) throw ScenarioError("say what the list is, or how many it holds");
  std::string expected, there;
  while (line.at_conversation()) expected += " #" + std::to_string(line.conversation());
  if (expected.empty() && !line.take("nothing")) throw ScenarioError("a list is conversations like #1 #2, or nothing");
  for (const auto id : found)
    there += " #" + std::to_string(std::ranges::find(conversations_, id) - conversations_.begin() + 1);
  compare(line, "list", expected, there);
}

void Scenario::expect_count(const ScenarioLine& line, std::string_view what, std::int64_t expected) {
  const auto counts = [&](ids::Conversation id) { return what == "conversations" || office_.conversation(id).owed; };
  const auto found = std::ranges::count_if(conversations_, counts);
  compare(line, std::string(what), std::to_string(expected), std::to_string(found));
}

void Scenario::wrong(const ScenarioLine& line, const std::string& sentence) const {
  ADD_FAILURE_AT(file_.c_str(), line.number()) << sentence;
}

void Scenario::compare(const ScenarioLine& line, const std::string& what, const std::string& expected,
                       const std::string& found) const {
  if (expected != found) wrong(line, what + ": expected " + expected + ", found " + found);
}

// --- Words → things

ScenarioTriage& Scenario::triage() {
  if (!triage_) triage_ = make_triage_();
  return *triage_;
}

ScenarioRules::Words Scenario::words() {
  return {[this](const std::string& name) -> const rights::User& { return person(name); },
          [this](const std::string& name) { return team(name); },
          [this](const std::string& name) { return inboxes_.at(name).id; },
          [this](ScenarioLine& line) { return conversation(line); },
          [this](const ScenarioLine& line, const std::string& sentence) { wrong(line, sentence); }};
}

base::Time Scenario::time(const std::string& word) const {
  std::string text = word.find('T') == std::string::npos ? day_ + "T" + word + "Z" : word;
  if (std::ranges::count(text, ':') == 1) text.insert(text.size() - 1, ":00");
  const auto parsed = base::parse_rfc3339(text);
  if (!parsed) throw ScenarioError("expected a time like 09:30, 09:30:15 or 2026-03-02T09:30Z, not " + word);
  return *parsed;
}

ids::Conversation Scenario::conversation(ScenarioLine& line) {
  const auto number = line.conversation();
  if (number < 1 || number > conversations_.size())
    throw ScenarioError("there is no conversation #" + std::to_string(number) + ", only " +
                        std::to_string(conversations_.size()));
  about_ = number - 1;
  return conversations_[about_];
}

const rights::User& Scenario::person(const std::string& name) const {
  for (const auto* user : {&office_.ana, &office_.tom, &office_.mira, &office_.pat}) {
    if (user->name == name) return *user;
  }
  throw ScenarioError("nobody is called " + name + ": there are ana, tom, mira and pat");
}

std::optional<ids::Team> Scenario::team(const std::string& name) const {
  if (name == "none") return std::nullopt;
  if (name == "care") return office_.care.id;
  if (name == "porto") return office_.partner.id;
  throw ScenarioError("there is no team " + name + ": there are care and porto, or none");
}

std::string Scenario::name_of(std::optional<ids::User> user) const {
  for (const auto* known : {&office_.ana, &office_.tom, &office_.mira, &office_.pat}) {
    if (user == known->id) return known->name;
  }
  return "nobody";
}

std::string Scenario::name_of(std::optional<ids::Team> team) const {
  return team == office_.care.id ? "care" : team == office_.partner.id ? "porto" : "none";
}

std::string Scenario::text_of(std::optional<base::Time> time) const { return time ? base::to_rfc3339(*time) : "never"; }

}  // namespace workflow
