#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <map>

#include "channel/channel.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/child.hpp"
#include "main/bench/company.hpp"
#include "main/bench/steady_posts.hpp"
#include "main/bench/timings.hpp"
#include "store/search_index.hpp"
#include "workflow/index_messages.hpp"
#include "workflow/indexer.hpp"
#include "workflow/search_messages.hpp"

namespace heed {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::int64_t kMinute = 200'000;
constexpr std::int64_t kPromised = 5'000'000;
constexpr double kPromisedSearch_ms = 20;
constexpr double kPromisedFindable_ms = 1000;
constexpr double kPromisedGrowth = 1.5;
constexpr int kRounds = 150;
constexpr int kFindableRounds = 20;
constexpr int kPostsPerSecond = 1000;

class Searches {
 public:
  Searches(Record& record, store::SearchIndex& index, const BenchCompany& company)
      : record_(record), index_(index), company_(company) {}

  base::Result<std::map<std::string, Timings>> measure() {
    std::map<std::string, Timings> out;
    const auto serials = static_cast<std::uint64_t>(company_.messages()) / 20;
    const std::string common = BenchCompany::kCommonWord;
    for (int round = 0; round < kRounds; ++round) {
      const std::string middle = BenchCompany::product(random_());
      const std::string team = " team:\"" + company_.teams()[random_() % company_.teams().size()].name + "\"";
      const std::string channel = " channel:" + company_.inboxes()[random_() % company_.inboxes().size()].channel;
      const std::map<std::string, std::string> asked = {
          {"rare", BenchCompany::serial(random_() % serials)},
          {"middle", middle},
          {"common", common},
          {"two_words", middle + " waiting"},
          {"phrase", "\"order with my\""},
          {"rare_in_team", BenchCompany::serial(random_() % serials) + team},
          {"middle_in_team", middle + team},
          {"common_in_team", common + team},
          {"middle_on_channel", middle + channel},
          {"common_on_channel", common + channel},
          {"common_is_owed", common + " is:owed"},
          {"beginning", "modell1" + std::to_string(random_() % 10) + "*"},
      };
      for (const auto& [name, text] : asked)
        if (auto done = search(out[name], text); !done) return base::pass_on(done.error());
      bare(out["bare_rows"]);
    }
    return out;
  }

  base::Result<workflow::SearchAnswer> ask(const std::string& text) {
    boost::asio::io_context context;
    std::optional<base::Result<workflow::SearchAnswer>> out;
    workflow::SearchRequest request;
    request.who = company_.as(company_.agents().front());
    request.text = text;
    auto task = workflow::search_messages(record_.store(), index_, channels_, std::move(request));
    boost::asio::co_spawn(context, std::move(task),
                          [&](const std::exception_ptr& error, base::Result<workflow::SearchAnswer> answer) {
                            if (error) std::rethrow_exception(error);
                            out = std::move(answer);
                          });
    context.run();
    if (!out) return base::fail(base::FailureKind::unavailable, "The search did not end.");
    return *std::move(out);
  }

 private:
  base::Result<void> search(Timings& timings, const std::string& text) {
    base::Result<workflow::SearchAnswer> answer;
    timings.time([&] { answer = ask(text); });
    if (!answer) return base::pass_on(answer.error());
    if (!answer->items.empty()) last_ = *std::move(answer);
    return {};
  }

  // The rows of the last answer again, by their ids alone.
  void bare(Timings& timings) {
    timings.time([&] {
      auto read = record_.store().read_blocking([&](store::Reading& reading) -> base::Result<bool> {
        for (const auto& item : last_.items)
          static_cast<void>(store::find_hit(reading, company_.organization(), item.hit.id));
        return true;
      });
      static_cast<void>(read);
    });
  }

