#include "domain/conversation/later.hpp"

#include <algorithm>
#include <chrono>

#include "base/blank.hpp"
#include "base/text.hpp"

namespace conversation {
namespace {

using base::FailureKind;

constexpr std::size_t kLongestText = 1000;  // Code points.
constexpr std::size_t kLongestPlace = 200;
constexpr std::size_t kLongestPhone = 40;  // Bytes. E.164 has 15 digits; people type more.
constexpr std::size_t kFewestDigits = 3;
constexpr std::size_t kMostDigits = 20;
constexpr std::int64_t kMostMinutes = 24 * 60;
constexpr std::chrono::hours kFurthest{24 * 366};
constexpr std::chrono::hours kLongestSlot{24 * 7};
constexpr std::chrono::minutes kOtherClocks{5};  // That a screen's clock may be ahead of ours.

base::Result<void> refuse(const char* field, const char* what) {
  return base::fail(FailureKind::invalid, std::string(field) + ": " + what, field);
}

bool is_text(const std::string& text, std::size_t most) {
  return base::is_storable(text) && base::count_points(text) <= most;
}

// What is typed varies by country and habit: digits with what is put between them.
bool is_phone(const std::string& phone) {
  if (phone.size() > kLongestPhone || phone.find_first_not_of("0123456789 +-()./#*xp,") != std::string::npos) return false;
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(phone, [](char c) { return c >= '0' && c <= '9'; }));
  return digits >= kFewestDigits && digits <= kMostDigits;
}

base::Result<void> check_slot(const FollowUp& f) {
  if (!f.from_at) return refuse("from_at", "say when the slot begins");
  if (f.due_at <= *f.from_at) return refuse("due_at", "a slot ends after it begins");
  if (f.due_at - *f.from_at > kLongestSlot) return refuse("due_at", "a slot is a week at most");
  return {};
}

}  // namespace

std::optional<base::Time> next_look(const FollowUp& f) {
  if (f.state != FollowUpState::open) return std::nullopt;
  if (f.kind == FollowUpKind::reminder) return f.told_at ? std::nullopt : std::optional(f.due_at);
  if (!f.told_at) return f.from_at.value_or(f.due_at);
  if (f.missed_at) return std::nullopt;
  return f.warned_at ? f.due_at : f.warn_at.value_or(f.due_at);
}

base::Result<void> check(const FollowUp& f, base::Time now) {
  if (f.kind == FollowUpKind::reminder && base::is_blank(f.text)) return refuse("text", "say what is to be done");
  if (!is_text(f.text, kLongestText)) return refuse("text", "at most 1000 characters");
  if (f.due_at <= now) return refuse("due_at", "is in the past");
  if (f.due_at - now > kFurthest) return refuse("due_at", "at most a year from now");
  if (f.kind == FollowUpKind::reminder) {
    if (f.from_at) return refuse("from_at", "only a call has a slot");
    if (!f.phone.empty()) return refuse("phone", "only a call has a number");
    return {};
  }
  if (!is_phone(f.phone)) return refuse("phone", "expected a number like +49 30 1234567");
  return check_slot(f);
}

base::Result<void> check(const Encounter& e, base::Time now) {
  if (!is_text(e.text, kLongestText)) return refuse("text", "at most 1000 characters");
  if (e.reached && base::is_blank(e.text)) return refuse("text", "say what was spoken of");
  if (!is_text(e.place, kLongestPlace)) return refuse("place", "at most 200 characters");
  if (e.kind == EncounterKind::call && !e.place.empty()) return refuse("place", "only a visit has a place");
  if (e.kind == EncounterKind::visit && !e.reached) return refuse("reached", "a visit is one where both are there");
  if (e.minutes && (*e.minutes < 0 || *e.minutes > kMostMinutes)) return refuse("minutes", "0 to 1440");
  if (e.happened_at > now + kOtherClocks) return refuse("happened_at", "is in the future");
  if (now - e.happened_at > kFurthest) return refuse("happened_at", "at most a year ago");
  return {};
}

}  // namespace conversation
