#pragma once
// How soon somebody should look at a conversation: 0 to 100, and why. Each of the facts adds points, as many as its weight
// allows; more of any of them never lowers the score, save spam, which never raises it. What is made of a conversation is
// read anew when something happens in it and when its clock has come to the next step (next_look()).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/contact/contact.hpp"
#include "domain/sla/clock.hpp"
#include "domain/triage/triage.hpp"

namespace priority {

// Points at most, each 0 to 100; a company can change them.
struct Weights {
  double urgent = 12;                     // It should be answered today,
  double urgent_now = 16;                 // and these on top where it should be within the hour.
  std::map<std::string, double> intents;  // The weightiest one of those that were meant; default_weights() has them.
  double negative = 10;                   // Unhappy words.
  double clock = 20;                      // Of the time to answer, how much is over.
  double late = 12;                       // Time is up, and how long since.
  double unanswered = 8;                  // They wrote again without an answer.
  double reach = 12;                      // How many may see it: a million is the most that counts.
  double strikes = 8;                     // Mishaps that they suffered before.
  double value = 10;                      // What they are worth to the company; a key customer is the most.
  double live = 4;                        // Where people wait for an answer within minutes.
  double spam_at_most = 5;                // The score of what is spam.
};
BOOST_DESCRIBE_STRUCT(Weights, (),
                      (urgent, urgent_now, intents, negative, clock, late, unanswered, reach, strikes, value, live,
                       spam_at_most))
[[nodiscard]] Weights default_weights();
// A failure names the weight that is below 0 or above 100.
[[nodiscard]] base::Result<void> check(const Weights& weights);

// What is known of a conversation. Of the words, those that nobody has answered yet.
struct Facts {
  int urgency = 0;                     // The most urgent of them, 0 to 2.
  double negativity = 0;               // Of the unhappiest, 0 to 1.
  std::vector<triage::Named> intents;  // Of all of them.
  bool spam = false;                   // All of them are.
  double clock_used = 0;               // Share of the time to answer that is over; 0 where no clock runs, above 1 when late.
  std::int64_t unanswered = 0;         // How many words.
  std::int64_t unanswered_seconds = 0;  // Between the first and the last of them; only told.
  bool is_public = false;
  std::int64_t followers = 0;
  std::int64_t spread = 0;   // How often it was shared, liked or quoted.
  std::int64_t strikes = 0;  // Level of this person's mishaps.
  contact::Value value = contact::Value::none;
  std::int64_t target_seconds = 0;  // Within which an answer is promised here; 0: none.
};

enum class Code {
  urgent_now,
  urgent,
  intent,
  negative,
  late,
  clock,
  unanswered,
  reach,
  strikes,
  value,
  live,
  spam,
  rule,       // A rule says how low it may be at most,
  escalated,  // or the customer's second strike does.
};
BOOST_DESCRIBE_ENUM(Code, urgent_now, urgent, intent, negative, late, clock, unanswered, reach, strikes, value, live, spam,
                    rule, escalated)

// One reason, to be put in words by whoever shows it.
struct Reason {
  Code code = Code::urgent;
  double points = 0;
  std::string subject;  // Of an intent: which; of a value: the contact::Value; of a rule: its name.
  std::int64_t number =
      0;  // clock: percent of the time over; unanswered: words; reach: followers; strikes: their level; rule, escalated: the least.
  std::int64_t seconds = 0;  // unanswered: between the first word and the last; live: within which an answer is promised.
};
BOOST_DESCRIBE_STRUCT(Reason, (), (code, points, subject, number, seconds))

inline constexpr std::size_t kMostReasons = 4;

struct Priority {
  std::int64_t score = 0;
  std::vector<Reason> reasons;  // The weightiest first, kMostReasons at most.
};
BOOST_DESCRIBE_STRUCT(Priority, (), (score, reasons))

[[nodiscard]] Priority assess(const Facts& facts, const Weights& weights);

// It is at least `floor`, because a rule of that name says so, or a second strike where the name is empty; the reason is among
// those that are told.
void raise(Priority& priority, std::int64_t floor, const std::string& rule);

// Share of the clock's time that is over at `now`.
[[nodiscard]] double used_share(const sla::Clock& clock, base::Time now);
// When the clock comes to its next step; none after the last.
[[nodiscard]] std::optional<base::Time> next_look(const sla::Clock& clock, base::Time now);

}  // namespace priority
