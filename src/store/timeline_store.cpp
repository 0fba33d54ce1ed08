#include "store/timeline_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {
constexpr Query<contact::Moment(ids::Organization, ids::Contact, std::optional<base::Time>, std::int64_t, std::int64_t)>
    kPage{"timeline_of_contact"};
}  // namespace

std::vector<contact::Moment> page_timeline(Reading& reading, ids::Organization organization, ids::Contact contact,
                                           std::optional<base::Time> before, std::int64_t before_id, std::int64_t limit) {
  return reading.rows(kPage, organization, contact, before, before_id, limit);
}

std::vector<CheckedQuery> timeline_queries() { return {kPage}; }

}  // namespace store
