#include "domain/conversation/later.hpp"

#include <gtest/gtest.h>

namespace conversation {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kNow{1'000'000h};

FollowUp call() {
  FollowUp f;
  f.kind = FollowUpKind::call_back;
  f.phone = "+49 30 1234567";
  f.from_at = kNow + 1h;
  f.due_at = kNow + 2h;
  return f;
}
FollowUp reminder() {
  FollowUp f;
  f.text = "Ask whether the wheel fits";
  f.due_at = kNow + 24h;
  return f;
}
template <class Thing>
std::string field_of(const Thing& thing) {
  const auto good = check(thing, kNow);
  return good ? "" : good.error().field;
}
FollowUp with(FollowUp f, void (*change)(FollowUp&)) {
  change(f);
  return f;
}

TEST(Later, AReminderIsLookedAtOnce) {
  auto f = reminder();
  EXPECT_EQ(next_look(f), f.due_at);
  f.told_at = f.due_at;
  EXPECT_EQ(next_look(f), std::nullopt);
}

TEST(Later, ACallIsLookedAtWhenItsSlotBeginsAndWhenItEnds) {
  auto f = call();
  EXPECT_EQ(next_look(f), f.from_at);
  f.told_at = f.from_at;
  EXPECT_EQ(next_look(f), f.due_at);
  f.missed_at = f.due_at;
  EXPECT_EQ(next_look(f), std::nullopt);
  f = call();
  f.state = FollowUpState::cancelled;
  EXPECT_EQ(next_look(f), std::nullopt);
}

TEST(Later, RefusesWhatNobodyCanDo) {
  EXPECT_EQ(field_of(reminder()), "");
  EXPECT_EQ(field_of(call()), "");
  EXPECT_EQ(field_of(with(reminder(), [](FollowUp& f) { f.text = " \n"; })), "text");
  EXPECT_EQ(field_of(with(reminder(), [](FollowUp& f) { f.text = std::string(1001, 'a'); })), "text");
  EXPECT_EQ(field_of(with(reminder(), [](FollowUp& f) { f.due_at = kNow; })), "due_at");
  EXPECT_EQ(field_of(with(reminder(), [](FollowUp& f) { f.due_at = kNow + 24h * 400; })), "due_at");
  EXPECT_EQ(field_of(with(reminder(), [](FollowUp& f) { f.phone = "112"; })), "phone");
  EXPECT_EQ(field_of(with(reminder(), [](FollowUp& f) { f.from_at = kNow; })), "from_at");
  EXPECT_EQ(field_of(with(call(), [](FollowUp& f) { f.from_at.reset(); })), "from_at");
  EXPECT_EQ(field_of(with(call(), [](FollowUp& f) { f.from_at = f.due_at; })), "due_at");
  EXPECT_EQ(field_of(with(call(), [](FollowUp& f) { f.due_at = kNow + 24h * 9; })), "due_at");
  for (const char* phone : {"", "ask me", "12", "+4930 12345678901234567890"}) {
    auto f = call();
    f.phone = phone;
    EXPECT_EQ(field_of(f), "phone") << phone;
  }
}

TEST(Later, RefusesWhatCannotHaveBeen) {
  Encounter e;
  e.text = "They want a refund";
  e.happened_at = kNow;
  EXPECT_EQ(field_of(e), "");
  const auto wrong = [&](void (*change)(Encounter&)) {
    auto other = e;
    change(other);
    return field_of(other);
  };
  EXPECT_EQ(wrong([](Encounter& x) { x.text = ""; }), "text");
  EXPECT_EQ(wrong([](Encounter& x) { x.minutes = 1441; }), "minutes");
  EXPECT_EQ(wrong([](Encounter& x) { x.happened_at = kNow + 1h; }), "happened_at");
  EXPECT_EQ(wrong([](Encounter& x) { x.place = "Our shop"; }), "place");
  EXPECT_EQ(wrong([](Encounter& x) { x.kind = EncounterKind::visit, x.reached = false; }), "reached");
  e.text = "";
  e.reached = false;
  EXPECT_EQ(field_of(e), "") << "nobody was there";
}

}  // namespace
}  // namespace conversation
