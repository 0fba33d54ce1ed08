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

template <class T>
std::optional<base::Failure> refusal_of(const base::Result<T>& outcome) {
  return outcome ? std::nullopt : std::optional(outcome.error());
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
  else if (line.take("inbox")) make_inbox(line);
  else if (line.take("at")) step(line);
  else if (line.take("expect")) expect(line);
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
  change.first_response_s = first_response_.count();
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
  else if (line.take("wake")) office_.wake();
  else if (line.take("triage")) triage().read_all();
  else if (line.take("correct")) refusal = correct(line, false);
  else if (line.take("take_back")) refusal = correct(line, true);
  else if (line.take("worth")) refusal = value(line);
  else if (line.take("elsewhere")) say_elsewhere(line);
  else throw ScenarioError("there is no step " + line.word("a step"));

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

void Scenario::say_elsewhere(ScenarioLine& line) {
  const std::string who = line.word("a person like @zoe");
  triage().say_elsewhere(who, line.text("what they say"));
}

// --- Expectations

void Scenario::expect(ScenarioLine& line) {
  while (line.more()) {
    if (line.take("conversation")) expect_conversation(line);
    else if (line.take("clock")) expect_clock(line);
    else if (line.take("event")) expect_event(line);
    else if (line.take("sees")) expect_sight(line, true);
    else if (line.take("hidden")) expect_sight(line, false);
    else if (line.take("priority")) expect_priority(line);
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
    if (!line.take("none")) throw ScenarioError("a clock is first_response or next_response, or none");
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
    else known = false;
  }
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
