#pragma once
// Which conversation an arriving word belongs to.

#include <chrono>
#include <optional>

#include "domain/conversation/conversation.hpp"

namespace conversation {

// A resolved chat that goes on within this time is the same matter; later it is a new one. Posts in one public thread
// are one matter whenever they come.
inline constexpr std::chrono::hours kReopenWithin{72};

// `latest` is this contact's latest conversation on this inbox in the same thread, if there is one.
[[nodiscard]] Placement place(const std::optional<Conversation>& latest, base::Time said_at);

}  // namespace conversation
