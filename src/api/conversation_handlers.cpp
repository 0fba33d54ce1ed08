#include "api/conversation_handlers.hpp"

#include <algorithm>

#include "api/page.hpp"
#include "api/present.hpp"
#include "api/upload_handlers.hpp"
#include "base/text.hpp"
#include "store/act_store.hpp"
#include "store/attachment_store.hpp"
#include "store/conversation_pages.hpp"
#include "store/event_log.hpp"
#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "store/resolution_store.hpp"
#include "store/triage_store.hpp"
#include "workflow/change_conversation.hpp"
#include "workflow/change_delivery.hpp"
#include "workflow/conversation_change.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/triage/facet_index.hpp"
#include "workflow/write_message.hpp"

namespace api {
namespace {

using conversation::View;

contract::Said present_written(const workflow::WrittenMessage& written) {
  auto message = present(written.message, written.author_name);
  if (written.outbound) add_outbound(message, *written.outbound);
  message.attachments = present(written.files);
  return {std::move(message), present(written.state)};
}

contract::TakenBack present_taken(const workflow::TakenBack& taken) {
  auto [message, conversation] = present_written(taken.written);
  return {std::move(message), std::move(conversation), taken.text, present_uploads(taken.files)};
}

contract::ReplyTerms present_terms(const workflow::ReplyTerms& terms) {
  return {terms.possible, terms.reason, terms.text_limit, terms.text_unit,  terms.closes_at,
          terms.undo_s,   terms.files,  terms.file_bytes, terms.file_types, terms.lone_file_types};
}

std::optional<base::Time> call_back_by(store::Reading& reading, const event::ConversationState& state) {
  workflow::Promises promises(reading);
  const auto terms = promises.terms_of(state, sla::ClockKind::call_back);
  if (terms.target.count() == 0) return std::nullopt;
  return sla::due_after(reading.now(), terms.target, terms);
}

contract::Move present_move(const workflow::ShownMove& shown) {
  const auto& move = shown.move;
  return {move.id,       move.kind,     move.source_id, move.target_id, shown.message_count,
          move.moved_by, move.moved_at, move.undone_at};
}

contract::Message* find_on(contract::MessagePage& page, ids::Message id) {
  const auto found = std::ranges::find(page.items, id, &contract::Message::id);
  return found == page.items.end() ? nullptr : &*found;
}

// To the messages of a page, said from `first` to `last`.
void add_triage(store::Reading& reading, const rights::Principal& who, ids::Conversation conversation,
                contract::MessagePage& page, base::Time first, base::Time last) {
  for (const auto& verdict : store::list_verdicts(reading, who.organization_id, conversation, first, last)) {
    auto* message = find_on(page, verdict.message_id);
    if (message != nullptr) message->triage = present(verdict);
  }
}

// What came beside the text.
void add_details(store::Reading& reading, const rights::Principal& who, ids::Conversation conversation,
                 contract::MessagePage& page, base::Time first, base::Time last) {
  for (const auto& details : store::list_details(reading, who.organization_id, conversation, first, last)) {
    auto* message = find_on(page, details.message_id);
    if (message != nullptr && !details.subject.empty()) message->subject = details.subject;
  }
  for (const auto& file : store::list_attachments(reading, who.organization_id, conversation, first, last)) {
    auto* message = find_on(page, file.message_id);
    if (message != nullptr) message->attachments.push_back(present(file));
  }
  for (const auto& act : store::list_acts(reading, who.organization_id, conversation, first, last)) {
    auto* message = find_on(page, act.message_id);
    if (message != nullptr) message->acts.push_back(present(act));
  }
  for (const auto id : store::list_automatic(reading, who.organization_id, conversation, first, last)) {
    auto* message = find_on(page, id);
    if (message != nullptr) message->automatic = true;
  }
}

bool has_priorities(View view) {
  return view == View::owed || view == View::mine || view == View::unassigned || view == View::open;
}

tl::unexpected<base::Failure> no_facets(const char* field) {
  return base::fail(base::FailureKind::invalid,
                    std::string(field) + ": by what triage says, only what is under way can be narrowed", field);
}

// "refund,delivery"
std::vector<std::string> names_in(const std::optional<std::string>& text) {
  std::vector<std::string> names;
  if (!text) return names;
  for (const auto name : base::split(*text, ','))
    if (!name.empty()) names.emplace_back(name);
  return names;
}

base::Result<triage::FacetFilter> read_facets(const contract::ListConversations& in) {
  triage::FacetFilter facets{
      names_in(in.intents), names_in(in.sentiments), names_in(in.languages), in.urgency.value_or(0), in.spam, in.abuse};
  for (const auto& name : facets.sentiments)
    if (name != "negative" && name != "neutral" && name != "positive")
      return base::fail(base::FailureKind::invalid, "sentiments: expected negative, neutral or positive", "sentiments");
  if (facets.urgency < 0 || facets.urgency > 2)
    return base::fail(base::FailureKind::invalid, "urgency: expected 0, 1 or 2", "urgency");
  return facets;
}

base::Result<store::ConversationFilter> read_filter(const Call& call, const contract::ListConversations& in, bool narrowed) {
  auto cursor = read_cursor(in.cursor);
  if (!cursor) return base::pass_on(cursor.error());
  auto limit = read_limit(in.limit);
  if (!limit) return base::pass_on(limit.error());
  store::ConversationFilter filter;
  filter.organization = call.principal.organization_id;
  filter.view = in.view.value_or(View::owed);
  filter.by_priority = in.order == contract::Order::priority;
  if (filter.by_priority && (in.contact_id || !has_priorities(filter.view)))
    return base::fail(base::FailureKind::invalid,
                      "order: by priority there are only owed, mine, unassigned and open, of everybody", "order");
  if (narrowed && in.contact_id) return no_facets("contact_id");
  if (narrowed && !workflow::has_facets(filter.view)) return no_facets("view");
  filter.mine_of = call.principal.user_id;
  filter.inbox = in.inbox_id;
  filter.contact = in.contact_id;
  filter.only_teams_of = only_teams_of(call.principal);
  if (const std::optional<Cursor> from = *cursor) {
    filter.after_key = from->key;
    filter.after_id = ids::Conversation{from->id};
  }
  filter.limit = *limit + 1;  // One more tells whether there is a next page.
  return filter;
}

contract::FacetCounts present_counts(const workflow::FacetCounts& counts) {
  contract::FacetCounts out;
  const auto tell = [&out](contract::FacetField field, const std::string& value, std::int64_t count) {
    if (count > 0) out.items.push_back({field, value, count});
  };
  for (const auto& [name, count] : counts.intents) tell(contract::FacetField::intents, name, count);
  for (const auto& [name, count] : counts.sentiments) tell(contract::FacetField::sentiments, name, count);
  for (const auto& [name, count] : counts.languages) tell(contract::FacetField::languages, name, count);
  tell(contract::FacetField::urgency, "1", counts.urgency[1]);
  tell(contract::FacetField::urgency, "2", counts.urgency[2]);
  tell(contract::FacetField::spam, "true", counts.spam);
  tell(contract::FacetField::abuse, "true", counts.abuse);
  return out;
}

// How those that leave fare.
void add_outbound(store::Reading& reading, const rights::Principal& who, ids::Conversation conversation,
                  contract::MessagePage& page, base::Time first, base::Time last) {
  for (const auto& outbound : store::list_outbound(reading, who.organization_id, conversation, first, last)) {
    auto* message = find_on(page, outbound.message_id);
    if (message != nullptr) api::add_outbound(*message, outbound);
  }
}

contract::Moved present_moved(const workflow::Moved& moved) { return {moved.id, present(moved.target)}; }

}  // namespace

net::Task<base::Result<contract::ViewCounts>> get_views(Call& call) {
  const rights::Principal who = call.principal;
  auto work = [who, now = call.now](store::Reading& reading) -> base::Result<contract::ViewCounts> {
    contract::ViewCounts out;
    for (const auto view : {View::owed, View::mine, View::unassigned, View::open, View::snoozed}) {
      const auto [count, late] = store::count_view(reading, who.organization_id, view, now, who.user_id, only_teams_of(who));
      out.items.push_back({view, count, late, count >= store::kMostCounted});
    }
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::ConversationPage>> list_conversations(Call& call, contract::ListConversations in) {
  auto facets = read_facets(in);
  if (!facets) co_return base::pass_on(facets.error());
  auto filter = read_filter(call, in, triage::narrows(*facets));
  if (!filter) co_return base::pass_on(filter.error());
  auto& index = call.services.facets;
  if (triage::narrows(*facets)) index.want(filter->organization);
  auto work = [&index, filter = *filter,
               facets = *std::move(facets)](store::Reading& reading) -> base::Result<contract::ConversationPage> {
    auto found = triage::narrows(facets) ? index.page(reading, filter, facets)
                                         : workflow::FacetPage{store::page_conversations(reading, filter),
                                                               store::last_seq(reading, filter.organization)};
    auto& states = found.states;
    contract::ConversationPage page;
    page.seq = found.seq;
    if (static_cast<std::int64_t>(states.size()) == filter.limit) {
      states.pop_back();
      const auto& last = states.back();
      page.next = to_text({store::sort_key(last, filter), last.conversation.id.value});
    }
    for (const auto& state : states) page.items.push_back(present(state));
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::FacetCounts>> get_facets(Call& call, contract::ListFacets in) {
  store::ConversationFilter filter;
  filter.organization = call.principal.organization_id;
  filter.view = in.view.value_or(View::owed);
  if (!workflow::has_facets(filter.view)) co_return no_facets("view");
  filter.mine_of = call.principal.user_id;
  filter.inbox = in.inbox_id;
  filter.only_teams_of = only_teams_of(call.principal);
  auto& index = call.services.facets;
  index.want(filter.organization);
  auto work = [&index, filter](store::Reading& reading) -> base::Result<contract::FacetCounts> {
    return present_counts(index.count(reading, filter));
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Conversation>> get_conversation(Call& call, contract::ConversationPath in) {
  auto work = [who = call.principal, in,
               &services = call.services](store::Reading& reading) -> base::Result<contract::Conversation> {
    auto state = workflow::find_visible(reading, who, in.conversation_id);
    if (!state) return base::pass_on(state.error());
    auto out = present(*state);
    out.reply = present_terms(workflow::reply_terms(reading, state->conversation, services.channels, services.undo));
    out.call_back_by = call_back_by(reading, *state);
    if (const auto clock = store::find_running_resolution(reading, in.conversation_id)) out.resolution = present(*clock);
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::MessagePage>> list_messages(Call& call, contract::ListMessages in) {
  auto cursor = read_cursor(in.cursor);
  if (!cursor) co_return base::pass_on(cursor.error());
  auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  auto work = [who = call.principal, id = in.conversation_id, from = *cursor,
               most = *limit](store::Reading& reading) -> base::Result<contract::MessagePage> {
    auto state = workflow::find_visible(reading, who, id);
    if (!state) return base::pass_on(state.error());
    std::optional<base::Time> before;
    std::optional<ids::Message> before_id;
    if (from) {
      before = base::Time{std::chrono::milliseconds{from->key}};
      before_id = ids::Message{from->id};
    }
    auto messages = store::page_messages(reading, who.organization_id, id, before, before_id, most + 1);
    contract::MessagePage page;
    page.seq = store::last_seq(reading, who.organization_id);
    if (static_cast<std::int64_t>(messages.size()) > most) {
      messages.pop_back();
      const auto& last = messages.back();
      page.next = to_text({last.said_at.time_since_epoch().count(), last.id.value});
    }
    for (const auto& message : messages) page.items.push_back(present(message, message.author_name));
    if (messages.empty()) return page;
    const auto first = messages.back().said_at;
    const auto last = messages.front().said_at;
    add_triage(reading, who, id, page, first, last);
    add_details(reading, who, id, page, first, last);
    add_outbound(reading, who, id, page, first, last);
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Said>> post_reply(Call& call, contract::Reply in) {
  auto work = [who = call.principal, &services = call.services, in = std::move(in)](store::Transaction& transaction) {
    workflow::ReplyText reply{in.conversation_id, in.text, in.seen_message_id, in.parent_id};
    for (const auto& file : in.files.value_or(std::vector<contract::UploadId>())) reply.files.push_back({file.value});
    return workflow::send_reply(transaction, who, reply, services.channels, services.undo);
  };
  co_return co_await call.transact(std::move(work), present_written);
}

net::Task<base::Result<contract::TakenBack>> post_cancel(Call& call, contract::MessagePath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::cancel_message(transaction, who, in.message_id);
  };
  co_return co_await call.transact(std::move(work), present_taken);
}

net::Task<base::Result<contract::Said>> post_retry(Call& call, contract::RetryMessage in) {
  auto work = [who = call.principal, in, &channels = call.services.channels](store::Transaction& transaction) {
    return workflow::retry_message(transaction, who, in.message_id, in.may_repeat.value_or(false), channels);
  };
  co_return co_await call.transact(std::move(work), present_written);
}

net::Task<base::Result<contract::Said>> post_settle(Call& call, contract::SettleMessage in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::settle_message(transaction, who, in.message_id, in.sent);
  };
  co_return co_await call.transact(std::move(work), present_written);
}

net::Task<base::Result<contract::Said>> post_note(Call& call, contract::WriteNote in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::write_note(transaction, who, in.conversation_id, in.text);
  };
  co_return co_await call.transact(std::move(work), present_written);
}

net::Task<base::Result<contract::Conversation>> post_assignment(Call& call, contract::Assign in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::assign_conversation(transaction, who, {in.conversation_id, in.user_id, in.team_id, in.note});
  };
  auto to_reply = [](const event::ConversationState& state) { return present(state); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::Conversation>> post_status(Call& call, contract::ChangeStatus in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::change_status(transaction, who,
                                   {in.conversation_id, in.status, in.snoozed_until, in.dismiss_reason, in.dismiss_note,
                                    in.customers_wish.value_or(false)});
  };
  auto to_reply = [](const event::ConversationState& state) { return present(state); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

net::Task<base::Result<contract::MoveList>> list_moves(Call& call, contract::ConversationPath in) {
  auto work = [who = call.principal, in](store::Reading& reading) -> base::Result<contract::MoveList> {
    const auto moves = workflow::list_moves(reading, who, in.conversation_id);
    if (!moves) return base::pass_on(moves.error());
    contract::MoveList out;
    for (const auto& shown : *moves) out.items.push_back(present_move(shown));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Moved>> post_merge(Call& call, contract::MergeConversation in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::merge_conversations(transaction, who, in.conversation_id, in.into_id);
  };
  co_return co_await call.transact(std::move(work), present_moved);
}

net::Task<base::Result<contract::Moved>> post_split(Call& call, contract::SplitConversation in) {
  auto work = [who = call.principal, in = std::move(in)](store::Transaction& transaction) {
    return workflow::split_conversation(transaction, who, in.conversation_id, in.message_ids);
  };
  co_return co_await call.transact(std::move(work), present_moved);
}

net::Task<base::Result<contract::Conversation>> post_undo_move(Call& call, contract::MovePath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::undo_move(transaction, who, in.move_id);
  };
  auto to_reply = [](const event::ConversationState& state) { return present(state); };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace api
