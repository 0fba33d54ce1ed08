#include "store/search_store.hpp"

#include "base/text.hpp"

namespace store {
namespace {

using Organization = ids::Organization;
constexpr Query<SearchSource(Organization, std::int64_t, std::int64_t)> kSources{"search_source_page"};
constexpr Query<SearchSource(Organization, ids::Conversation)> kSourcesOf{"search_source_conversation"};
constexpr Query<std::int64_t(Organization)> kCountSources{"search_source_count"};
constexpr Query<SearchHit(Organization, ids::Message)> kHit{"search_hit"};
constexpr Query<ids::Identity(Organization, std::string, std::int64_t)> kIdentities{"search_identities"};
constexpr Query<ids::Conversation(Organization, ids::User, std::int64_t)> kConversationsOf{"search_conversations_of"};

}  // namespace

std::vector<SearchSource> list_sources(Reading& reading, Organization organization, std::int64_t after, std::int64_t limit) {
  return reading.rows(kSources, organization, after, limit);
}

std::vector<SearchSource> list_sources_of(Reading& reading, Organization organization, ids::Conversation conversation) {
  return reading.rows(kSourcesOf, organization, conversation);
}

std::int64_t count_sources(Reading& reading, Organization organization) {
  return reading.one(kCountSources, organization).value_or(0);
}

std::optional<SearchHit> find_hit(Reading& reading, Organization organization, ids::Message id) {
  return reading.one(kHit, organization, id);
}

std::vector<ids::Identity> identities_with_handle(Reading& reading, Organization organization, const std::string& handle,
                                                  std::int64_t limit) {
  return reading.rows(kIdentities, organization, base::to_lower_ascii(handle), limit);
}

std::vector<ids::Conversation> conversations_of(Reading& reading, Organization organization, ids::User assignee,
                                                std::int64_t limit) {
  return reading.rows(kConversationsOf, organization, assignee, limit);
}

std::vector<CheckedQuery> search_queries() {
  return {kSources, kSourcesOf, kCountSources, kHit, kIdentities, kConversationsOf};
}

}  // namespace store
