#include "store/verify_store.hpp"

#include <chrono>

#include "store/checked_query.hpp"

namespace store {
namespace {

// A message may be on its way for so long before it counts as stuck.
constexpr std::chrono::minutes kLongestSending{10};

struct BrokenRow {
  std::string noun;
  std::int64_t id = 0;
};
BOOST_DESCRIBE_STRUCT(BrokenRow, (), (noun, id))

using RuleQuery = Query<BrokenRow(ids::Organization)>;

constexpr Query<VerifiedSizes(ids::Organization)> kSizes{"verify_sizes"};
constexpr Query<BrokenRow(ids::Organization, base::Time)> kSending{"verify_sending"};
constexpr RuleQuery kOwedClock{"verify_owed_clock"};
constexpr RuleQuery kOwedDue{"verify_owed_due"};
constexpr RuleQuery kUnheard{"verify_unheard"};
constexpr RuleQuery kOwedAnswered{"verify_owed_answered"};
constexpr RuleQuery kLedgerBegan{"verify_ledger_began"};
constexpr RuleQuery kLedgerAnswered{"verify_ledger_answered"};
constexpr RuleQuery kClockSteps{"verify_clock_steps"};
constexpr RuleQuery kResolutions{"verify_resolutions"};
constexpr RuleQuery kStatus{"verify_status"};
constexpr RuleQuery kMessageCount{"verify_message_count"};
constexpr RuleQuery kLastWord{"verify_last_word"};
constexpr RuleQuery kMerged{"verify_merged"};
constexpr RuleQuery kCases{"verify_cases"};
constexpr RuleQuery kSignalLinks{"verify_signal_links"};
constexpr RuleQuery kSignalCounts{"verify_signal_counts"};
constexpr RuleQuery kFirstAnswer{"verify_first_answer"};
constexpr RuleQuery kAcknowledged{"verify_acknowledged"};
constexpr RuleQuery kFollowUps{"verify_follow_ups"};
constexpr RuleQuery kOneOpen{"verify_one_open"};
constexpr RuleQuery kJoined{"verify_joined"};
constexpr RuleQuery kMessageInbox{"verify_message_inbox"};
constexpr RuleQuery kOutbound{"verify_outbound"};
constexpr RuleQuery kOutboundOrder{"verify_outbound_order"};
constexpr RuleQuery kFiles{"verify_files"};
constexpr RuleQuery kEventNumbers{"verify_event_numbers"};
constexpr RuleQuery kEventRows{"verify_event_rows"};
constexpr RuleQuery kLinks{"verify_links"};

struct Rule {
  const char* name;
  const char* text;
  const RuleQuery* query;
};

constexpr Rule kRules[] = {
    {"owed_clock", "A conversation that is owed an answer has exactly one running clock, and no other has one.",
     &kOwedClock},
    {"owed_due", "What is owed says since when and until when, as its clock does; nothing else does.", &kOwedDue},
    {"unheard", "A conversation whose last word is the customer's is owed an answer, or dismissed with a reason.",
     &kUnheard},
    {"owed_answered", "What is owed an answer has the customer's word as its last.", &kOwedAnswered},
    {"ledger_began", "Every wait in the ledger began with a word of the customer's.", &kLedgerBegan},
    {"ledger_answered", "Every wait that was answered ended with a word of ours that counts as said.", &kLedgerAnswered},
    {"clock_steps", "A clock that runs in time knows what comes next; one that stopped says why.", &kClockSteps},
    {"resolutions", "The clock of a solution runs on what is not resolved, and knows what comes next.", &kResolutions},
    {"status", "Status, snooze, resolution and dismissal of a conversation fit each other.", &kStatus},
    {"message_count", "A conversation counts its messages, notes left out.", &kMessageCount},
    {"last_word", "A conversation knows when and by whom its first and last word was said.", &kLastWord},
    {"merged", "A merged conversation is closed and empty, and what it was merged into is there.", &kMerged},
    {"cases", "A case has a conversation, and the case of a conversation is there.", &kCases},
    {"signal_links", "What was done to a message that is here is linked to it.", &kSignalLinks},
    {"signal_counts", "The series of signals adds up to the signals.", &kSignalCounts},
    {"first_answer", "A conversation knows when it was first answered.", &kFirstAnswer},
    {"acknowledged", "What a machine of ours said is one message in a conversation, and marked as what it is.",
     &kAcknowledged},
    {"follow_ups", "What is to be done later is open or has ended; only a promised call is missed.", &kFollowUps},
    {"one_open", "A contact has one unresolved conversation in a thread of an inbox.", &kOneOpen},
    {"joined", "A contact that was joined with another has nothing of its own any more.", &kJoined},
    {"message_inbox", "A message stands in the inbox of its conversation.", &kMessageInbox},
    {"outbound", "What leaves, or should have, says how that went; what is on its way was noted before.", &kOutbound},
    {"outbound_order", "A part of an answer goes only after the one before it.", &kOutboundOrder},
    {"files", "A file that is said to be here is here.", &kFiles},
    {"event_numbers", "Events are numbered without gaps up to the organization's last number.", &kEventNumbers},
    {"event_rows", "An event about a conversation has that conversation.", &kEventRows},
    {"links", "No row points into another organization.", &kLinks},
};
constexpr const char* kSendingText = "No message is on its way for more than ten minutes.";

// Counts the rows it is handed.
class Finding {
 public:
  Finding(const char* rule, const char* text) : breach_{rule, text, 0, {}} {}
  void take(const BrokenRow& row) {
    if (breach_.count++ < static_cast<std::int64_t>(kShownBreaches))
      breach_.first.push_back(row.noun + " " + std::to_string(row.id));
  }
  void tell(Verification& verification) && {
    ++verification.rules;
    if (breach_.count > 0) verification.breaches.push_back(std::move(breach_));
  }

 private:
  Breach breach_;
};

}  // namespace

Verification verify(Reading& reading, ids::Organization organization) {
  Verification verification;
  verification.looked_at = reading.one(kSizes, organization).value_or(VerifiedSizes{});
  for (const auto& rule : kRules) {
    Finding finding(rule.name, rule.text);
    reading.each(*rule.query, [&](const BrokenRow& row) { finding.take(row); }, organization);
    std::move(finding).tell(verification);
  }
  Finding sending("sending", kSendingText);
  reading.each(kSending, [&](const BrokenRow& row) { sending.take(row); }, organization, reading.now() - kLongestSending);
  std::move(sending).tell(verification);
  return verification;
}

std::vector<CheckedQuery> verify_queries() {
  std::vector<CheckedQuery> queries{kSizes, kSending};
  for (const auto& rule : kRules) queries.push_back(*rule.query);
  return queries;
}

}  // namespace store