  Record& record_;
  store::SearchIndex& index_;
  const BenchCompany& company_;
  std::vector<channel::ChannelType> channels_ = channel::all_channel_types();
  std::mt19937_64 random_{9};
  workflow::SearchAnswer last_;
};

base::Result<double> index_rate(Record& record, store::SearchIndex& index, ids::Organization organization) {
  workflow::MessageIndexing indexing(record.store(), index);
  std::int64_t messages = 0;
  const auto began = steady_clock::now();
  auto done = indexing.catch_up(organization, [&](std::int64_t more) { messages += more; });
  if (!done) return base::pass_on(done.error());
  return static_cast<double>(messages) / std::chrono::duration<double>(steady_clock::now() - began).count();
}

// From the commit of a post until it is found.
base::Result<Timings> until_findable(Record& record, Searches& searches, const rights::Principal& visitor) {
  Timings timings;
  for (int round = 0; round < kFindableRounds; ++round) {
    const std::string word = "fresh" + std::to_string(round) + "word";
    if (auto said = post(record, visitor, "Nobody said " + word + " before"); !said) return base::pass_on(said.error());
    base::Result<workflow::SearchAnswer> answer;
    timings.time([&] {
      const auto end = steady_clock::now() + std::chrono::seconds(10);
      do {
        answer = searches.ask(word);
      } while (answer && answer->items.empty() && steady_clock::now() < end);
    });
    if (!answer) return base::pass_on(answer.error());
  }
  return timings;
}

}  // namespace

base::Result<BenchResult> bench_search(const BenchOptions& options) {
  const ScratchFolder folder;
  Config config;
  config.data = folder.path();
  Record record(config);
  const auto index = record.open_search();
  auto company = BenchCompany::found(record);
  if (!company) return base::pass_on(company.error());
  const std::int64_t whole = options.full_size ? kPromised : kMinute;
  Searches searches(record, *index, *company);

  if (auto grown = company->grow(whole / 10); !grown) return base::pass_on(grown.error());
  if (auto rate = index_rate(record, *index, company->organization()); !rate) return base::pass_on(rate.error());
  auto small = searches.measure();
  if (!small) return base::pass_on(small.error());
  if (auto grown = company->grow(whole); !grown) return base::pass_on(grown.error());
  if (auto wiped = index->wipe(); !wiped) return base::pass_on(wiped.error());
  auto rate = index_rate(record, *index, company->organization());
  if (!rate) return base::pass_on(rate.error());
  auto big = searches.measure();
  if (!big) return base::pass_on(big.error());

  auto visitors = SteadyPosts::make_visitors(record, *company);
  if (!visitors) return base::pass_on(visitors.error());
  workflow::Indexer indexer(record.store(), *index, [](const std::string&) {});
  indexer.start();
  SteadyPosts posts(record, *visitors, kPostsPerSecond);
  auto busy = searches.measure();
  auto findable = until_findable(record, searches, visitors->front());
  auto posts_per_s = posts.stop();
  indexer.stop();
  if (!posts_per_s) return base::pass_on(posts_per_s.error());
  if (!busy) return base::pass_on(busy.error());
  if (!findable) return base::pass_on(findable.error());

  BenchResult result;
  result.name = "search";
  keep(result, *big, "");
  keep(result, *busy, "_during_posts");
  result.figures["messages"] = static_cast<double>(company->messages());
  result.figures["posts_per_s"] = *posts_per_s;
  result.figures["indexed_per_s"] = *rate;
  result.figures["findable_p50_ms"] = findable->p50_ms();
  result.figures["findable_p99_ms"] = findable->p99_ms();
  result.limits["promised_p99_ms"] = kPromisedSearch_ms;
  result.limits["promised_findable_ms"] = kPromisedFindable_ms;
  result.limits["promised_growth"] = kPromisedGrowth;
  result.ratios["findable_p99_to_promised"] = findable->p99_ms() / kPromisedFindable_ms;
  for (const auto& [name, timings] : *big) {
    if (name == "bare_rows") continue;
    result.ratios[name + "_p99_to_promised"] = timings.p99_ms() / kPromisedSearch_ms;
    result.ratios[name + "_p50_to_bare_rows"] = timings.p50_ms() / big->at("bare_rows").p50_ms();
    result.ratios[name + "_p50_growth_tenfold"] = timings.p50_ms() / small->at(name).p50_ms();
  }
  return result;
}

}  // namespace heed
