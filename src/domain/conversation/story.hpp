#pragma once
// A conversation told again from everything that was said in it. Most words are the newest when they arrive and only add
// to what is known (word.hpp); where one arrives late, is deleted or is moved, its conversation is told anew from here, and
// the end is the same in whatever order the words came.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/conversation/conversation.hpp"

namespace conversation {

// One word of the story: no note, and nothing that did not get through.
struct Told {
  ids::Message id;
  Direction direction = Direction::inbound;
  base::Time said_at{};
  base::Time created_at{};  // When we heard it.
  std::string external_id;
  std::string text;
  bool deleted = false;  // On the platform. A customer's deleted word asks for nothing any more; one of ours was an answer.
  bool written_here = false;  // By one of us, in Heed.
  // A machine says it, an absence note for one: it asks for nothing, unless a conversation begins with it (a contact form's
  // mail says of itself that a machine sent it). One of ours answers nothing.
  bool automatic = false;
};
BOOST_DESCRIBE_STRUCT(Told, (), (id, direction, said_at, created_at, external_id, text, deleted, written_here, automatic))

// The order of a story: by time; at the same moment what the platform gave before what was written here in reply, then by
// the platform's id (a number where it is one).
[[nodiscard]] bool said_before(const Told& left, const Told& right);

// Once that the customer waited for us.
struct Wait {
  base::Time since{};
  std::optional<base::Time> ended_at;  // None: they still wait.
  bool dismissed = false;              // It ended because a person decided that no answer is owed.
  bool first = true;                   // Nobody of us had spoken yet.
};

// `words` in their order; `dismissals`: when people decided that no answer is owed, in order. A dismissal, or an answer
// written here, is about what was heard before it: a word said earlier but heard of later is still owed an answer.
[[nodiscard]] std::vector<Wait> waits_of(std::span<const Told> words, std::span<const base::Time> dismissals);

// Sets what follows from the words: times, preview, count, first answer, and what is owed. `words` in their order.
void tell(Conversation& conversation, std::span<const Told> words, std::span<const Wait> waits);

}  // namespace conversation
