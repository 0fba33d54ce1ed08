#include "workflow/move_messages.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/clock_store.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "store/thread_store.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/resolutions.hpp"
#include "workflow/retell_conversation.hpp"

namespace workflow {
namespace {

using conversation::Status;

void close_merged(store::Transaction& transaction, event::ConversationState& source, ids::Conversation into) {
  auto& conversation = source.conversation;
  conversation.status = Status::resolved;
  conversation.snoozed_until.reset();
  conversation.resolved_at = transaction.now();
  conversation.merged_into_id = into;
  retell_conversation(transaction, source);
}

std::vector<sla::Clock> dismissed_clocks(store::Transaction& transaction, ids::Conversation conversation) {
  auto clocks = store::list_clocks(transaction, conversation);
  std::erase_if(clocks, [](const sla::Clock& clock) { return clock.stop_cause != sla::StopCause::dismissed; });
  return clocks;
}

// A dismissal is about all that was heard before it. Put together with words that are owed an answer it would dismiss those
// too, which nobody decided: it is withdrawn, and what it was about is owed again.
void withdraw_dismissals(store::Transaction& transaction, const event::ConversationState& of,
                         const event::ConversationState& owed) {
  if (!owed.conversation.owed_since) return;
  for (const auto& clock : dismissed_clocks(transaction, of.conversation.id))
    if (clock.stopped_at >= owed.conversation.owed_since) store::delete_clock(transaction, clock.id);
}

// The reason of a dismissal goes with the words it was about, where it still stands.
void take_reason(event::ConversationState& target, const conversation::Conversation& source) {
  auto& conversation = target.conversation;
  if (conversation.dismiss_reason || !source.dismiss_reason) return;
  conversation.dismiss_reason = source.dismiss_reason;
  conversation.dismiss_note = source.dismiss_note;
}

conversation::Move note_of(store::Transaction& transaction, conversation::MoveKind kind,
                           const event::ConversationState& source, ids::Conversation target,
                           const std::vector<ids::Message>& messages, std::optional<ids::User> by) {
  conversation::Move move;
  move.id = transaction.new_id<ids::Move>();
  move.organization_id = source.conversation.organization_id;
  move.kind = kind;
  move.source_id = source.conversation.id;
  move.target_id = target;
  move.message_ids = base::encode(messages);
  move.source_before = base::encode(source.conversation);
  move.moved_by = by;
  move.moved_at = transaction.now();
  return move;
}

void tell_moved(store::Transaction& transaction, const event::ConversationState& from, const event::ConversationState& to,
                std::optional<ids::User> by) {
  tell_as_it_stands(transaction, from, by);
  transaction.publish(from.conversation.organization_id, event::MessagesMoved{from.conversation.id, to});
}

base::Failure nothing_to_undo() {
  return {base::FailureKind::conflict, "This was undone already, or moved on since.", "", std::nullopt};
}

std::optional<conversation::Conversation> conversation_of(const std::optional<std::string>& json) {
  if (!json) return std::nullopt;
  auto read = base::decode_text<conversation::Conversation>(*json, base::UnknownMembers::ignore);
  return read ? std::optional(*std::move(read)) : std::nullopt;
}

// Those that the merge moved or withdrew; one that somebody has withdrawn since stays so.
void give_back_dismissals(store::Transaction& transaction, const conversation::Move& move) {
  if (!move.dismissals) return;
  const auto before = base::decode_text<std::vector<sla::Clock>>(*move.dismissals);
  if (!before) return;
  const auto now = store::list_clocks(transaction, move.target_id);
  for (const auto& clock : *before) {
    const auto there = std::ranges::find(now, clock.id, &sla::Clock::id);
    if (there != now.end() && there->stop_cause != sla::StopCause::dismissed) continue;
    store::delete_clock(transaction, clock.id);
    store::insert_clock(transaction, clock);
  }
}

// Where nothing was said since the merge, the target is closed or snoozed again as it was.
void give_back_status(store::Transaction& transaction, event::ConversationState& target,
                      const conversation::Conversation& before) {
  auto& conversation = target.conversation;
  const bool same_words = conversation.message_count == before.message_count &&
                          conversation.last_said_at == before.last_said_at && conversation.owed == before.owed;
  if (!same_words || conversation.status != Status::open) return;
  conversation.status = before.status;
  conversation.snoozed_until = before.snoozed_until;
  conversation.resolved_at = before.resolved_at;
  store::update_conversation(transaction, conversation);
  Promises promises(transaction);
  keep_resolution(transaction, promises, target);
}

// The record allows one open conversation a thread. `besides`: one that may close.
base::Result<void> check_thread(store::Reading& reading, const conversation::Conversation& c,
                                std::optional<ids::Conversation> besides = {}) {
  if (c.status == Status::resolved) return {};
  const auto latest = store::find_latest_conversation(reading, c.organization_id, c.contact_id, c.inbox_id, c.thread_key);
  if (!latest || latest->status == Status::resolved || latest->id == besides) return {};
  return base::fail(base::FailureKind::conflict, "Another conversation with this person is open in this thread.");
}

struct FoundMove {
  conversation::Move move;
  event::ConversationState source;
  event::ConversationState target;
};

base::Result<FoundMove> find_undoable(store::Reading& reading, const rights::Principal& who, ids::Move id) {
  const auto move = store::find_move(reading, who.organization_id, id);
  if (!move) return base::fail(base::FailureKind::not_found, "There is no such move.");
  auto source = find_visible(reading, who, move->source_id);
  auto target = find_visible(reading, who, move->target_id);
  if (!source || !target) return base::fail(base::FailureKind::not_found, "There is no such move.");
  if (move->undone_at) return base::pass_on(nothing_to_undo());
  return FoundMove{*move, *std::move(source), *std::move(target)};
}

// A merge that can be undone, with what that takes.
struct MergeUndo {
  FoundMove merge;
  conversation::Conversation before;  // The source.
  std::vector<ids::Message> messages;
};

// Whether all that the merge moved is still there and something else with it, and the thread free for the source.
base::Result<MergeUndo> check_undo(store::Reading& reading, FoundMove merge) {
  const auto& [move, source, target] = merge;
  auto before = base::decode_text<conversation::Conversation>(move.source_before, base::UnknownMembers::ignore);
  auto messages = base::decode_text<std::vector<ids::Message>>(move.message_ids);
  const auto& into = target.conversation;
  if (!before || !messages || source.conversation.merged_into_id != into.id || into.merged_into_id)
    return base::pass_on(nothing_to_undo());
  const auto there = store::list_message_ids(reading, into.organization_id, into.id);
  const auto is_there = [&](ids::Message message) { return std::ranges::find(there, message) != there.end(); };
  const auto words = store::list_story(reading, into.organization_id, into.id);
  const auto stays = [&](const auto& word) { return std::ranges::find(*messages, word.id) == messages->end(); };
  if (!std::ranges::all_of(*messages, is_there) || !std::ranges::any_of(words, stays))
    return base::pass_on(nothing_to_undo());
  before->contact_id = source.conversation.contact_id;  // May have been joined with another since.
  before->case_id = source.conversation.case_id;
  if (auto is_free = check_thread(reading, *before, into.id); !is_free) return base::pass_on(is_free.error());
  return MergeUndo{std::move(merge), *std::move(before), *std::move(messages)};
}

// The source of a merge as it was, with the words that were taken from it.
base::Result<event::ConversationState> undo_merge(store::Transaction& transaction, const rights::Principal& who,
                                                  MergeUndo undo) {
  auto& [merge, before, messages] = undo;
  auto& [move, source, target] = merge;
  for (const auto message : messages)
    store::move_message(transaction, before.organization_id, message, target.conversation.id, source.conversation.id);
  give_back_dismissals(transaction, move);
  // A case that only the source was in before it.
  if (move.took_case_id && target.conversation.case_id == move.took_case_id) target.conversation.case_id.reset();
  const auto target_before = conversation_of(move.target_before);
  if (target_before) take_reason(target, *target_before);
  retell_conversation(transaction, target);
  if (target_before) give_back_status(transaction, target, *target_before);
  // Only now it is known whether the target is open.
  if (auto is_free = check_thread(transaction, before); !is_free) return base::pass_on(is_free.error());
  Promises promises(transaction);
  if (before.status != Status::resolved) reopen_resolution(transaction, promises, source);
  source.conversation = std::move(before);
  store::update_conversation(transaction, source.conversation);
  retell_conversation(transaction, source);
  tell_moved(transaction, target, source, who.user_id);
  store::set_move_undone(transaction, who.organization_id, move.id);
  return std::move(source);
}

}  // namespace

Moved merge_into(store::Transaction& transaction, event::ConversationState source, event::ConversationState target,
                 std::optional<ids::User> by) {
  const auto organization = source.conversation.organization_id;
  const auto messages = store::list_message_ids(transaction, organization, source.conversation.id);
  auto move = note_of(transaction, conversation::MoveKind::merge, source, target.conversation.id, messages, by);
  move.target_before = base::encode(target.conversation);
  auto dismissals = dismissed_clocks(transaction, source.conversation.id);
  const auto others = dismissed_clocks(transaction, target.conversation.id);
  dismissals.insert(dismissals.end(), others.begin(), others.end());
  move.dismissals = base::encode(dismissals);
  if (!target.conversation.case_id) move.took_case_id = target.conversation.case_id = source.conversation.case_id;
  store::insert_move(transaction, move);
  store::move_messages(transaction, organization, source.conversation.id, target.conversation.id);
  withdraw_dismissals(transaction, source, target);
  withdraw_dismissals(transaction, target, source);
  store::move_dismissals(transaction, source.conversation.id, target.conversation.id);
  take_reason(target, source.conversation);
  close_merged(transaction, source, target.conversation.id);
  retell_conversation(transaction, target);
  tell_moved(transaction, source, target, by);
  return {move.id, std::move(target)};
}

base::Result<Moved> merge_conversations(store::Transaction& transaction, const rights::Principal& who,
                                        ids::Conversation source, ids::Conversation target) {
  auto from = find_visible(transaction, who, source);
  if (!from) return base::pass_on(from.error());
  auto into = find_visible(transaction, who, target);
  if (!into) return base::fail(base::FailureKind::invalid, "into_id: there is no such conversation", "into_id");
  const auto& a = from->conversation;
  const auto& b = into->conversation;
  if (a.id == b.id) return base::fail(base::FailureKind::invalid, "into_id: it is the same conversation", "into_id");
  if (a.merged_into_id || b.merged_into_id)
    return base::fail(base::FailureKind::conflict, "One of them was merged already.");
  if (a.contact_id != b.contact_id || a.inbox_id != b.inbox_id)
    return base::fail(base::FailureKind::conflict,
                      "Only conversations with one person on one inbox can be merged; link others as a case.");
  if (a.owed && b.status == Status::resolved) {
    const auto open =
        store::find_latest_conversation(transaction, b.organization_id, b.contact_id, b.inbox_id, b.thread_key);
    if (open && open->id != a.id && open->id != b.id && open->status != Status::resolved)
      return base::fail(base::FailureKind::conflict,
                        "It would open again, and another conversation with this person is open there already.");
  }
  return merge_into(transaction, *std::move(from), *std::move(into), who.user_id);
}

base::Result<Moved> split_conversation(store::Transaction& transaction, const rights::Principal& who,
                                       ids::Conversation source, const std::vector<ids::Message>& messages) {
  auto from = find_workable(transaction, who, source);
  if (!from) return base::pass_on(from.error());
  const auto invalid = [](const char* what) {
    return base::fail(base::FailureKind::invalid, std::string("message_ids: ") + what, "message_ids");
  };
  if (messages.empty()) return invalid("name at least one");
  event::ConversationState fresh;
  fresh.contact_name = from->contact_name;
  fresh.conversation = from->conversation;
  auto& c = fresh.conversation;
  c.id = transaction.new_id<ids::Conversation>();
  // New words in the thread go on with the source; one open conversation a thread is what the record allows.
  c.thread_key += "#" + std::to_string(c.id.value);
  c.status = Status::open;
  c.snoozed_until.reset();
  c.resolved_at.reset();
  c.dismiss_reason.reset();
  c.dismiss_note.reset();
  c.owed = false;
  c.owed_since.reset();
  c.due_at.reset();
  c.message_count = 0;
  c.case_id.reset();  // A matter of its own.
  c.created_at = transaction.now();
  store::insert_conversation(transaction, c);
  const auto move = note_of(transaction, conversation::MoveKind::split, *from, c.id, messages, who.user_id);
  store::insert_move(transaction, move);
  for (const auto message : messages) {
    if (!store::move_message(transaction, c.organization_id, message, source, c.id))
      return invalid("one of them is not in this conversation");
  }
  if (store::list_story(transaction, c.organization_id, source).empty()) return invalid("at least one must stay");
  if (store::list_story(transaction, c.organization_id, c.id).empty()) return invalid("a note alone is no conversation");
  retell_conversation(transaction, fresh);
  retell_conversation(transaction, *from);
  transaction.publish(c.organization_id, event::ConversationCreated{fresh});
  tell_moved(transaction, *from, fresh, who.user_id);
  return Moved{move.id, std::move(fresh)};
}

base::Result<std::vector<ShownMove>> list_moves(store::Reading& reading, const rights::Principal& who,
                                                ids::Conversation conversation) {
  if (auto there = find_visible(reading, who, conversation); !there) return base::pass_on(there.error());
  std::vector<ShownMove> shown;
  for (auto& move : store::list_moves(reading, who.organization_id, conversation)) {
    const auto other = move.source_id == conversation ? move.target_id : move.source_id;
    if (!find_visible(reading, who, other)) continue;
    const auto messages = base::decode_text<std::vector<ids::Message>>(move.message_ids);
    const auto count = messages ? static_cast<std::int64_t>(messages->size()) : 0;
    shown.push_back({std::move(move), count});
  }
  return shown;
}

bool can_undo_merge(store::Reading& reading, const rights::Principal& who, ids::Move id) {
  auto found = find_undoable(reading, who, id);
  return found && found->move.kind == conversation::MoveKind::merge && check_undo(reading, *std::move(found));
}

base::Result<event::ConversationState> undo_move(store::Transaction& transaction, const rights::Principal& who,
                                                 ids::Move id) {
  auto found = find_undoable(transaction, who, id);
  if (!found) return base::pass_on(found.error());
  if (found->move.kind == conversation::MoveKind::merge) {
    auto undo = check_undo(transaction, *std::move(found));
    if (!undo) return base::pass_on(undo.error());
    return undo_merge(transaction, who, *std::move(undo));
  }
  auto& [move, source, target] = *found;
  if (source.conversation.merged_into_id || target.conversation.merged_into_id) return base::pass_on(nothing_to_undo());
  store::set_move_undone(transaction, who.organization_id, move.id);
  return merge_into(transaction, std::move(target), std::move(source), who.user_id).target;
}

}  // namespace workflow
