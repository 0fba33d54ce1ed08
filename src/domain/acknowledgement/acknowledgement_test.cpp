#include "domain/acknowledgement/acknowledgement.hpp"

#include <gtest/gtest.h>

namespace acknowledgement {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kDue{100h};

Standing waiting() { return {.owed = true, .answered = false, .enabled = true, .spam = false}; }

TEST(Acknowledgement, IsSaidToWhoeverStillWaits) {
  EXPECT_EQ(why_not(waiting(), kDue, kDue), std::nullopt);
  EXPECT_EQ(why_not(waiting(), kDue, kDue + kStale), std::nullopt);
}

TEST(Acknowledgement, SaysWhyNot) {
  auto standing = waiting();
  standing.answered = true;
  standing.owed = false;
  EXPECT_EQ(why_not(standing, kDue, kDue), Outcome::answered);
  standing.answered = false;
  EXPECT_EQ(why_not(standing, kDue, kDue), Outcome::dismissed);
  standing = waiting();
  standing.spam = true;
  EXPECT_EQ(why_not(standing, kDue, kDue), Outcome::spam);
  standing = waiting();
  standing.enabled = false;
  EXPECT_EQ(why_not(standing, kDue, kDue), Outcome::switched_off);
  EXPECT_EQ(why_not(waiting(), kDue, kDue + kStale + 1ms), Outcome::too_late);
}

TEST(Acknowledgement, SettingsNameWhatIsWrong) {
  EXPECT_EQ(check({.wait_s = -1}).error().field, "wait_s");
  EXPECT_EQ(check({.wait_s = kLongestWait_s + 1}).error().field, "wait_s");
  EXPECT_EQ(check({.help = std::string(kLongestHelp + 1, 'a')}).error().field, "help");
  EXPECT_EQ(check({.help = "  Look at the status page. \n"})->help, "Look at the status page.");
}

}  // namespace
}  // namespace acknowledgement
