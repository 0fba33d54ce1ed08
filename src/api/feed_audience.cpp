#include "api/feed_audience.hpp"

#include <algorithm>

#include "api/topics.hpp"

namespace api {
namespace {

bool hears_all_topics(const rights::Principal& who) {
  const auto topics = all_topics();
  return std::ranges::all_of(topics, [&](const TopicRow& topic) { return rights::may(who, topic.permission); });
}

}  // namespace

rights::Principal audience_of(const rights::Principal& who) {
  rights::Principal audience;
  audience.organization_id = who.organization_id;
  audience.kind = who.kind;
  audience.role = who.role;
  if (rights::sees_only_own_teams(who)) {
    audience.user_id = who.user_id;
    audience.team_ids = who.team_ids;
    std::ranges::sort(audience.team_ids);
  } else if (hears_all_topics(who)) {
    audience.kind = rights::PrincipalKind::user;
    audience.role = rights::Role::agent;
  }
  return audience;
}

std::vector<std::int64_t> visitor_keys_of(const event::Event& happened) {
  std::vector<std::int64_t> keys;
  std::visit(
      [&]<class Happened>(const Happened& one) {
        if constexpr (requires { one.state; }) keys.push_back(one.state.conversation.contact_id.value);
      },
      happened);
  if (const auto* moved = std::get_if<event::IdentitiesMoved>(&happened)) {
    for (const auto identity : moved->identity_ids) keys.push_back(identity.value);
  }
  const auto* said = std::get_if<event::MessageCreated>(&happened);
  if (said != nullptr && said->message.identity_id) keys.push_back(said->message.identity_id->value);
  return keys;
}

}  // namespace api
