#pragma once
// Events → messages of the live feed, and who gets which: the one filter for the WebSocket and for GET /api/v1/events.

#include <cstdint>
#include <optional>
#include <vector>

#include "api/contract/feed.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"

namespace api {

// An event with its place in the organization's order.
struct Numbered {
  ids::Organization organization_id;
  std::int64_t seq = 0;
  base::Time at{};
  const event::Event& event;
};

enum class Share {
  nothing,
  whole,
  gone,  // Only that a conversation is no longer theirs to see.
};

// The one person whom the event is for, where it is for one.
[[nodiscard]] std::optional<ids::User> addressee_of(const event::Event& happened);

// What this member of the team, or token, is told of the event.
[[nodiscard]] Share share_of(const rights::Principal& who, const Numbered& happened);

// None for what the feed does not carry.
[[nodiscard]] std::optional<contract::FeedMessage> present_whole(const Numbered& happened);
[[nodiscard]] std::optional<contract::FeedMessage> present_gone(const Numbered& happened);

// What a visitor's socket knows of its visitor while events go by.
struct VisitorView {
  ids::Organization organization_id;
  ids::Inbox inbox_id;
  ids::Identity identity_id;
  std::optional<ids::Contact> contact_id;  // Known once they have spoken.
  bool resolved = false;                   // As they were last told.
};

// What the visitor is told: messages of their own conversations, and when the matter is closed or open again; never notes,
// nor that the team did anything among itself. Keeps the view up to date, so events must be shown to it in order.
[[nodiscard]] std::vector<contract::FeedMessage> present_to_visitor(VisitorView& view, const Numbered& happened);

}  // namespace api
