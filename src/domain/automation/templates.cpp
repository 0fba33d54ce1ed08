#include "domain/automation/templates.hpp"

#include <utility>
#include <vector>

namespace automation {
namespace {

using enum StepOwner;
using enum StepCheck;

Step step(std::string text, StepOwner owner, std::int64_t due_minutes, StepCheck check = by_hand, std::string label = "") {
  Step out;
  out.text = std::move(text);
  out.owner = owner;
  out.due_minutes = due_minutes;
  out.check = check;
  if (!label.empty()) out.label = std::move(label);
  return out;
}

Playbook playbook(std::string name, std::string when_to_use, std::vector<Step> steps) {
  Playbook out;
  out.name = std::move(name);
  out.when_to_use = std::move(when_to_use);
  out.steps = std::move(steps);
  return out;
}

Macro macro(std::string name, std::string text, std::vector<Action> actions = {}) {
  Macro out;
  out.name = std::move(name);
  out.text = std::move(text);
  out.actions = std::move(actions);
  return out;
}

Condition when(ConditionField field, Comparison comparison, std::vector<std::string> values) {
  return {field, comparison, std::move(values)};
}

Action start() {
  Action out;
  out.kind = ActionKind::start_playbook;
  out.playbook_id = ids::Playbook{1};
  return out;
}

Action draft(std::int64_t number) {
  Action out;
  out.kind = ActionKind::draft_macro;
  out.macro_id = ids::Macro{number};
  return out;
}

Action label(std::string text) {
  Action out;
  out.kind = ActionKind::add_label;
  out.label = std::move(text);
  return out;
}

Action priority(std::int64_t least) {
  Action out;
  out.kind = ActionKind::set_priority;
  out.priority = least;
  return out;
}

Action note(std::string text) {
  Action out;
  out.kind = ActionKind::add_note;
  out.text = std::move(text);
  return out;
}

Rule rule(std::string name, Trigger trigger, std::vector<Condition> conditions, std::vector<Action> actions) {
  Rule out;
  out.name = std::move(name);
  out.trigger = trigger;
  out.conditions = std::move(conditions);
  out.actions = std::move(actions);
  out.once_per_conversation = true;
  return out;
}

PlaybookTemplate angry_public_post() {
  using F = ConditionField;
  using C = Comparison;
  return {
      "angry_public_post",
      playbook(
          "Angry public post",
          "Somebody complains where everybody can read it, and their words are sharp enough to spread. The first answer is "
          "read by far more people than the one who asked.",
          {step("Read the whole thread, what they wrote before, and what we answered. Note in one sentence what went wrong "
                "for them.",
                assignee, 5),
           step("Take it: one person answers, so that they hear one voice.", lead, 5, assigned),
           step("Answer in public: say that you saw it, name the problem in their own words, and say what happens next and "
                "when. No excuses, no ready-made text, nothing about their order or account.",
                assignee, 15, answered),
           step("Move the details to a private message; ask there for what you need, and for nothing you have already.",
                assignee, 30),
           step("Where the mistake was ours, agree with the lead what is offered to make it good.", lead, 60),
           step("Write the outcome under the public post, so that whoever read the complaint reads its end.", assignee,
                1440),
           step("Look at the post again a day later: new replies, shares, people with the same problem.", assignee, 2880)}),
      {macro(
          "Angry public post: first answer",
          "Hello {{contact.first_name|there}}, you are right to be annoyed, and thank you for telling us openly. We are looking "
          "into it now and will come back to you here within the hour. So that we can act on it, please send us a private "
          "message. {{agent.first_name|Your team}}")},
      {rule("Angry public post", Trigger::triaged,
            {when(F::visibility, C::is, {"public"}), when(F::sentiment, C::is, {"negative"}),
             when(F::intent, C::is, {"complaint", "churn_threat", "cancellation", "legal_press"}),
             when(F::spam, C::is, {"false"}), when(F::owed, C::is, {"true"})},
            {priority(80), label("angry-public"), start(), draft(1)})}};
}

PlaybookTemplate outage() {
  using F = ConditionField;
  using C = Comparison;
  return {
      "outage",
      playbook(
          "Outage in progress",
          "Several customers report within minutes that the same thing does not work. One truth, told early and everywhere, "
          "saves hundreds of single answers.",
          {step(
               "Confirm with operations: what is broken, since when, for whom, and who works on it. No guesses to customers "
               "before that.",
               lead, 10),
           step("Name one person who keeps the wording; everybody answers with the same facts.", lead, 10, assigned),
           step("Label every conversation that belongs to it \"outage\", and link them to one case.", assignee, 15, labelled,
                "outage"),
           step("Post a notice on the public accounts: what is affected, that it is being worked on, when you write next. "
                "Give no time for the repair that nobody has promised.",
                lead, 20),
           step("Answer those who asked: thank them, point to the notice, say that they will hear when it works again.",
                assignee, 30, answered),
           step("Update the notice at the time you gave, also when there is nothing new.", lead, 60),
           step(
               "When it works: say so in the notice, then tell everybody with the label, and ask whether it works for them.",
               assignee, 240),
           step("Within two days, write down for the team what customers asked that we could not answer.", lead, 2880)}),
      {macro(
          "Outage: we know",
          "Hello {{contact.first_name|there}}, thank you for telling us. We know about the problem, and our engineers are working on "
          "it. You do not have to do anything; we write to you as soon as it works again. Our notice has the latest. "
          "{{agent.first_name|Your team}}",
          {label("outage")})},
      {rule("Outage in progress", Trigger::triaged,
            {when(F::intent, C::is, {"outage"}), when(F::spam, C::is, {"false"}), when(F::owed, C::is, {"true"})},
            {priority(70), label("outage"), start(), draft(1)})}};
}

PlaybookTemplate second_strike() {
  using F = ConditionField;
  using C = Comparison;
  return {
      "second_strike",
      playbook(
          "Second strike",
          "We had told this customer that all was done, and it was not, for the second time or more. Another round of "
          "the same procedure loses them.",
          {step("Read what was promised each time, by whom, and why it did not hold. Write it in a note.", assignee, 15),
           step("A lead takes the conversation, or names the one person who stays on it to the end.", lead, 30, assigned),
           step("Answer: say openly that this is not the first time and that it is on us. Ask for nothing that the customer "
                "has told before.",
                assignee, 45, answered),
           step("Find the cause with whoever owns it, not another workaround. Note what will be different now.", lead, 240),
           step("Tell the customer what was found and done. Offer something for the trouble where the rules allow it.",
                assignee, 480),
           step("Ask three days later whether it still works, before you resolve.", assignee, 4320)}),
      {macro(
          "Second strike: first answer",
          "Hello {{contact.first_name|there}}, this should have been settled the last time, and it was not. That is on us. I "
          "have read everything you wrote, so you do not have to explain it again. I stay on this until it is solved, and you "
          "hear from me today. {{agent.name|Your team}}")},
      {rule(
          "Second strike", Trigger::strike_added, {when(F::strikes, C::at_least, {"2"})},
          {priority(75), label("second-strike"),
           note(
               "{{contact.name|This customer}} has come back for the second time or more with a matter that we had closed. Read "
               "what was promised before you answer."),
           start(), draft(1)})}};
}

PlaybookTemplate vip() {
  using F = ConditionField;
  using C = Comparison;
  return {
      "vip",
      playbook(
          "VIP",
          "A customer whom the company cannot lose writes to us, whatever it is about. They get one person, not a queue.",
          {step("Give it to the person who knows this customer; where nobody does, a lead takes it.", lead, 5, assigned),
           step("Look at the contact's page: open cases, what was promised, who spoke with them last.", assignee, 10),
           step(
               "Answer personally and by name, also where the solution takes longer: what you do, and when they hear again.",
               assignee, 15, answered),
           step("Tell their account manager what it is about, before they hear it from the customer.", assignee, 60),
           step("Keep the time that you gave; write before it is over.", assignee, 240),
           step("When it is solved, say so, and note what this customer cares about for whoever answers next.", assignee,
                1440)}),
      {macro(
          "VIP: first answer",
          "Hello {{contact.first_name|there}}, thank you for writing to us. I am {{agent.name|your contact here}}, and I look after "
          "this myself. You hear from me within the hour, sooner if I have the answer.")},
      {rule("VIP writes", Trigger::message_in, {when(F::contact_value, C::is, {"key"}), when(F::owed, C::is, {"true"})},
            {priority(70), label("vip"), start()})}};
}

PlaybookTemplate safety() {
  using F = ConditionField;
  using C = Comparison;
  return {
      "safety",
      playbook(
          "Security or safety report",
          "Somebody reports an injury, a fire, a dangerous product, a leak of data or a hole in our security. People come "
          "before procedure, and nothing is denied or admitted before it was looked at.",
          {step(
               "If somebody is in danger now: tell them to get away from the product and to call the emergency services. Before "
               "all else.",
               assignee, 5),
           step(
               "A lead takes it, and calls whoever is responsible for safety or security by telephone. A message is not enough.",
               lead, 10, assigned),
           step(
               "Keep everything: no message is deleted, hidden or changed. Save pictures, times, names of products, numbers of "
               "orders in a note.",
               assignee, 15),
           step(
               "Answer: thank them, say that it is being looked at now and by whom, and ask only what is needed to protect others. "
               "No cause, no blame, no offer.",
               lead, 30, answered),
           step(
               "Move it to a private channel; ask a person who reports a hole in our security for the details there, and not to "
               "publish them yet.",
               assignee, 45),
           step("Find out who else reported the same, and link those conversations to one case.", assignee, 60),
           step(
               "Ask legal and security whether authorities or other customers have to be told, and until when. Note the answer "
               "and the name.",
               lead, 240),
           step("Tell the reporter what was done, as far as it may be told, and whom they can reach.", lead, 1440)}),
      {macro(
          "Safety: first answer",
          "Hello {{contact.first_name|there}}, thank you for telling us at once. If anybody is in danger, please keep away from it and "
          "call the emergency services. Please do not use the product until you hear from us. Somebody responsible for safety is "
          "looking at your report now and will write to you directly. {{agent.name|Your team}}")},
      {rule("Security or safety report", Trigger::triaged,
            {when(F::intent, C::is, {"safety"}), when(F::owed, C::is, {"true"})},
            {priority(95), label("safety"),
             note("Possible danger to people or data. Follow the playbook from its first step; promise and deny nothing."),
             start(), draft(1)}),
       rule(
           "Security hole reported", Trigger::message_in,
           {when(F::text, C::contains, {"vulnerability", "security hole", "data breach", "data leak", "phishing", "hacked"}),
            when(F::spam, C::is, {"false"}), when(F::owed, C::is, {"true"})},
           {priority(85), label("security"), start()})}};
}

PlaybookTemplate refund() {
  using F = ConditionField;
  using C = Comparison;
  return {
      "refund",
      playbook(
          "Refund",
          "Somebody wants their money back. What annoys people is rarely the decision: it is not knowing whether it comes and "
          "when.",
          {step("Find the order, what was paid, how, and whether something was refunded before.", assignee, 60),
           step("Check that whoever asks is the one who paid. In public, ask for nothing about the order: go to a private "
                "message.",
                assignee, 60),
           step("Decide by the refund policy. Above your limit, ask the lead before you promise.", lead, 240),
           step(
               "Answer with the decision in the first sentence: how much, by which way, until which day. Where it is no, say "
               "why, and what you can do instead.",
               assignee, 480, answered),
           step("Start the refund and note its number here.", assignee, 480, labelled, "refund-started"),
           step("On the day you named, look whether it was booked; write to the customer before they ask.", assignee,
                10'080)}),
      {macro(
           "Refund: we are checking",
           "Hello {{contact.first_name|there}}, I am sorry that you have to ask for this. I am checking your order now and write "
           "to you today with a clear answer: how much, by which way and until when. {{agent.first_name|Your team}}",
           {label("refund")}),
       macro(
           "Refund: on its way",
           "Hello {{contact.first_name|there}}, your refund has been started. The money comes back by the same way you paid; "
           "depending on your bank that takes three to seven working days. If it is not there by then, answer here, and I follow "
           "it up. {{agent.first_name|Your team}}",
           {label("refund-started")})},
      {rule("Refund asked for", Trigger::triaged,
            {when(F::intent, C::is, {"refund"}), when(F::spam, C::is, {"false"}), when(F::owed, C::is, {"true"})},
            {label("refund"), start(), draft(1)})}};
}

PlaybookTemplate spam_wave() {
  using F = ConditionField;
  using C = Comparison;
  return {
      "spam_wave",
      playbook(
          "Spam wave",
          "Many messages of the same kind arrive that no customer wrote: advertising, fake support, links. Customers must not "
          "drown in them, and must not be taken in by them.",
          {step("Look at ten of them: the same words, links or accounts? Note what they have in common.", assignee, 15),
           step("Look in the same minutes for customers whose messages were taken for spam; put those right, so that triage "
                "learns it.",
                assignee, 30),
           step("Answer none of them: an answer shows that somebody reads. Dismiss them as spam, with that reason.",
                assignee, 60),
           step("On public pages, hide what carries links or pretends to be us. Report the accounts to the platform.",
                assignee, 60),
           step(
               "Where somebody pretends to be us, warn customers with a post of our own: how to tell our real accounts, and "
               "that we never ask for passwords.",
               lead, 120),
           step("A day later: is it over? If not, tighten the inbox's own filters with its administrator.", lead, 1440)}),
      {},
      {rule("Spam is labelled", Trigger::triaged, {when(F::spam, C::is, {"true"}), when(F::contact_value, C::is, {"none"})},
            {label("spam-suspected")})}};
}

PlaybookTemplate praise() {
  using F = ConditionField;
  using C = Comparison;
  return {
      "praise",
      playbook(
          "Praise",
          "Somebody says something good about us. It costs a minute to answer, and those who said it remember that.",
          {step(
               "Answer within the day, personally: pick up the one thing they liked. No survey, no offer, no request to post "
               "it elsewhere.",
               assignee, 480, answered),
           step("Where they name a colleague or a team, pass it on to them in their own words.", assignee, 1440),
           step("In public and worth sharing: ask whether we may quote it, and share it only after a yes.", lead, 2880)}),
      {macro(
          "Praise: thank you",
          "Hello {{contact.first_name|there}}, what a good thing to read, thank you! I pass it on to the people who made it "
          "happen. {{agent.first_name|Your team}}",
          {label("praise")})},
      {rule("Praise", Trigger::triaged,
            {when(F::intent, C::is, {"praise"}), when(F::sentiment, C::is, {"positive"}), when(F::spam, C::is, {"false"}),
             when(F::urgency, C::at_most, {"0"})},
            {label("praise"), draft(1)})}};
}

}  // namespace

std::span<const PlaybookTemplate> playbook_templates() {
  static const std::vector<PlaybookTemplate> kTemplates = {
      angry_public_post(), outage(), second_strike(), vip(), safety(), refund(), spam_wave(), praise()};
  return kTemplates;
}

}  // namespace automation
