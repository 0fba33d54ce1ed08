#include "workflow/explain_item.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/json/decode.hpp"
#include "domain/triage/verdict.hpp"
#include "store/clock_store.hpp"
#include "store/contact_join_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/explain_store.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "store/thread_store.hpp"
#include "store/triage_store.hpp"

namespace workflow {
namespace {

using conversation::Direction;
using conversation::Message;
using conversation::Placement;
using triage::Field;

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string placed_because(const Message& message) {
  if (!message.placed) return "written here, as an answer or a note";
  switch (*message.placed) {
    case Placement::open: return "opened it: no conversation of this person in this thread was under way";
    case Placement::join: return "joined it: it was under way with this person, in this thread";
    case Placement::reopen: return "reopened it: it had been closed, and this person goes on";
    case Placement::attach: return "ours: it stands where the word it answers stands";
    case Placement::stand_alone: return "ours, and an answer to nothing we know: it stands in no conversation";
  }
  return "";
}

class Life {
 public:
  Life(store::Reading& reading, const Message& message) : reading_(reading), message_(message) {
    life_.message_id = message.id;
  }

  ItemLife tell() && {
    arrive();
    if (message_.conversation_id) stand_in(*message_.conversation_id);
    else if (message_.placed) add(message_.created_at, "placed", placed_because(message_));
    wait(message_.id.value);
    read_by_triage();
    if (message_.identity_id) join(*message_.identity_id);
    for (const auto& signal : store::list_signals_of_message(reading_, message_.organization_id, message_.id))
      add(signal.at, "signal", std::string(base::to_name(signal.kind)) + " (" + signal.external_id + ")");
    std::ranges::stable_sort(life_.steps, {}, &LifeStep::at);
    return std::move(life_);
  }

 private:
  void add(base::Time at, const char* step, std::string text) { life_.steps.push_back({at, step, std::move(text)}); }

  void arrive() {
    const auto inbox = store::find_inbox(reading_, message_.organization_id, message_.inbox_id);
    if (inbox) life_.inbox = inbox->name;
    std::string who = message_.direction == Direction::inbound ? "by a customer" : "by us";
    if (message_.identity_id) {
      const auto identity = store::find_identity(reading_, message_.organization_id, *message_.identity_id);
      if (identity) who += ", " + (identity->handle.empty() ? identity->external_id : identity->handle);
    }
    add(message_.said_at, "said", who + "; the platform calls it " + message_.external_id);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(message_.created_at - message_.said_at).count();
    add(message_.created_at, "arrived",
        "on " + (inbox ? inbox->channel + " \"" + inbox->name + "\"" : std::string("an inbox that is gone")) + ", " +
            std::to_string(seconds) + " s after it was said" +
            (message_.language.empty() ? "" : "; language " + message_.language));
  }

  void stand_in(ids::Conversation id) {
    const auto found = store::find_conversation(reading_, message_.organization_id, id);
    if (!found) return;
    add(message_.created_at, "placed",
        "conversation " + std::to_string(id.value) + ": " + placed_because(message_) +
            (found->thread_key.empty() ? "" : "; thread " + found->thread_key));
    if (found->team_id)
      add(message_.created_at, "routed", "team " + std::to_string(found->team_id->value) + ", as its inbox says");
    for (const auto& clock : store::list_clocks(reading_, id)) add_clock(clock);
    for (const auto& move : store::list_moves(reading_, message_.organization_id, id)) {
      add(move.moved_at, "moved",
          std::string(base::to_name(move.kind)) + " of " + std::to_string(move.source_id.value) + " into " +
              std::to_string(move.target_id.value) + (move.moved_by ? "" : ", because its thread became known") +
              (move.undone_at ? "; undone " + base::to_rfc3339(*move.undone_at) : ""));
    }
    wait(id.value);
    for (const auto& event : store::list_events_of(reading_, message_.organization_id, id))
      add(event.at, "event", event.type + ", number " + std::to_string(event.seq));
  }

  void read_by_triage() {
    const auto verdict = store::find_verdict(reading_, message_.organization_id, message_.id);
    if (!verdict) return;
    std::string text = "by " + verdict->model + ", tier " + std::to_string(verdict->triage.tier);
    for (const auto field : {Field::language, Field::sentiment, Field::intents, Field::urgency, Field::spam, Field::abuse}) {
      const auto value = triage::value_of(verdict->triage, field);
      if (!value.empty() && value != "false") text += "; " + std::string(base::to_name(field)) + " " + value;
    }
    for (const auto field : verdict->corrected) text += "; a colleague put " + std::string(base::to_name(field)) + " right";
    add(verdict->assessed_at, "triaged", std::move(text));
  }

  // Its author's contact became one with another, and with it what stands where.
  void join(ids::Identity author) {
    const auto identity = store::find_identity(reading_, message_.organization_id, author);
    if (!identity || !identity->contact_id) return;
    for (const auto& join : store::list_joins(reading_, message_.organization_id, *identity->contact_id)) {
      const auto moved = base::decode_text<std::vector<ids::Identity>>(join.identity_ids);
      const bool is_theirs = moved && std::ranges::find(*moved, author) != moved->end();
      add(join.joined_at, "joined",
          "contact " + std::to_string(join.source_id.value) + (is_theirs ? ", who said it," : "") + " became one with " +
              std::to_string(join.target_id.value) +
              (join.cause == contact::JoinCause::proof ? ": both have the same proof" : ": a colleague said so"));
    }
  }

  void add_clock(const sla::Clock& clock) {
    std::string text = std::string(base::to_name(clock.kind)) + ", due " + base::to_rfc3339(clock.due_at);
    if (clock.stopped_at)
      text += "; stopped " + base::to_rfc3339(*clock.stopped_at) + ", " +
              (clock.stop_cause ? std::string(base::to_name(*clock.stop_cause)) : "");
    if (clock.breached_at) text += "; late";
    add(clock.started_at, "clock", std::move(text));
  }

  void wait(std::int64_t who) {
    for (const auto& awaited : store::list_awaited_by(reading_, message_.organization_id, who))
      add(message_.created_at, "waits", "for the message " + awaited + ", which others reply to and we have not heard of");
  }

  store::Reading& reading_;
  const Message& message_;
  ItemLife life_;
};

}  // namespace

std::vector<ItemLife> explain_item(store::Reading& reading, ids::Organization organization, const std::string& item) {
  auto messages = store::find_messages(reading, organization, item);
  if (const auto id = number_in(item); id && messages.empty()) {
    auto found = store::find_message(reading, organization, ids::Message{*id});
    if (found) messages.push_back(*std::move(found));
  }
  std::vector<ItemLife> lives;
  for (const auto& message : messages) lives.push_back(Life(reading, message).tell());
  return lives;
}

}  // namespace workflow
