#include <map>

#include "main/bench/bench.hpp"
#include "main/bench/child.hpp"
#include "main/bench/company.hpp"
#include "main/bench/steady_posts.hpp"
#include "main/bench/timings.hpp"
#include "store/conversation_pages.hpp"
#include "store/conversation_store.hpp"
#include "store/message_store.hpp"
#include "workflow/triage/facet_index.hpp"

namespace heed {
namespace {

using conversation::View;

constexpr std::int64_t kMinute = 200'000;      // Messages that fit into a minute,
constexpr std::int64_t kPromised = 5'000'000;  // and those of the promise; each against a tenth of it.
constexpr double kPromisedPage_ms = 5;
constexpr double kPromisedGrowth = 1.5;
constexpr int kRounds = 400;
constexpr int kPostsPerSecond = 1000;

// A place in the middle of a list, so that pages further down are measured too.
std::optional<std::int64_t> some_key(std::mt19937_64& random, std::span<const event::ConversationState> page,
                                     const store::ConversationFilter& filter) {
  if (page.empty() || random() % 2 == 0) return std::nullopt;
  return store::sort_key(page[random() % page.size()], filter);
}

// What lists are narrowed by: most of what there is, some of it, a thousandth, and what hardly ever comes together.
struct Narrowed {
  const char* name;
  triage::FacetFilter facets;
};
const std::vector<Narrowed>& narrowings() {
  static const std::vector<Narrowed> kNarrowings = {
      {"common", {.sentiments = {"negative"}, .spam = false}},
      {"some", {.intents = {"refund"}, .urgency = 1}},
      {"rare", {.languages = {"fi"}}},
      {"rarest", {.intents = {"legal_press"}, .languages = {"fi"}, .abuse = true}},
  };
  return kNarrowings;
}

class Pages {
 public:
  Pages(Record& record, const BenchCompany& company) : record_(record), company_(company), index_(record.store()) {}

  base::Result<std::map<std::string, Timings>> measure() {
    std::map<std::string, Timings> out;
    for (int round = 0; round < kRounds; ++round) {
      for (const View view : {View::owed, View::unassigned, View::open, View::snoozed, View::resolved, View::all})
        if (auto done = pages(out, std::string(base::to_name(view)), filter(view)); !done)
          return base::pass_on(done.error());
      for (const View view : {View::owed, View::unassigned, View::open}) {
        auto ranked = filter(view);
        ranked.by_priority = true;
        if (auto done = pages(out, std::string(base::to_name(view)) + "_ranked", ranked); !done)
          return base::pass_on(done.error());
      }
      for (const auto& [name, facets] : narrowings()) narrow(out, name, facets);
      auto mine = filter(View::mine);
      mine.mine_of = company_.agents()[random_() % company_.agents().size()].id;
      if (auto done = page(out["mine"], out["bare_rows"], mine); !done) return base::pass_on(done.error());
      thread(out["thread"]);
      if (round % 8 == 0) counts(out["counts"], *mine.mine_of);
    }
    return out;
  }

 private:
  store::ConversationFilter filter(View view) const {
    store::ConversationFilter filter;
    filter.organization = company_.organization();
    filter.view = view;
    return filter;
  }

  // Of everybody, of an inbox, and as a partner's person sees it.
  base::Result<void> pages(std::map<std::string, Timings>& out, const std::string& name,
                           const store::ConversationFilter& filter) {
    auto narrowed = filter;
    narrowed.inbox = company_.inboxes()[random_() % company_.inboxes().size()].id;
    auto partner = filter;
    partner.only_teams_of = company_.partner().id;
    auto& bare = out["bare_rows"];
    if (auto done = page(out["page_" + name], bare, filter); !done) return done;
    if (auto done = page(out["inbox_" + name], bare, narrowed); !done) return done;
    return page(out["partner_" + name], bare, partner);
  }

  // One page, and the same rows looked up by their ids alone. Half of the pages begin further down.
  base::Result<void> page(Timings& timings, Timings& bare, store::ConversationFilter filter) {
    auto& before = seen_[{filter.view, filter.by_priority}];
    if (const auto key = some_key(random_, before, filter)) {
      filter.after_key = key;
      filter.after_id = ids::Conversation{1};
    }
    std::vector<event::ConversationState> rows;
    Timings once;
    once.time([&] {
      auto read = record_.store().read_blocking([&](store::Reading& reading) -> base::Result<bool> {
        rows = store::page_conversations(reading, filter);
        return true;
      });
      static_cast<void>(read);
    });
    if (!rows.empty()) before = rows;
    if (rows.size() < 50) return {};  // Short ones would make the long ones look quicker.
    timings.add(once);
    bare.time([&] {
      auto read = record_.store().read_blocking([&](store::Reading& reading) -> base::Result<bool> {
        for (const auto& row : rows)
          static_cast<void>(store::find_conversation_state(reading, filter.organization, row.conversation.id));
        return true;
      });
      static_cast<void>(read);
    });
    return {};
  }

