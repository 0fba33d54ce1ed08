#include "workflow/import/twcs_staging.hpp"

#include <malloc.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "domain/report/care.hpp"

namespace workflow {
namespace {

constexpr std::size_t kAhead = 256;  // Rows asked for before their turn.

// Adds to each conversation what a brand said after its reply, in posts that reply to its own.
void add_continuations(report::CareThreads& threads, const std::vector<std::uint32_t>& order) {
  for (const auto i : order) {
    const auto& post = threads.posts[i];
    auto& conversation = threads.conversation[i];
    if (post.inbound || conversation != report::kNone || post.parent == report::kNone) continue;
    const auto& parent = threads.posts[post.parent];
    if (!parent.inbound && parent.author == post.author) conversation = threads.conversation[post.parent];
  }
}

}  // namespace

base::Result<TwcsStaging> TwcsStaging::create(const std::string& folder) {
  auto spill = TwcsSpill::create(folder);
  if (!spill) return base::pass_on(spill.error());
  return TwcsStaging(std::move(*spill));
}

bool TwcsStaging::add(const TwcsRow& row) {
  report::CarePost post{.id = row.id, .author = row.author, .inbound = row.inbound, .at = row.at};
  post.parent = row.parent_id;
  post.text = row.text;
  post.tag = spill_.next_place();
  if (!posts_.add(post)) {
    ++duplicates_;
    return false;
  }
  spill_.append(row);
  return true;
}

PlacedPosts TwcsStaging::place() && {
  spill_.finish_appending();
  PlacedPosts placed(std::move(spill_));
  {
    auto threads = report::assign_conversations(std::move(posts_));
    const auto order = report::reading_order(threads.posts, threads.root);
    threads.root = {};
    add_continuations(threads, order);
    placed.take(std::move(threads), order);
  }
  malloc_trim(0);  // Most of it is needed no more, and the second pass is the long one.
  return placed;
}

void PlacedPosts::take(report::CareThreads threads, const std::vector<std::uint32_t>& order) {
  slots_.reserve(order.size());
  for (const auto i : order) {
    Slot slot{.place = threads.posts[i].tag};
    if (threads.conversation[i] != report::kNone) slot.conversation = threads.conversation[i] & kNoConversation;
    slot.starts_thread = threads.posts[i].parent == report::kNone ? 1 : 0;
    slots_.push_back(slot);
  }
  conversations_.reserve(threads.conversations.size());
  for (const auto& one : threads.conversations) conversations_.push_back({threads.posts[one.first_post].author, one.brand});
  names_ = std::move(threads.names);
  is_brand_ = std::move(threads.is_brand);
  // A brand that is really called "unknown" shares its inbox, as it shares its row of the report.
  called_unknown_ = names_.find(report::kUnknownBrand);
  if (called_unknown_ != report::kNone && !is_brand_[called_unknown_]) called_unknown_ = report::kNone;
}

std::optional<PlacedPost> PlacedPosts::next() {
  if (at_ == slots_.size()) return std::nullopt;
  const auto slot = slots_[at_++];
  if (at_ + kAhead < slots_.size()) spill_.expect(slots_[at_ + kAhead].place);
  PlacedPost post{.row = spill_.read(slot.place)};
  if (slot.starts_thread) thread_key_ = post.row.id;
  post.thread_key = thread_key_;
  if (slot.conversation == kNoConversation) {
    post.brand = brand_name(names_.find(post.row.author));
  } else {
    const auto& parties = conversations_[slot.conversation];
    post.brand = brand_name(parties.brand);
    post.conversation = slot.conversation;
    post.customer = names_.name(parties.customer);
  }
  return post;
}

std::string PlacedPosts::brand_name(std::uint32_t brand) const {
  if (brand == report::kNone) brand = called_unknown_;
  return brand == report::kNone ? report::kUnknownBrand : std::string(names_.name(brand));
}

std::vector<std::string> PlacedPosts::brands() const {
  std::vector<std::string> brands;
  for (std::uint32_t name = 0; name < names_.size(); ++name) {
    if (is_brand_[name]) brands.emplace_back(names_.name(name));
  }
  const bool unknown = std::any_of(conversations_.begin(), conversations_.end(),
                                   [](const Parties& parties) { return parties.brand == report::kNone; });
  if (unknown && called_unknown_ == report::kNone) brands.emplace_back(report::kUnknownBrand);
  std::sort(brands.begin(), brands.end(),
            [](const std::string& a, const std::string& b) { return base::to_lower_ascii(a) < base::to_lower_ascii(b); });
  return brands;
}

}  // namespace workflow
