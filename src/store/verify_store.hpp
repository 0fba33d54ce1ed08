#pragma once
// Looks for what must never be in the record: one pass of rules, each a query that gives the rows which break it.

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "store/transaction.hpp"

namespace store {

struct Breach {
  std::string rule;  // "owed_clock"
  std::string text;  // What should hold, in a sentence.
  std::int64_t count = 0;
  std::vector<std::string> first;  // The first kShownBreaches: "conversation 412345678901".
};
BOOST_DESCRIBE_STRUCT(Breach, (), (rule, text, count, first))
inline constexpr std::size_t kShownBreaches = 20;

struct VerifiedSizes {
  std::int64_t contacts = 0;
  std::int64_t conversations = 0;
  std::int64_t messages = 0;
  std::int64_t clocks = 0;
  std::int64_t events = 0;
};
BOOST_DESCRIBE_STRUCT(VerifiedSizes, (), (contacts, conversations, messages, clocks, events))

struct Verification {
  VerifiedSizes looked_at;
  std::int64_t rules = 0;  // How many were checked.
  std::vector<Breach> breaches;
};
BOOST_DESCRIBE_STRUCT(Verification, (), (looked_at, rules, breaches))

[[nodiscard]] Verification verify(Reading& reading, ids::Organization organization);

}  // namespace store
