#include "domain/report/care.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.hpp"

namespace report {
namespace {

using Milliseconds = std::chrono::milliseconds;

// First responses, with the row of `brands` they belong to.
using Responses = std::vector<std::pair<std::uint32_t, Milliseconds>>;

// Finds each brand's row, and makes it at first sight.
class BrandRows {
 public:
  explicit BrandRows(const CareThreads& threads) : names_(threads.names), row_of_name_(names_.size(), kNone) {
    // A brand that is really called so shares the row of the unknown one: a reader could not tell them apart.
    const auto called_so = names_.find(kUnknownBrand);
    if (called_so != kNone && threads.is_brand[called_so]) unknown_ = called_so;
  }

  std::uint32_t row(std::uint32_t name) {
    if (name == kNone) name = unknown_;
    auto& row = name == kNone ? row_of_unknown_ : row_of_name_[name];
    if (row == kNone) {
      row = static_cast<std::uint32_t>(rows.size());
      rows.emplace_back().brand = name == kNone ? kUnknownBrand : names_.name(name);
    }
    return row;
  }

  std::vector<BrandFigures> rows;

 private:
  const NameTable& names_;
  std::vector<std::uint32_t> row_of_name_;
  std::uint32_t unknown_ = kNone;
  std::uint32_t row_of_unknown_ = kNone;
};

double share(std::int64_t part, std::int64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

// `responses` of one group, sorted by time.
void give_rates(CareFigures& figures, std::span<const Responses::value_type> responses) {
  if (figures.conversations > 0) figures.unanswered_rate = 1 - share(figures.answered, figures.conversations);
  if (responses.empty()) return;
  const auto within = [&](Milliseconds limit) {
    return share(std::count_if(responses.begin(), responses.end(), [&](const auto& r) { return r.second <= limit; }),
                 figures.answered);
  };
  figures.within_5min = within(std::chrono::minutes(5));
  figures.within_60min = within(std::chrono::minutes(60));
  const auto high = responses[responses.size() / 2].second, low = responses[(responses.size() - 1) / 2].second;
  figures.median_first_response_s = static_cast<double>((low + high).count()) / 2000;
}

void count(CareFigures& figures, const CareConversation& conversation) {
  figures.inbound += conversation.post_count;
  ++figures.conversations;
  if (conversation.answer != kNone) ++figures.answered;
}

bool listed_before(const BrandFigures& a, const BrandFigures& b) {
  if (a.conversations != b.conversations) return a.conversations > b.conversations;
  return base::to_lower_ascii(a.brand) < base::to_lower_ascii(b.brand);
}

}  // namespace

CareReport care_report(const CareThreads& threads) {
  BrandRows brands(threads);
  CareReport report;
  for (const auto& post : threads.posts) {
    if (post.inbound) continue;
    ++brands.rows[brands.row(post.author)].outbound;
    ++report.total.outbound;
  }
  Responses responses;
  for (const auto& conversation : threads.conversations) {
    const auto row = brands.row(conversation.brand);
    count(brands.rows[row], conversation);
    count(report.total, conversation);
    if (conversation.answer == kNone) continue;
    responses.emplace_back(row, threads.posts[conversation.answer].at - threads.posts[conversation.first_post].at);
  }

  std::sort(responses.begin(), responses.end());
  for (std::uint32_t row = 0; row < brands.rows.size(); ++row) {
    const auto first = std::lower_bound(responses.begin(), responses.end(), std::pair{row, Milliseconds::min()});
    const auto last = std::upper_bound(first, responses.end(), std::pair{row, Milliseconds::max()});
    give_rates(brands.rows[row], {first, last});
  }
  std::sort(responses.begin(), responses.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  give_rates(report.total, responses);
  report.brands = std::move(brands.rows);
  std::sort(report.brands.begin(), report.brands.end(), listed_before);
  return report;
}

CareReport care_report(std::span<const CarePost> posts) {
  CarePosts collected;
  for (const auto& post : posts) collected.add(post);
  return care_report(assign_conversations(std::move(collected)));
}

}  // namespace report
