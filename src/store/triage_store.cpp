#include "store/triage_store.hpp"

#include <algorithm>
#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/checked_query.hpp"

namespace store {
namespace {

using triage::Correction;
using triage::Field;
using triage::Verdict;
using OptionalTime = std::optional<base::Time>;

struct VerdictRow {
  ids::Message message_id;
  std::string triage;
  std::string model;
  base::Time assessed_at{};
};
BOOST_DESCRIBE_STRUCT(VerdictRow, (), (message_id, triage, model, assessed_at))

struct Rank {
  std::int64_t list = 0;
  std::int64_t priority = 0;
  friend auto operator<=>(const Rank&, const Rank&) = default;
};
BOOST_DESCRIBE_STRUCT(Rank, (), (list, priority))

constexpr Query<void(ids::Message, ids::Organization, std::string, std::string, double, std::int64_t, bool, bool,
                     std::string, std::string, std::int64_t, std::string, OptionalTime, base::Time)>
    kPut{"triage_put"};
constexpr Query<void(ids::Organization, ids::Message)> kRemove{"triage_remove"};
constexpr Query<VerdictRow(ids::Organization, ids::Message)> kFind{"triage_find"};
constexpr Query<VerdictRow(ids::Organization, ids::Conversation, base::Time, base::Time)> kOfConversation{
    "triage_of_conversation"};
constexpr Query<Correction(ids::Organization, ids::Conversation, base::Time, base::Time)> kCorrectionsOfConversation{
    "triage_corrections_of_conversation"};
constexpr Query<Correction(ids::Organization, ids::Message)> kCorrectionsOfMessage{"triage_corrections_of_message"};
constexpr Query<void(ids::Correction, ids::Organization, ids::Message, ids::Inbox, Field, std::string, std::string,
                     std::string, std::string, std::optional<ids::User>, base::Time, OptionalTime)>
    kCorrectionInsert{"triage_correction_insert"};
constexpr Query<void(ids::Organization, ids::Message, Field, base::Time)> kCorrectionUndo{"triage_correction_undo"};
constexpr Query<Correction(ids::Organization, base::Time)> kCorrectionList{"triage_correction_list"};
constexpr Query<Word(ids::Organization, ids::Conversation, std::int64_t)> kWords{"triage_words"};
constexpr Query<Word(ids::Organization, ids::Conversation, std::int64_t)> kUnreadWords{"triage_unread_words"};
constexpr Query<PriorityFacts(ids::Organization, ids::Conversation, ids::Contact, ids::Inbox, base::Time)> kFacts{
    "triage_facts"};
constexpr Query<void(ids::Organization, std::int64_t, ids::Inbox, Field, std::string, std::int64_t)> kCountAdd{
    "triage_count_add"};
constexpr Query<TriageCount(ids::Organization, std::int64_t, std::int64_t)> kCountList{"triage_count_list"};
constexpr Query<std::string(ids::Organization)> kSettingsFind{"triage_settings_find"};
constexpr Query<void(ids::Organization, std::string, std::optional<ids::User>, base::Time)> kSettingsPut{
    "triage_settings_put"};
constexpr Query<TriagePosition(ids::Organization)> kPositionFind{"triage_position_find"};
constexpr Query<void(ids::Organization, std::int64_t, std::int64_t)> kPositionPut{"triage_position_put"};
constexpr Query<EventHead(ids::Organization, std::int64_t, std::int64_t)> kEvents{"triage_events"};
constexpr Query<void(ids::Organization, ids::Conversation, std::optional<std::int64_t>, std::optional<std::string>,
                     OptionalTime, std::optional<std::string>)>
    kRankSet{"rank_set"};
constexpr Query<Rank(ids::Conversation)> kRankList{"rank_list"};
constexpr Query<void(ids::Conversation)> kRankRemove{"rank_remove"};
constexpr Query<void(ids::Organization, std::int64_t, std::int64_t, ids::Conversation)> kRankAdd{"rank_add"};
constexpr Query<DueRank(base::Time, std::int64_t)> kRankDue{"rank_due"};
constexpr Query<void(ids::Organization, base::Time)> kRankAllAgain{"rank_all_again"};
constexpr Query<void(ids::Organization, ids::Contact, base::Time)> kRankContactAgain{"rank_contact_again"};
constexpr Query<UnderWay(ids::Organization, base::Time, ids::Conversation, std::int64_t)> kUnderWay{"under_way_list"};

triage::Triage read_triage(const std::string& json) {
  // Ours, and of a newer program at worst: what this one does not know is left out.
  auto decoded = base::decode_text<triage::Triage>(json, base::UnknownMembers::ignore);
  return decoded ? *std::move(decoded) : triage::Triage{};
}

Verdict to_verdict(const VerdictRow& row) {
  Verdict verdict;
  verdict.message_id = row.message_id;
  verdict.triage = read_triage(row.triage);
  verdict.model = row.model;
  verdict.assessed_at = row.assessed_at;
  return verdict;
}

}  // namespace

void put_verdict(Transaction& transaction, ids::Organization organization, const Verdict& verdict, OptionalTime edited_at) {
  const auto& said = verdict.triage;
  transaction.run(kPut, verdict.message_id, organization, said.language, said.sentiment.label, said.sentiment.score,
                  said.urgency, said.spam, said.abuse, value_of(said, Field::intents), base::encode(said), said.tier,
                  verdict.model, edited_at, verdict.assessed_at);
}

void remove_verdict(Transaction& transaction, ids::Organization organization, ids::Message message) {
  transaction.run(kRemove, organization, message);
}

std::optional<Verdict> find_bare_verdict(Reading& reading, ids::Organization organization, ids::Message message) {
  const auto row = reading.one(kFind, organization, message);
  if (!row) return std::nullopt;
  return to_verdict(*row);
}

std::optional<Verdict> find_verdict(Reading& reading, ids::Organization organization, ids::Message message) {
  auto verdict = find_bare_verdict(reading, organization, message);
  if (verdict) correct(*verdict, list_corrections(reading, organization, message));
  return verdict;
}

std::vector<Verdict> list_verdicts(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                   base::Time first, base::Time last) {
  std::vector<Verdict> verdicts;
  for (const auto& row : reading.rows(kOfConversation, organization, conversation, first, last))
    verdicts.push_back(to_verdict(row));
  if (verdicts.empty()) return verdicts;
  const auto corrections = list_corrections(reading, organization, conversation, first, last);
  if (!corrections.empty())
    for (auto& verdict : verdicts) correct(verdict, corrections);
  return verdicts;
}

std::vector<Correction> list_corrections(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                         base::Time first, base::Time last) {
  return reading.rows(kCorrectionsOfConversation, organization, conversation, first, last);
}

std::vector<Correction> list_corrections(Reading& reading, ids::Organization organization, ids::Message message) {
  return reading.rows(kCorrectionsOfMessage, organization, message);
}

std::vector<Correction> list_corrections_since(Reading& reading, ids::Organization organization, base::Time since) {
  return reading.rows(kCorrectionList, organization, since);
}

void put_correction(Transaction& transaction, const Correction& c) {
  transaction.run(kCorrectionUndo, c.organization_id, c.message_id, c.field, c.at);
  transaction.run(kCorrectionInsert, c.id, c.organization_id, c.message_id, c.inbox_id, c.field, c.said, c.meant, c.language,
                  c.model, c.corrected_by, c.at, c.undone_at);
}

bool undo_correction(Transaction& transaction, ids::Organization organization, ids::Message message, Field field) {
  return transaction.run_counted(kCorrectionUndo, organization, message, field, transaction.now()) > 0;
}

std::vector<Word> list_words(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                             std::int64_t limit) {
  return reading.rows(kWords, organization, conversation, limit);
}

std::vector<Word> list_unread_words(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                    std::int64_t limit) {
  return reading.rows(kUnreadWords, organization, conversation, limit);
}

triage::Triage triage_of(const Word& word) { return word.triage ? read_triage(*word.triage) : triage::Triage{}; }

PriorityFacts priority_facts(Reading& reading, const conversation::Conversation& c, base::Time since) {
  return reading.one(kFacts, c.organization_id, c.id, c.contact_id, c.inbox_id, since).value_or(PriorityFacts{});
}

void add_triage_count(Transaction& transaction, ids::Organization organization, const TriageCount& more) {
  transaction.run(kCountAdd, organization, more.day, more.inbox_id, more.field, more.value, more.count);
}

std::vector<TriageCount> list_triage_counts(Reading& reading, ids::Organization organization, std::int64_t first_day,
                                            std::int64_t last_day) {
  return reading.rows(kCountList, organization, first_day, last_day);
}

std::optional<std::string> find_triage_settings(Reading& reading, ids::Organization organization) {
  return reading.one(kSettingsFind, organization);
}

void put_triage_settings(Transaction& transaction, ids::Organization organization, const std::string& settings,
                         std::optional<ids::User> by) {
  transaction.run(kSettingsPut, organization, settings, by, transaction.now());
}

TriagePosition find_triage_position(Reading& reading, ids::Organization organization) {
  return reading.one(kPositionFind, organization).value_or(TriagePosition{});
}

void put_triage_position(Transaction& transaction, ids::Organization organization, const TriagePosition& position) {
  transaction.run(kPositionPut, organization, position.seq, position.old_seq);
}

std::vector<EventHead> list_event_heads(Reading& reading, ids::Organization organization, std::int64_t after,
                                        std::int64_t limit) {
  return reading.rows(kEvents, organization, after, limit);
}

void rank_conversation(Transaction& transaction, const event::ConversationState& state, OptionalTime again) {
  const auto& c = state.conversation;
  transaction.run(kRankSet, c.organization_id, c.id, state.priority, state.priority_reasons, again, state.facets);
  std::vector<Rank> wanted;
  if (state.priority && !c.merged_into_id && c.status != conversation::Status::resolved) {
    wanted = {{c.organization_id.value, *state.priority}, {c.inbox_id.value, *state.priority}};
    if (c.team_id) wanted.push_back({c.team_id->value, *state.priority});
  }
  std::ranges::sort(wanted);
  const auto there = transaction.rows(kRankList, c.id);
  if (wanted == there) return;
  if (!there.empty()) transaction.run(kRankRemove, c.id);
  for (const auto& rank : wanted) transaction.run(kRankAdd, c.organization_id, rank.list, rank.priority, c.id);
}

std::vector<DueRank> list_due_ranks(Reading& reading, base::Time now, std::int64_t limit) {
  return reading.rows(kRankDue, now, limit);
}

void rank_all_again(Transaction& transaction, ids::Organization organization) {
  transaction.run(kRankAllAgain, organization, transaction.now());
}

void rank_contact_again(Transaction& transaction, ids::Organization organization, ids::Contact contact) {
  transaction.run(kRankContactAgain, organization, contact, transaction.now());
}

std::vector<UnderWay> list_under_way(Reading& reading, ids::Organization organization, const UnderWay* after,
                                     std::int64_t limit) {
  if (after == nullptr) return reading.rows(kUnderWay, organization, base::Time::min(), ids::Conversation{}, limit);
  return reading.rows(kUnderWay, organization, after->last_said_at, after->id, limit);
}

std::vector<CheckedQuery> triage_queries() {
  return {kPut,
          kRemove,
          kFind,
          kOfConversation,
          kCorrectionsOfConversation,
          kCorrectionsOfMessage,
          kCorrectionInsert,
          kCorrectionUndo,
          kCorrectionList,
          kWords,
          kUnreadWords,
          kFacts,
          kCountAdd,
          kCountList,
          kSettingsFind,
          kSettingsPut,
          kPositionFind,
          kPositionPut,
          kEvents,
          kRankSet,
          kRankList,
          kRankRemove,
          kRankAdd,
          kRankDue,
          kRankAllAgain,
          kRankContactAgain,
          kUnderWay};
}

}  // namespace store
