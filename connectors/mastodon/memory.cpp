#include "connectors/mastodon/memory.hpp"

#include <algorithm>
#include <utility>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"

namespace mastodon {
namespace {

using channel::InboundItem;
using channel::ItemKind;

constexpr std::size_t kMostStatuses = 200;
constexpr std::size_t kMostPeople = 100;  // Of one status.
constexpr std::size_t kMostFollowers = 150;
constexpr std::size_t kLongestCursor = 60UL * 1024;

template <class T>
void keep_latest(std::vector<T>& list, std::size_t most) {
  if (list.size() > most) list.erase(list.begin(), list.end() - static_cast<std::ptrdiff_t>(most));
}

std::optional<std::string> edited_at(const Status& status) {
  return status.edited_at ? std::optional(base::to_rfc3339(*status.edited_at)) : std::nullopt;
}

RememberedStatus& place_of(Memory& memory, const Status& status) {
  if (auto* known = find(memory, stable_id(status.id)); known != nullptr) return *known;
  keep_latest(memory.statuses, kMostStatuses - 1);
  return memory.statuses.emplace_back(RememberedStatus{stable_id(status.id), edited_at(status), std::nullopt, std::nullopt});
}

void add(std::optional<Doers>& doers, const std::string& person, std::optional<std::int64_t> count) {
  if (!doers) doers.emplace();
  if (std::ranges::find(doers->people, person) != doers->people.end()) return;
  doers->people.push_back(person);
  keep_latest(doers->people, kMostPeople);
  // The count may have been told before this one was done.
  if (doers->count) ++*doers->count;
  else doers->count = count;
}

bool are_fewer(std::optional<Doers>& doers, std::optional<std::int64_t> count) {
  if (!doers || !count) return false;
  const bool fewer = doers->count && *count < *doers->count && !doers->people.empty();
  doers->count = count;
  return fewer;
}

channel::Author person(const std::string& address) {
  channel::Author author;
  author.external_id = address;
  author.handle = "@" + address;
  return author;
}

InboundItem signal(ItemKind kind, const std::string& address, const std::string& target, base::Time now) {
  InboundItem item;
  item.kind = kind;
  item.external_id = target + " " + address + " " + base::to_rfc3339(now);
  item.author = person(address);
  item.target_external_id = target;
  item.said_at = now;
  return item;
}

}  // namespace

std::optional<Memory> read_memory(const std::string& cursor) {
  if (cursor.empty()) return std::nullopt;
  auto memory = base::decode_text<Memory>(cursor, base::UnknownMembers::ignore);
  return memory ? std::optional(*std::move(memory)) : std::nullopt;
}

std::string to_cursor(const Memory& memory) {
  std::string text = base::encode(memory);
  if (text.size() <= kLongestCursor) return text;
  Memory shorter = memory;
  while (text.size() > kLongestCursor && !(shorter.statuses.empty() && shorter.followers.empty())) {
    keep_latest(shorter.statuses, shorter.statuses.size() / 2);
    keep_latest(shorter.followers, shorter.followers.size() / 2);
    text = base::encode(shorter);
  }
  return text;
}

RememberedStatus* find(Memory& memory, std::string_view id) {
  const auto found = std::ranges::find(memory.statuses, id, &RememberedStatus::id);
  return found == memory.statuses.end() ? nullptr : &*found;
}

void remember(Memory& memory, const Status& status, const Us& us) {
  auto& place = place_of(memory, status);
  if (status.account.id != us.account_id) return;
  if (!place.likes) place.likes = Doers{status.favourites_count, {}};
  if (!place.shares) place.shares = Doers{status.reblogs_count, {}};
}

void remember(Memory& memory, const Notification& notification, const Us& us) {
  const auto author = to_author(notification.account, us);
  if (notification.type == "follow") {
    std::erase_if(memory.followers, [&](const Follower& one) { return one.id == notification.account.id; });
    memory.followers.push_back({notification.account.id, author.external_id});
    keep_latest(memory.followers, kMostFollowers);
    if (memory.follower_count) ++*memory.follower_count;
  }
  if (!notification.status) return;
  const Status& status = *notification.status;
  if (notification.type == "mention" || notification.type == "quote") remember(memory, status, us);
  if (notification.type == "favourite") add(place_of(memory, status).likes, author.external_id, status.favourites_count);
  if (notification.type == "reblog") add(place_of(memory, status).shares, author.external_id, status.reblogs_count);
}

Look look_at(Memory& memory, const Status& status, const Us& us) {
  Look look;
  auto* known = find(memory, stable_id(status.id));
  if (known == nullptr) return look;
  if (const auto now = edited_at(status); now && now != known->edited_at) {
    known->edited_at = now;
    look.edit = to_edit(status, us);
  }
  if (are_fewer(known->likes, status.favourites_count)) look.fewer.push_back(Deed::like);
  if (are_fewer(known->shares, status.reblogs_count)) look.fewer.push_back(Deed::share);
  return look;
}

std::optional<InboundItem> forget(Memory& memory, std::string_view id, base::Time now) {
  const auto known = std::ranges::find(memory.statuses, stable_id(id), &RememberedStatus::id);
  if (known == memory.statuses.end()) return std::nullopt;
  auto item = to_deletion(id, now);
  item.own = known->likes.has_value();
  memory.statuses.erase(known);
  return item;
}

std::vector<InboundItem> withdrawn(Memory& memory, std::string_view id, Deed deed, const std::vector<Account>& still,
                                   const Us& us, base::Time now) {
  std::vector<InboundItem> items;
  auto* known = find(memory, id);
  if (known == nullptr) return items;
  auto& doers = deed == Deed::like ? known->likes : known->shares;
  if (!doers) return items;
  std::vector<std::string> there;
  for (const auto& account : still) there.push_back(to_author(account, us).external_id);
  std::erase_if(doers->people, [&](const std::string& address) {
    if (std::ranges::find(there, address) != there.end()) return false;
    items.push_back(signal(deed == Deed::like ? ItemKind::unlike : ItemKind::unshare, address, known->id, now));
    return true;
  });
  return items;
}

std::vector<InboundItem> unfollowed(Memory& memory, const std::vector<Relationship>& relationships, base::Time now) {
  std::vector<InboundItem> items;
  for (const auto& one : relationships) {
    if (one.followed_by) continue;
    std::erase_if(memory.followers, [&](const Follower& follower) {
      if (follower.id != one.id) return false;
      items.push_back(signal(ItemKind::unfollow, follower.acct, "", now));
      return true;
    });
  }
  return items;
}

}  // namespace mastodon
