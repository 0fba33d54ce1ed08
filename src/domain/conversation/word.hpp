#pragma once
// What a word does to the conversation it falls into. Most words are the newest when they arrive. A late one (said before
// the last one we know) is kept, but does not turn the preview back; what it changes of the waiting is seen among all
// words there are.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "domain/conversation/conversation.hpp"

namespace conversation {

inline constexpr std::size_t kPreviewPoints = 140;

// Code points of a message at most; a platform's own limit may be lower.
inline constexpr std::size_t kTextLimit = 20'000;

// Who spoke when, notes left out.
struct Said {
  Direction direction = Direction::inbound;
  base::Time said_at{};
};
BOOST_DESCRIBE_STRUCT(Said, (), (direction, said_at))

// Since when the customer waits, of words in the order they were said: since their first one after our last one. None
// where the last word is ours.
[[nodiscard]] std::optional<base::Time> waiting_since(std::span<const Said> words);

// True for a word said before the last one we know. At the same moment, the one that arrives last is the last.
[[nodiscard]] bool is_late(const Conversation& conversation, base::Time said_at);

// The customer said something, and nothing newer is known: the conversation is owed an answer, and awake.
void hear(Conversation& conversation, std::string_view text, base::Time said_at);

// A person of ours answered on the same channel: nothing is owed until the customer speaks again.
void answer(Conversation& conversation, std::string_view text, base::Time said_at);

// A word arrived late. `others`: all words but this one, in the order they were said.
void add_late(Conversation& conversation, Said word, std::vector<Said> others);

// A person decided, with a reason, that no answer is owed.
void dismiss(Conversation& conversation, DismissReason reason, std::optional<std::string> note);

// The dismissal is taken back: where the customer waits since `waiting`, an answer is owed again.
void withdraw_dismissal(Conversation& conversation, std::optional<base::Time> waiting);

}  // namespace conversation
