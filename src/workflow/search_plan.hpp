#pragma once
// The fields of a query, looked up in the record: terms for the index, a span of time, and what is checked message by
// message. Internal to search_messages.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/rights/rights.hpp"
#include "domain/search/expression.hpp"
#include "domain/search/query.hpp"
#include "store/search_index.hpp"
#include "store/search_store.hpp"
#include "store/transaction.hpp"

namespace workflow {

struct SearchPlan {
  search::Expression expression;  // Of the fields alone.
  store::SearchRange range;
  std::optional<conversation::Status> status;
  std::vector<conversation::Status> not_status;
  std::optional<bool> owed;
  std::string language;        // The organization's.
  bool finds_nothing = false;  // The asker may see nothing at all.
  bool has_narrowing = false;  // The expression holds a field that was asked for, not only the asker's bounds.

  [[nodiscard]] bool checks_each() const { return status || owed || !not_status.empty(); }
  [[nodiscard]] bool takes(const store::SearchHit& hit) const;
};

[[nodiscard]] base::Result<SearchPlan> plan_search(store::Reading& reading, const rights::Principal& who,
                                                   const search::Query& query,
                                                   const std::vector<channel::ChannelType>& channels);

}  // namespace workflow