  // Pages of what is narrowed, long and short: of everybody, as a partner's person sees it, by time and by priority.
  void narrow(std::map<std::string, Timings>& out, const std::string& name, const triage::FacetFilter& facets) {
    for (const View view : {View::owed, View::open}) {
      auto by_time = filter(view), ranked = filter(view), partner = filter(view);
      ranked.by_priority = true;
      partner.only_teams_of = company_.partner().id;
      for (const auto& one : {by_time, ranked, partner}) {
        // The first page of all makes the index, once after a start.
        const bool is_first = out["narrowed_first"].empty();
        out[is_first ? "narrowed_first" : "narrowed_" + name].time([&] {
          auto read = record_.store().read_blocking([&](store::Reading& reading) -> base::Result<std::size_t> {
            return index_.page(reading, one, facets).states.size();
          });
          static_cast<void>(read);
        });
      }
    }
  }

  void thread(Timings& timings) {
    const auto id = company_.some_conversation(random_);
    timings.time([&] {
      auto read = record_.store().read_blocking([&](store::Reading& reading) -> base::Result<std::size_t> {
        return store::page_messages(reading, company_.organization(), id, {}, {}, 51).size();
      });
      static_cast<void>(read);
    });
  }

  void counts(Timings& timings, ids::User user) {
    timings.time([&] {
      auto read = record_.store().read_blocking([&](store::Reading& reading) -> base::Result<bool> {
        for (const View view : {View::owed, View::mine, View::unassigned, View::open, View::snoozed})
          static_cast<void>(store::count_view(reading, company_.organization(), view, record_.clock().now(), user, {}));
        return true;
      });
      static_cast<void>(read);
    });
  }

  Record& record_;
  const BenchCompany& company_;
  workflow::FacetIndex index_;
  std::mt19937_64 random_{5};
  std::map<std::pair<View, bool>, std::vector<event::ConversationState>> seen_;
};

}  // namespace

base::Result<BenchResult> bench_inbox(const BenchOptions& options) {
  const ScratchFolder folder;
  Config config;
  config.data = folder.path();
  Record record(config);
  auto company = BenchCompany::found(record);
  if (!company) return base::pass_on(company.error());
  const std::int64_t whole = options.full_size ? kPromised : kMinute;

  if (auto grown = company->grow(whole / 10); !grown) return base::pass_on(grown.error());
  auto small = Pages(record, *company).measure();
  if (!small) return base::pass_on(small.error());
  if (auto grown = company->grow(whole); !grown) return base::pass_on(grown.error());
  auto big = Pages(record, *company).measure();
  if (!big) return base::pass_on(big.error());
  auto visitors = SteadyPosts::make_visitors(record, *company);
  if (!visitors) return base::pass_on(visitors.error());
  SteadyPosts posts(record, *visitors, kPostsPerSecond);
  auto busy = Pages(record, *company).measure();
  auto rate = posts.stop();
  if (!rate) return base::pass_on(rate.error());
  if (!busy) return base::pass_on(busy.error());

  BenchResult result;
  result.name = "inbox";
  keep(result, *big, "");
  keep(result, *busy, "_during_posts");
  result.figures["messages"] = static_cast<double>(company->messages());
  result.figures["posts_per_s"] = *rate;
  result.limits["promised_p99_ms"] = kPromisedPage_ms;
  result.limits["promised_growth"] = kPromisedGrowth;
  for (const auto& [name, timings] : *big) {
    if (name == "bare_rows" || name == "narrowed_first") continue;
    result.ratios[name + "_p99_to_promised"] = timings.p99_ms() / kPromisedPage_ms;
    if (!small->at(name).empty()) result.ratios[name + "_p50_growth_tenfold"] = timings.p50_ms() / small->at(name).p50_ms();
    if (name != "thread" && name != "counts" && !name.starts_with("narrowed"))
      result.ratios[name + "_p50_to_bare_rows"] = timings.p50_ms() / big->at("bare_rows").p50_ms();
  }
  return result;
}

}  // namespace heed
