#include "workflow/search_messages.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "domain/search/query.hpp"
#include "domain/search/stem.hpp"
#include "domain/triage/language.hpp"
#include "workflow/search_plan.hpp"

namespace workflow {
namespace {

constexpr std::int64_t kBatch = 200;         // Candidates at once where each is checked.
constexpr std::size_t kShownBytes = 20'000;  // Of one message: a hit further down is found, but not shown.

// All that one search knows; shared with the reader threads, one at a time.
struct Search {
  SearchRequest request;
  SearchPlan plan;
  search::Expression words;  // What snippets show.
  search::Expression whole;
  SearchAnswer answer;
  std::int64_t looked_at = 0;
  std::int64_t last_place = 0;
};

bool is_visible(const rights::Principal& who, const store::SearchHit& hit) {
  if (!hit.conversation_id) return !rights::sees_only_own_teams(who);
  return rights::may_see(who, who.organization_id, hit.team_id, hit.assignee_id);
}

std::string_view head_of(std::string_view text) {
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  return text.substr(0, end);
}

search::Snippet snippet_of(const Search& search, const store::SearchHit& hit) {
  const auto head = head_of(hit.text);
  std::string_view language = hit.language;
  if (language.empty()) language = triage::detect_language(head);
  if (language.empty()) language = search.plan.language;
  auto snippet = search::make_snippet(head, search::make_document(head, language), search.words);
  snippet.ends_inside |= head.size() < hit.text.size();
  return snippet;
}

// Looks the candidates up in the record until the page is full; one more than asked for tells that there is a next page.
void take_candidates(store::Reading& reading, Search& search, const std::vector<store::FoundMessage>& candidates) {
  const auto& who = search.request.who;
  for (const auto& candidate : candidates) {
    ++search.looked_at;
    auto hit = store::find_hit(reading, who.organization_id, candidate.message_id);
    if (!hit || !is_visible(who, *hit) || !search.plan.takes(*hit)) {
      search.last_place = candidate.place;
      continue;
    }
    if (static_cast<std::int64_t>(search.answer.items.size()) == search.request.limit) {
      search.answer.next = search.last_place;
      return;
    }
    search.last_place = candidate.place;
    auto snippet = snippet_of(search, *hit);
    search.answer.items.push_back({*std::move(hit), std::move(snippet)});
  }
}

base::Result<void> express(Search& search, const search::Query& query, std::vector<std::string> languages) {
  const auto& own = search.plan.language;
  if (search::has_stems(own) && std::ranges::find(languages, own) == languages.end()) languages.push_back(own);
  auto words = search::express_words(query, languages);
  if (!words) return base::pass_on(words.error());
  if (words->all.empty() && !search.plan.has_narrowing)
    return base::fail(base::FailureKind::invalid,
                      "q: at least one word to look for, or one of from:, inbox:, channel:, team: and language:", "q");
  search.words = *std::move(words);
  search.whole = search.words;
  std::ranges::copy(search.plan.expression.all, std::back_inserter(search.whole.all));
  std::ranges::copy(search.plan.expression.none, std::back_inserter(search.whole.none));
  return {};
}

}  // namespace

store::Task<base::Result<SearchAnswer>> search_messages(store::Store& store /*outlives*/,
                                                        store::SearchIndex& index /*outlives*/,
                                                        const std::vector<channel::ChannelType>& channels /*outlives*/,
                                                        SearchRequest request) {
  auto query = search::parse_query(request.text);
  if (!query) co_return base::pass_on(query.error());
  auto search = std::make_shared<Search>();
  search->request = std::move(request);

  auto look_up = [search, &query = *query, &channels](store::Reading& reading) {
    return plan_search(reading, search->request.who, query, channels);
  };
  auto plan = co_await store.read(std::move(look_up));
  if (!plan) co_return base::pass_on(plan.error());
  search->plan = *std::move(plan);

  auto languages = co_await index.languages(search->request.who.organization_id);
  if (!languages) co_return base::pass_on(languages.error());
  if (auto done = express(*search, *query, *std::move(languages)); !done) co_return base::pass_on(done.error());
  if (search->plan.finds_nothing) co_return SearchAnswer{};

  store::SearchRange range = search->plan.range;
  range.before = std::min(range.before, search->request.before.value_or(range.before));
  while (true) {
    const std::int64_t batch = search->plan.checks_each() ? kBatch : search->request.limit + 1;
    search::Expression asked = search->whole;
    auto found = co_await index.find(search->request.who.organization_id, std::move(asked), range, batch);
    if (!found) co_return base::pass_on(found.error());
    const bool is_last = static_cast<std::int64_t>(found->size()) < batch;
    auto take = [search, candidates = *std::move(found)](store::Reading& reading) -> base::Result<bool> {
      take_candidates(reading, *search, candidates);
      return true;
    };
    if (auto taken = co_await store.read(std::move(take)); !taken) co_return base::pass_on(taken.error());
    if (is_last || search->answer.next) break;
    range.before = search->last_place;
    if (search->looked_at < kMostCandidates) continue;
    search->answer.next = search->last_place;
    search->answer.searched_until = store::time_of_place(search->last_place);
    break;
  }
  co_return std::move(search->answer);
}

}  // namespace workflow
