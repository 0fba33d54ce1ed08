#pragma once
// Conversations, messages and the lists they stand in.

#include "api/contract/common.hpp"
#include "api/contract/triage.hpp"
#include "channel/text_measure.hpp"
#include "domain/conversation/act.hpp"
#include "domain/conversation/move.hpp"
#include "domain/conversation/view.hpp"

namespace api::contract {

using conversation::View;

struct Clock {
  sla::ClockKind kind = sla::ClockKind::first_response;
  base::Time started_at{};
  base::Time due_at{};
  std::optional<base::Time> breached_at;
  std::optional<base::Time> warn_at;  // When people are warned; none where the policy warns of nothing.
  std::optional<base::Time> warned_at;
  std::optional<base::Time> paused_at;  // The customer asked to hear from us later: since then no time counts.
  std::optional<std::int64_t> target_s;
  std::optional<ids::SlaPolicy> policy_id;  // None: the inbox's own target, or its channel's.
  std::int64_t escalated = 0;               // How many steps after the breach were taken.
};
BOOST_DESCRIBE_STRUCT(Clock, (),
                      (kind, started_at, due_at, breached_at, warn_at, warned_at, paused_at, target_s, policy_id, escalated))

// What the composer has to know before anybody writes.
struct ReplyTerms {
  bool possible = false;
  std::string reason;                      // Why it is not; a sentence.
  std::optional<std::int64_t> text_limit;  // Of one message, in text_unit; a longer answer becomes several.
  channel::TextUnit text_unit = channel::TextUnit::code_points;
  std::optional<base::Time> closes_at;       // When the channel lets us answer no more.
  std::int64_t undo_s = 0;                   // How long an answer can be taken back for certain.
  std::int64_t files = 0;                    // How many go with one message; 0: none.
  std::int64_t file_bytes = 0;               // Of one of them, at most.
  std::vector<std::string> file_types;       // "image/png", or "image/" for all of them; empty: any.
  std::vector<std::string> lone_file_types;  // Of these only one goes, and no other beside it.
};
BOOST_DESCRIBE_STRUCT(ReplyTerms, (),
                      (possible, reason, text_limit, text_unit, closes_at, undo_s, files, file_bytes, file_types,
                       lone_file_types))

// One conversation as a list row shows it; the feed sends the same shape.
struct Conversation {
  ids::Conversation id;
  ids::Inbox inbox_id;
  ids::Contact contact_id;
  std::string contact_name;
  std::optional<ids::Team> team_id;
  std::optional<ids::User> assignee_id;
  conversation::Status status = conversation::Status::open;
  std::optional<base::Time> snoozed_until;
  bool owed = false;
  std::optional<base::Time> owed_since;
  std::optional<conversation::DismissReason> dismiss_reason;
  std::optional<std::string> dismiss_note;
  std::optional<Clock> clock;  // The clock that is running, if one is.
  base::Time first_said_at{};
  base::Time last_said_at{};
  std::string last_text;
  conversation::Direction last_direction = conversation::Direction::inbound;
  std::int64_t message_count = 0;
  std::optional<base::Time> first_answered_at;
  std::optional<std::int64_t> first_response_s;  // Seconds from the first word to a person's first answer.
  std::vector<View> views;  // Every view it stands in, but `mine`: that one is for whoever is `assignee_id`.
  std::optional<ids::Conversation> merged_into_id;  // Its messages stand there now.
  std::optional<ids::Case> case_id;
  std::optional<std::int64_t> priority;          // 0 to 100; none before it was looked at, and once it is resolved.
  std::vector<PriorityReason> priority_reasons;  // The weightiest first.
  std::optional<Facets> facets;                  // None before it was looked at, and once it is resolved.
  std::optional<ReplyTerms> reply;               // Only where one conversation is asked for; not in lists or in the feed.
  std::optional<base::Time> call_back_by;        // The same: when a call comes that they are promised now, as a policy says.
  std::optional<Clock> resolution;               // The same: by when a policy wants it solved, while it is not.
};
BOOST_DESCRIBE_STRUCT(Conversation, (),
                      (id, inbox_id, contact_id, contact_name, team_id, assignee_id, status, snoozed_until, owed, owed_since,
                       dismiss_reason, dismiss_note, clock, first_said_at, last_said_at, last_text, last_direction,
                       message_count, first_answered_at, first_response_s, views, merged_into_id, case_id, priority,
                       priority_reasons, facets, reply, call_back_by, resolution))

enum class Order {
  due,       // As the view has it: see ConversationPage.
  priority,  // The highest first; for `owed`, `mine`, `unassigned` and `open`.
};
BOOST_DESCRIBE_ENUM(Order, due, priority)

struct ListConversations {
  std::optional<View> view;    // `owed` when left out.
  std::optional<Order> order;  // `due` when left out.
  std::optional<ids::Inbox> inbox_id;
  std::optional<ids::Contact> contact_id;
  std::optional<std::string> cursor;  // `next` of the page before.
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
  // By what triage says, of what is under way (see Facets); of several names with commas between, any will do.
  std::optional<std::string> intents;
  std::optional<std::string> sentiments;
  std::optional<std::string> languages;
  std::optional<std::int64_t> urgency;  // At least.
  std::optional<bool> spam;             // false: all but spam.
  std::optional<bool> abuse;
};
BOOST_DESCRIBE_STRUCT(ListConversations, (),
                      (view, order, inbox_id, contact_id, cursor, limit, intents, sentiments, languages, urgency, spam,
                       abuse))

enum class FacetField { intents, sentiments, languages, urgency, spam, abuse };
BOOST_DESCRIBE_ENUM(FacetField, intents, sentiments, languages, urgency, spam, abuse)

struct ListFacets {
  std::optional<View> view;  // One of what is under way; `owed` when left out.
  std::optional<ids::Inbox> inbox_id;
};
BOOST_DESCRIBE_STRUCT(ListFacets, (), (view, inbox_id))

// One way to narrow a view: as the parameter of that name is to be set.
struct FacetCount {
  FacetField field = FacetField::intents;
  std::string value;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(FacetCount, (), (field, value, count))

// Only what there is.
struct FacetCounts {
  std::vector<FacetCount> items;
};
BOOST_DESCRIBE_STRUCT(FacetCounts, (), (items))

// What a correction left: the message's triage, and the conversation with its priority.
struct Triaged {
  Triage triage;
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(Triaged, (), (triage, conversation))

// `owed` is ordered by the deadline, nearest first; `snoozed` by when it ends; others by the last word, newest first.
struct ConversationPage {
  std::vector<Conversation> items;
  std::optional<std::string> next;
  std::int64_t seq = 0;  // The page is as of this event.
};
BOOST_DESCRIBE_STRUCT(ConversationPage, (), (items, next, seq))

struct ViewCount {
  View view = View::owed;
  std::int64_t count = 0;
  std::int64_t late = 0;  // Of these, with a breached clock running.
  bool more = false;      // The counting stopped here: there may be more.
};
BOOST_DESCRIBE_STRUCT(ViewCount, (), (view, count, late, more))

struct ViewCounts {
  std::vector<ViewCount> items;
};
BOOST_DESCRIBE_STRUCT(ViewCounts, (), (items))

struct AttachmentPath {
  ids::Attachment attachment_id;
};
BOOST_DESCRIBE_STRUCT(AttachmentPath, (), (attachment_id))

// The bytes of a file follow, not JSON: its own Content-Type, to be saved, never shown as a page.
struct AttachmentFile {};
BOOST_DESCRIBE_STRUCT(AttachmentFile, (), ())

// What one of us did to a message on its platform.
struct Act {
  conversation::ActKind kind = conversation::ActKind::like;
  std::optional<ids::User> user_id;  // None: a program.
  base::Time done_at{};
};
BOOST_DESCRIBE_STRUCT(Act, (), (kind, user_id, done_at))

struct Message {
  ids::Message id;
  std::optional<ids::Conversation> conversation_id;
  conversation::Direction direction = conversation::Direction::inbound;
  std::string author_name;
  std::optional<ids::User> user_id;  // Which of us wrote it.
  bool is_public = false;
  std::string text;
  conversation::Delivery delivery = conversation::Delivery::received;
  base::Time said_at{};
  std::optional<base::Time> edited_at;
  std::optional<base::Time> deleted_at;      // On the platform: its text is gone here too.
  std::optional<std::string> original_text;  // What it said before it was edited.
  std::optional<std::string> language;       // ISO 639-1, as the platform or the writer has it; none when unknown.
  std::optional<Triage> triage;              // What a customer's message says; none until it was read.
  std::optional<std::string> subject;        // Of a mail.
  std::vector<Attachment> attachments;
  std::optional<std::string> delivery_reason;  // Why it waits, failed or is uncertain, in a sentence.
  std::optional<base::Time> send_at;           // While it is queued: it leaves then at the soonest.
  std::optional<std::string> url;              // Where it can be seen on the platform.
  std::optional<base::Time> delivered_at;      // When it reached the customer, and when they saw it: where the platform
  std::optional<base::Time> seen_at;           // tells.
  bool automatic = false;  // A machine said it: of one of theirs nothing is owed, and one of ours answers nothing.
  std::vector<Act> acts;   // In order; of opposites the later one holds.
};
BOOST_DESCRIBE_STRUCT(Message, (),
                      (id, conversation_id, direction, author_name, user_id, is_public, text, delivery, said_at, edited_at,
                       deleted_at, original_text, language, triage, subject, attachments, delivery_reason, send_at, url,
                       delivered_at, seen_at, automatic, acts))

struct ConversationPath {
  ids::Conversation conversation_id;
};
BOOST_DESCRIBE_STRUCT(ConversationPath, (), (conversation_id))

struct ListMessages {
  ids::Conversation conversation_id;
  std::optional<std::string> cursor;
  std::optional<std::int64_t> limit;  // 1–200, 50 when left out.
};
BOOST_DESCRIBE_STRUCT(ListMessages, (), (conversation_id, cursor, limit))

// Newest first; `next` leads to older ones.
struct MessagePage {
  std::vector<Message> items;
  std::optional<std::string> next;
  std::int64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(MessagePage, (), (items, next, seq))

// Of a file on its way into an answer; the attachment that it becomes has the same number.
struct UploadTag {
  static constexpr const char* noun = "upload";
};
using UploadId = base::Id<UploadTag>;

struct Reply {
  ids::Conversation conversation_id;
  std::string text;
  // The last message the writer saw. When an answer or a customer's word is newer the reply is refused with `conflict`,
  // so that nobody is answered twice; leave it out to send all the same.
  std::optional<ids::Message> seen_message_id;
  std::optional<ids::Message> parent_id;       // The word that this answers, where the channel tells; the customer's last.
  std::optional<std::vector<UploadId>> files;  // Uploads of yours, whole; then `text` may be "".
};
BOOST_DESCRIBE_STRUCT(Reply, (), (conversation_id, text, seen_message_id, parent_id, files))

// A file on its way into an answer. What is not sent within a day goes.
struct Upload {
  UploadId id;
  std::string name;
  std::string type;
  std::int64_t size = 0;
  std::int64_t received = 0;  // Bytes that are here; all, when it is `size`.
  std::string description;
};
BOOST_DESCRIBE_STRUCT(Upload, (), (id, name, type, size, received, description))

struct BeginUpload {
  std::string name;
  std::int64_t size = 0;                   // Bytes: at most 25 MiB.
  std::optional<std::string> type;         // "image/png"
  std::optional<std::string> description;  // What it shows, for those who cannot see it.
};
BOOST_DESCRIBE_STRUCT(BeginUpload, (), (name, size, type, description))

struct UploadPath {
  UploadId upload_id;
};
BOOST_DESCRIBE_STRUCT(UploadPath, (), (upload_id))

// The body: at most 1 MiB of the file's bytes. A piece that is here already changes nothing.
struct UploadPart {
  static constexpr bool kTakesBytes = true;
  UploadId upload_id;
  std::int64_t offset = 0;  // Where they begin in the file: after those that are here.
};
BOOST_DESCRIBE_STRUCT(UploadPart, (), (upload_id, offset))

struct DescribeUpload {
  UploadId upload_id;
  std::string description;
};
BOOST_DESCRIBE_STRUCT(DescribeUpload, (), (upload_id, description))

struct ActOnMessage {
  ids::Message message_id;
  conversation::ActKind kind = conversation::ActKind::like;
};
BOOST_DESCRIBE_STRUCT(ActOnMessage, (), (message_id, kind))

struct Acted {
  ids::Message message_id;
  std::vector<Act> acts;  // All that was done to it, in order.
};
BOOST_DESCRIBE_STRUCT(Acted, (), (message_id, acts))

struct WriteNote {
  ids::Conversation conversation_id;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(WriteNote, (), (conversation_id, text))

// What a message did: itself, and the conversation after it.
struct Said {
  Message message;
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(Said, (), (message, conversation))

// An answer that was taken back before it left, with what it said, for the composer.
struct TakenBack {
  Message message;
  Conversation conversation;
  std::string text;           // Of the whole answer, where it was to go in several messages.
  std::vector<Upload> files;  // Of the answer; they can be sent again.
};
BOOST_DESCRIBE_STRUCT(TakenBack, (), (message, conversation, text, files))

struct RetryMessage {
  ids::Message message_id;
  std::optional<bool> may_repeat;  // Needed for one that is `uncertain`: it may be said twice then.
};
BOOST_DESCRIBE_STRUCT(RetryMessage, (), (message_id, may_repeat))

struct SettleMessage {
  ids::Message message_id;
  bool sent = false;  // Somebody looked: it is there.
};
BOOST_DESCRIBE_STRUCT(SettleMessage, (), (message_id, sent))

// Left out: unchanged. Null: nobody, no team.
struct Assign {
  ids::Conversation conversation_id;
  std::optional<std::optional<ids::User>> user_id;
  std::optional<std::optional<ids::Team>> team_id;
  std::optional<std::string>
      note;  // For who has it next; kept as a note of the asker's, together with the change or not at all.
};
BOOST_DESCRIBE_STRUCT(Assign, (), (conversation_id, user_id, team_id, note))

struct ChangeStatus {
  ids::Conversation conversation_id;
  conversation::Status status = conversation::Status::open;
  std::optional<base::Time> snoozed_until;  // Needed for `snoozed`.
  // Needed to resolve a conversation that is owed an answer: nothing leaves the owed list silently.
  std::optional<conversation::DismissReason> dismiss_reason;
  std::optional<std::string> dismiss_note;  // Needed when the reason is `other`.
  // Of `snoozed`: the customer asked for it, so their clock stands still until then. Never because it suits us.
  std::optional<bool> customers_wish;
};
BOOST_DESCRIBE_STRUCT(ChangeStatus, (),
                      (conversation_id, status, snoozed_until, dismiss_reason, dismiss_note, customers_wish))

struct MergeConversation {
  ids::Conversation conversation_id;
  ids::Conversation into_id;  // With the same person on the same inbox.
};
BOOST_DESCRIBE_STRUCT(MergeConversation, (), (conversation_id, into_id))

struct SplitConversation {
  ids::Conversation conversation_id;
  std::vector<ids::Message> message_ids;  // What becomes a conversation of its own; at least one must stay.
};
BOOST_DESCRIBE_STRUCT(SplitConversation, (), (conversation_id, message_ids))

// The conversation that the messages went to, and what undoes it.
struct Moved {
  ids::Move move_id;
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(Moved, (), (move_id, conversation))

// Messages that went from one conversation to another.
struct Move {
  ids::Move id;
  conversation::MoveKind kind = conversation::MoveKind::merge;
  ids::Conversation source_id;
  ids::Conversation target_id;
  std::int64_t message_count = 0;     // Notes too.
  std::optional<ids::User> moved_by;  // None where the server did it, because a thread's beginning became known.
  base::Time moved_at{};
  std::optional<base::Time> undone_at;
};
BOOST_DESCRIBE_STRUCT(Move, (), (id, kind, source_id, target_id, message_count, moved_by, moved_at, undone_at))

// In the order they were done. Moves to and from conversations that the asker may not see are left out.
struct MoveList {
  std::vector<Move> items;
};
BOOST_DESCRIBE_STRUCT(MoveList, (), (items))

struct MovePath {
  ids::Move move_id;
};
BOOST_DESCRIBE_STRUCT(MovePath, (), (move_id))

}  // namespace api::contract
