#include "store/report_store.hpp"

#include "store/checked_query.hpp"

namespace store {
namespace {

constexpr Query<CareWord(ids::Organization)> kWords{"report_care_words"};

}  // namespace

void each_care_word(Reading& reading, ids::Organization organization, const std::function<void(const CareWord&)>& take) {
  reading.each(kWords, take, organization);
}

std::vector<CheckedQuery> report_queries() { return {kWords}; }

}  // namespace store
