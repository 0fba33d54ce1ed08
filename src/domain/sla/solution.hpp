#pragma once
// When the clock of a solution runs. It begins with the word of a customer who waits for an answer, goes on when they have that, and ends
// when the matter is resolved. It rests while the next word is theirs: while we have answered and wait for them, or they asked to hear
// from us later. Because an agent wants it to, it does not.

#include <optional>

#include "domain/conversation/conversation.hpp"
#include "domain/sla/rule.hpp"

namespace sla {

// What is known besides the conversation.
struct Wish {
  bool is_new = false;              // Whether this change says anything of it; else it is as it was.
  std::optional<base::Time> until;  // The customer asked to hear from us then; none: they did not.
};

// Whether one begins that does not run yet.
[[nodiscard]] bool begins_solution(const conversation::Conversation& conversation);

// Whether what runs has ended, and why.
[[nodiscard]] std::optional<StopCause> ends_solution(const conversation::Conversation& conversation);

// A new one. `id` is for it.
[[nodiscard]] Clock start_solution(ids::Clock id, const conversation::Conversation& conversation, const Terms& terms);

// Rests or goes on as the conversation stands at `now`. False where nothing changed.
bool rest_solution(Clock& clock, const conversation::Conversation& conversation, const Wish& wish, base::Time now,
                   const Terms& terms);

}  // namespace sla
