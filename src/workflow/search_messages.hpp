#pragma once
// Finding what was said. The index gives candidates, newest first; the record decides who may see them and shows them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/rights/rights.hpp"
#include "domain/search/snippet.hpp"
#include "store/search_index.hpp"
#include "store/search_store.hpp"
#include "store/store.hpp"
#include "store/task.hpp"

namespace workflow {

struct SearchRequest {
  rights::Principal who;
  std::string text;                    // As typed: domain/search/query.hpp.
  std::optional<std::int64_t> before;  // The place where the page before ended.
  std::int64_t limit = 50;
};

struct FoundWord {
  store::SearchHit hit;
  search::Snippet snippet;
};

struct SearchAnswer {
  std::vector<FoundWord> items;  // Newest first.
  std::optional<std::int64_t> next;
  // Set where the search stopped before the page was full, because the fields that are checked one by one left too little:
  // it looked at what was said since then, and goes on from `next`.
  std::optional<base::Time> searched_until;
};

// Candidates that one page looks at before it gives up and lets the asker decide to go on.
inline constexpr std::int64_t kMostCandidates = 2000;

[[nodiscard]] store::Task<base::Result<SearchAnswer>> search_messages(store::Store& store /*outlives*/,
                                                                      store::SearchIndex& index /*outlives*/,
                                                                      const std::vector<channel::ChannelType>& channels
                                                                      /*outlives*/,
                                                                      SearchRequest request);

}  // namespace workflow
