#include "workflow/import/twcs_staging.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "domain/report/care.hpp"

namespace workflow {
namespace {

constexpr std::size_t kAhead = 256;  // Rows asked for before their turn.

// Adds to each conversation what a brand said after its reply, in posts that reply to its own.
std::vector<std::uint32_t> with_continuations(const report::CareThreads& threads, const std::vector<std::uint32_t>& order) {
  auto conversation = threads.conversation;
  for (const auto i : order) {
    const auto& post = threads.posts[i];
    if (post.inbound || conversation[i] != report::kNone || post.parent == report::kNone) continue;
    const auto& parent = threads.posts[post.parent];
    if (!parent.inbound && parent.author == post.author) conversation[i] = conversation[post.parent];
  }
  return conversation;
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
  auto threads = report::assign_conversations(std::move(posts_));
  const auto order = report::reading_order(threads.posts, threads.root);
  const auto conversation = with_continuations(threads, order);

  PlacedPosts placed(std::move(spill_));
  placed.slots_.reserve(order.size());
  auto thread = report::kNone;
  for (const auto i : order) {
    PlacedPosts::Slot slot{.place = threads.posts[i].tag};
    if (conversation[i] != report::kNone) slot.conversation = conversation[i] & PlacedPosts::kNoConversation;
    slot.starts_thread = std::exchange(thread, threads.root[i]) != threads.root[i] ? 1 : 0;
    placed.slots_.push_back(slot);
  }
  placed.conversations_.reserve(threads.conversations.size());
  for (const auto& one : threads.conversations) placed.conversations_.push_back({one.customer, one.brand});
  placed.names_ = std::move(threads.names);
  placed.is_brand_ = std::move(threads.is_brand);
  // A brand that is really called "unknown" shares its inbox, as it shares its row of the report.
  placed.called_unknown_ = placed.names_.find(report::kUnknownBrand);
  if (placed.called_unknown_ != report::kNone && !placed.is_brand_[placed.called_unknown_])
    placed.called_unknown_ = report::kNone;
  return placed;
}

std::optional<PlacedPost> PlacedPosts::next() {
  if (at_ == slots_.size()) return std::nullopt;
  const auto slot = slots_[at_++];
  if (at_ + kAhead < slots_.size()) spill_.expect(slots_[at_ + kAhead].place);
  PlacedPost post{.row = spill_.read(slot.place)};
  if (slot.starts_thread) thread_key_ = post.row.id;  // Its first post in reading order: no other comes before its parent.
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
