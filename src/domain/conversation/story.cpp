#include "domain/conversation/story.hpp"

#include <algorithm>
#include <tuple>

#include "domain/conversation/word.hpp"

namespace conversation {
namespace {

bool asks(const Told& word, bool is_first) {
  return word.direction == Direction::inbound && !word.deleted && (is_first || !word.automatic);
}

bool is_our_machine(const Told& word) { return word.direction == Direction::outbound && word.automatic; }
bool answers(const Told& word) { return word.direction == Direction::outbound && !is_our_machine(word); }

// Our record is where it was first written, be it by one of us or by a visitor.
bool is_ours(const Told& word) { return word.written_here || word.external_id.starts_with("heed:"); }

// The customer's words that nobody answered yet, in order, and the waits that they make.
class Waiting {
 public:
  void hear(const Told& word) {
    if (asking_.empty()) begin(word.said_at);
    asking_.push_back(&word);
  }
  // Whoever wrote the answer here knew what had been heard by then; of an answer given on the platform nobody can tell.
  void answer(const Told& word) {
    const bool ours = is_ours(word);
    settle(word.said_at, false, [&](const Told* asking) { return !ours || asking->id < word.id; });
    answered_ = true;
  }
  void dismiss(base::Time at) {
    settle(at, true, [&](const Told* asking) { return asking->created_at <= at; });
  }
  std::vector<Wait> take() { return std::move(waits_); }

 private:
  void begin(base::Time at) { waits_.push_back({at, std::nullopt, false, !answered_}); }
  // The words that `known` is true of are settled at `at`; where others are left, the customer waits on for those.
  template <class Known>
  void settle(base::Time at, bool dismissed, Known known) {
    const auto said_at = [](const Told* word) { return word->said_at; };
    const auto unknown = std::ranges::stable_partition(asking_, known);
    if (unknown.begin() == asking_.begin()) return;
    waits_.back().since = (*std::ranges::min_element(asking_.begin(), unknown.begin(), {}, said_at))->said_at;
    waits_.back().ended_at = at;
    waits_.back().dismissed = dismissed;
    asking_.erase(asking_.begin(), unknown.begin());
    if (!asking_.empty()) begin(asking_.front()->said_at);
  }

  std::vector<Wait> waits_;
  std::vector<const Told*> asking_;
  bool answered_ = false;
};

}  // namespace

bool said_before(const Told& left, const Told& right) {
  const auto key = [](const Told& word) {
    const bool ours = is_ours(word);
    return std::tuple(word.said_at, ours, ours ? word.id.value : 0, word.external_id.size(),
                      std::string_view(word.external_id));
  };
  return key(left) < key(right);
}

std::vector<Wait> waits_of(std::span<const Told> words, std::span<const base::Time> dismissals) {
  Waiting waiting;
  auto dismissal = dismissals.begin();
  const auto dismiss_before = [&](base::Time at) {
    for (; dismissal != dismissals.end() && *dismissal < at; ++dismissal) waiting.dismiss(*dismissal);
  };
  for (const auto& word : words) {
    dismiss_before(word.said_at);
    if (answers(word)) waiting.answer(word);
    else if (asks(word, &word == words.data())) waiting.hear(word);
  }
  for (; dismissal != dismissals.end(); ++dismissal) waiting.dismiss(*dismissal);
  return waiting.take();
}

void tell(Conversation& conversation, std::span<const Told> words, std::span<const Wait> waits) {
  conversation.message_count = static_cast<std::int64_t>(words.size());
  conversation.last_text.clear();
  conversation.first_answered_at.reset();
  if (!words.empty()) {
    conversation.first_said_at = words.front().said_at;
    conversation.last_said_at = words.back().said_at;
    conversation.last_direction = words.back().direction;
  }
  for (const auto& word : words) {
    if (answers(word) && !conversation.first_answered_at) conversation.first_answered_at = word.said_at;
    if (word.deleted || is_our_machine(word)) continue;
    conversation.last_text = preview_of(word.text);
    conversation.last_direction = word.direction;
  }
  const bool owed = !waits.empty() && !waits.back().ended_at;
  conversation.owed = owed;
  conversation.owed_since = owed ? std::optional(waits.back().since) : std::nullopt;
  if (owed || waits.empty() || !waits.back().dismissed) {
    conversation.dismiss_reason.reset();
    conversation.dismiss_note.reset();
  }
}

}  // namespace conversation
