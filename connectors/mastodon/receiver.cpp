#include "connectors/mastodon/receiver.hpp"

#include <algorithm>
#include <set>

#include "base/json/decode.hpp"
#include "connectors/mastodon/event_stream.hpp"
#include "connectors/mastodon/wire.hpp"
#include "net/http.hpp"
#include "net/sleep.hpp"

#include <boost/json/serialize.hpp>

namespace mastodon {
namespace {

using base::FailureKind;
using boost::json::value;

constexpr std::size_t kPage = 80;      // A server's most is 40 or 80.
constexpr std::size_t kSmallPage = 5;  // Where a page would be too large.
constexpr std::size_t kFullPage = 15;  // No server's pages are shorter, whatever is asked for.
constexpr int kMostPages = 25;
constexpr std::size_t kLookNewest = 6;   // Statuses looked at again in every round …
constexpr std::size_t kLookOthers = 14;  // … and those whose turn it is. 20 together: a server's limit for one request.
constexpr std::size_t kFollowersPage = 40;
// One batch has to fit into what an inbox may have waiting, together with what is written while it is stored.
constexpr std::size_t kBatchItems = 100;
constexpr std::size_t kBatchBytes = 512UL * 1024;
constexpr const char* kNone = "0";  // Before every id.

std::string id_of(const value& entry) {
  const auto* object = entry.if_object();
  const auto* id = object != nullptr ? object->if_contains("id") : nullptr;
  return id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string();
}

// What makes going on useless, while other failures only leave something out.
bool stops_all(const base::Failure& failure) {
  return failure.kind == FailureKind::unauthenticated || failure.kind == FailureKind::rate_limited;
}

base::Time time_of(const value& entry) {
  const auto* object = entry.if_object();
  const auto* time = object != nullptr ? object->if_contains("created_at") : nullptr;
  if (time == nullptr || !time->is_string()) return {};
  return base::parse_rfc3339(std::string_view(time->get_string())).value_or(base::Time{});
}

bool is_full(const channel::InboundBatch& batch) {
  std::size_t bytes = 0;
  for (const auto& item : batch.items) bytes += item.text.size();
  for (const auto& one : batch.unreadable) bytes += one.raw.size();
  return batch.items.size() + batch.unreadable.size() >= kBatchItems || bytes >= kBatchBytes;
}

std::string own_path(const std::string& account_id) {
  return "/api/v1/accounts/" + net::percent_encode(account_id) + "/statuses?exclude_reblogs=true";
}
constexpr const char* kNotifications = "/api/v1/notifications?include_filtered=true";

}  // namespace

net::Task<base::Result<Memory>> begin_now(const Client& client /*outlives*/, std::string account_id) {
  Memory memory;
  memory.notification = kNone;
  memory.status = kNone;
  const std::vector<std::pair<std::string, std::string*>> lists = {{kNotifications, &memory.notification},
                                                                   {own_path(account_id), &memory.status}};
  for (const auto& [path, id] : lists) {
    const auto newest = co_await client.get_as<std::vector<value>>(path + "&limit=1");
    if (!newest) co_return base::pass_on(newest.error());
    if (!newest->empty() && !id_of(newest->front()).empty()) *id = id_of(newest->front());
  }
  co_return memory;
}

Receiver::Receiver(const channel::ChannelServices& services, KeptSettings settings, Pace pace, channel::ItemSink& sink)
    : services_(services), settings_(std::move(settings)), pace_(pace), sink_(sink), client_(services, settings_) {}

net::Task<base::Failure> Receiver::run(std::string cursor) {
  if (auto begun = co_await begin(std::move(cursor)); !begun) co_return begun.error();
  for (;;) {
    if (auto done = co_await round(); !done) co_return done.error();
    if (settings_.streaming && services_.clock.now() >= stream_again_at_) {
      if (auto heard = co_await listen(); !heard) co_return heard.error();
    }
    co_await net::sleep_for(spread(pace_.poll));
  }
}

net::Task<base::Result<void>> Receiver::begin(std::string cursor) {
  const auto account = co_await client_.get_as<Account>("/api/v1/accounts/verify_credentials");
  if (!account) co_return base::pass_on(account.error());
  us_ = {account->id, settings_.host.value_or("")};
  stored_cursor_ = cursor;
  if (auto memory = read_memory(cursor)) {
    memory_ = *std::move(memory);
  } else {
    auto fresh = co_await begin_now(client_, us_.account_id);
    if (!fresh) co_return base::pass_on(fresh.error());
    memory_ = *std::move(fresh);
  }
  if (!memory_.follower_count) memory_.follower_count = account->followers_count;
  co_return base::Result<void>();
}

net::Task<base::Result<void>> Receiver::round() {
  // What we said goes first: what others say may answer it.
  if (auto own = co_await read_own(); !own) co_return own;
  if (auto told = co_await read_notifications(); !told) co_return told;
  const base::Time now = services_.clock.now();
  if (looked_at_ == base::Time{} || now - looked_at_ >= pace_.look) {
    looked_at_ = now;
    if (auto looked = co_await look_again(); !looked) co_return looked;
  }
  sink_.connected();
  co_return base::Result<void>();
}

// A page is the earliest that is later than the id on Mastodon, and the latest on some other servers: so what lies between a full
// page and the id is asked for until there is nothing.
net::Task<base::Result<std::vector<value>>> Receiver::later_than(std::string path, std::string id) {
  std::vector<value> found;
  std::set<std::string> known;
  std::string before;
  path += "&min_id=" + net::percent_encode(id);
  std::size_t limit = kPage;
  for (int page = 0; page < kMostPages; ++page) {
    const std::string until = before.empty() ? "" : "&max_id=" + net::percent_encode(before);
    auto list = co_await client_.get_as<std::vector<value>>(path + until + "&limit=" + std::to_string(limit));
    if (!list && list.error().kind == FailureKind::too_large && limit > kSmallPage) {
      limit = kSmallPage;
      continue;
    }
    if (!list) co_return base::pass_on(list.error());
    bool is_new = false;
    for (auto& entry : *list) {
      const std::string one = id_of(entry);
      if (one.empty() || !is_later(one, id) || !known.insert(one).second) continue;
      is_new = true;
      if (before.empty() || is_later(before, one)) before = one;
      found.push_back(std::move(entry));
    }
    if (list->size() < std::min(kFullPage, limit) || !is_new) break;
    if (page + 1 < kMostPages) continue;
    const base::Time earliest = found.empty() ? base::Time{} : time_of(found.back());
    const channel::Gap gap{
        earliest, earliest,
        client_.server_name() + " has more to tell than is asked for in one go; what is older is left out."};
    if (auto told = co_await sink_.report(gap); !told) co_return base::pass_on(told.error());
  }
  std::ranges::sort(found, [](const value& a, const value& b) { return is_later(id_of(b), id_of(a)); });
  co_return found;
}

net::Task<base::Result<void>> Receiver::read_own() {
  const auto entries = co_await later_than(own_path(us_.account_id), memory_.status);
  if (!entries) co_return base::pass_on(entries.error());
  channel::InboundBatch batch;
  for (const auto& entry : *entries) {
    memory_.status = id_of(entry);
    const auto status = read_status(entry);
    if (!status) {
      batch.unreadable.push_back(unreadable(boost::json::serialize(entry), status.error()));
    } else if (!status->reblog) {
      batch.items.push_back(to_message(*status, us_));
      remember(memory_, *status, us_);
    }
    if (!is_full(batch)) continue;
    if (auto stored = co_await hand_over(std::exchange(batch, {})); !stored) co_return stored;
  }
  co_return co_await hand_over(std::move(batch));
}

net::Task<base::Result<void>> Receiver::read_notifications() {
  bool may_be_more = true;
  while (may_be_more) {
    const auto entries = co_await later_than(kNotifications, memory_.notification);
    if (!entries) co_return base::pass_on(entries.error());
    may_be_more = entries->size() >= kSmallPage;
    channel::InboundBatch batch;
    for (const auto& entry : *entries) {
      memory_.notification = id_of(entry);
      const auto notification = read_notification(entry);
      if (!notification) {
        batch.unreadable.push_back(unreadable(boost::json::serialize(entry), notification.error()));
      } else {
        if (auto item = to_item(*notification, us_)) batch.items.push_back(*std::move(item));
        remember(memory_, *notification, us_);
      }
      if (!is_full(batch)) continue;
      if (auto stored = co_await hand_over(std::exchange(batch, {})); !stored) co_return stored;
    }
    if (auto stored = co_await hand_over(std::move(batch)); !stored) co_return stored;
  }
  co_return base::Result<void>();
}

net::Task<base::Result<void>> Receiver::look_again() {
  Items items;
  if (auto looked = co_await look_at_statuses(items); !looked) co_return looked;
  if (auto looked = co_await look_at_followers(items); !looked) co_return looked;
  co_return co_await hand_over({.items = std::move(items), .unreadable = {}, .cursor = {}});
}

std::vector<std::string> Receiver::next_to_look_at() {
  std::vector<std::string> ids;
  const std::size_t count = memory_.statuses.size();
  const std::size_t newest = std::min(count, kLookNewest);
  for (std::size_t i = count - newest; i < count; ++i) ids.push_back(memory_.statuses[i].id);
  const std::size_t others = count - newest;
  for (std::size_t i = 0; i < std::min(others, kLookOthers); ++i) {
    looked_until_ = (looked_until_ + 1) % others;
    ids.push_back(memory_.statuses[looked_until_].id);
  }
  return ids;
}

net::Task<base::Result<void>> Receiver::look_at_statuses(Items& items /*outlives*/) {
  const auto found = co_await statuses(next_to_look_at());
  if (!found) co_return base::pass_on(found.error());
  const base::Time now = services_.clock.now();
  for (const auto& [id, status] : *found) {
    if (!status) {
      if (auto gone = forget(memory_, id, now)) items.push_back(*std::move(gone));
      continue;
    }
    auto look = look_at(memory_, *status, us_);
    if (look.edit) items.push_back(*std::move(look.edit));
    for (const auto deed : look.fewer) {
      const std::string list = deed == Deed::like ? "favourited_by" : "reblogged_by";
      const auto still = co_await client_.get_as<std::vector<Account>>("/api/v1/statuses/" + net::percent_encode(id) + "/" +
                                                                       list + "?limit=80");
      if (!still && stops_all(still.error())) co_return base::pass_on(still.error());
      const auto count = deed == Deed::like ? status->favourites_count : status->reblogs_count;
      // Of a list that does not show all, nobody can be said to be missing.
      if (!still || static_cast<std::int64_t>(still->size()) < count.value_or(0)) continue;
      for (auto& item : withdrawn(memory_, id, deed, *still, us_, now)) items.push_back(std::move(item));
    }
  }
  co_return base::Result<void>();
}

net::Task<base::Result<std::vector<std::pair<std::string, std::optional<Status>>>>> Receiver::statuses(
    std::vector<std::string> ids) {
  std::vector<std::pair<std::string, std::optional<Status>>> out;
  std::set<std::string> seen;
  if (has_batches_ && ids.size() > 1) {
    std::string query;
    for (const auto& id : ids) query += (query.empty() ? "?id[]=" : "&id[]=") + net::percent_encode(id);
    auto list = co_await client_.get_as<std::vector<Status>>("/api/v1/statuses" + query);
    if (!list && stops_all(list.error())) co_return base::pass_on(list.error());
    if (!list && list.error().kind == FailureKind::unavailable) co_return out;  // Another time.
    has_batches_ = list.has_value();
    for (auto& status : list.value_or(std::vector<Status>())) {
      const std::string id = stable_id(status.id);
      if (seen.insert(id).second) out.emplace_back(id, std::move(status));
    }
  }
  for (const auto& id : ids) {
    if (seen.contains(id)) continue;
    auto status = co_await client_.get_as<Status>("/api/v1/statuses/" + net::percent_encode(id));
    if (status) out.emplace_back(id, *std::move(status));
    else if (status.error().kind == FailureKind::not_found) out.emplace_back(id, std::nullopt);
    else if (stops_all(status.error())) co_return base::pass_on(status.error());
  }
  co_return out;
}

net::Task<base::Result<void>> Receiver::look_at_followers(Items& items /*outlives*/) {
  const auto account = co_await client_.get_as<Account>("/api/v1/accounts/verify_credentials");
  if (!account) co_return base::pass_on(account.error());
  const auto now = account->followers_count;
  const auto before = std::exchange(memory_.follower_count, now);
  if (!before || !now || *now >= *before) co_return base::Result<void>();
  for (std::size_t from = 0; from < memory_.followers.size(); from += kFollowersPage) {
    std::string query;
    const std::size_t until = std::min(from + kFollowersPage, memory_.followers.size());
    for (std::size_t i = from; i < until; ++i)
      query += (query.empty() ? "?id[]=" : "&id[]=") + net::percent_encode(memory_.followers[i].id);
    const auto found = co_await client_.get_as<std::vector<Relationship>>("/api/v1/accounts/relationships" + query);
    if (!found && stops_all(found.error())) co_return base::pass_on(found.error());
    if (!found) break;
    for (auto& item : unfollowed(memory_, *found, services_.clock.now())) items.push_back(std::move(item));
  }
  co_return base::Result<void>();
}

net::Task<base::Result<void>> Receiver::listen() {
  auto request = client_.request(net::Method::get, "/api/v1/streaming/user");
  request.url = settings_.streaming.value_or("") + "/api/v1/streaming/user";
  request.headers.back().value = "text/event-stream";
  request.limits.progress = pace_.silence;
  request.limits.whole = std::chrono::milliseconds(0);
  request.limits.max_body = net::kNoLimit;
  const auto stream = co_await services_.http.open(std::move(request));
  const bool is_stream =
      stream && (*stream)->head().status == 200 && (*stream)->head().header("Content-Type").starts_with("text/event-stream");
  if (!is_stream) {
    const bool is_away = !stream || (*stream)->head().status >= 500;
    stream_again_at_ = services_.clock.now() + (is_away ? pace_.look : pace_.no_stream);
    co_return base::Result<void>();
  }
  // What happened before it was open.
  if (auto done = co_await round(); !done) co_return done;
  EventStream events;
  for (;;) {
    const auto piece = co_await (*stream)->read();
    if (!piece || piece->empty()) co_return base::Result<void>();
    if (auto heard = co_await hear(events.take(*piece)); !heard) co_return heard;
    if (services_.clock.now() - looked_at_ < pace_.look) continue;
    if (auto done = co_await round(); !done) co_return done;
  }
}

net::Task<base::Result<void>> Receiver::hear(std::vector<StreamEvent> events) {
  bool is_told = false;
  bool is_own = false;
  Items items;
  for (const auto& one : events) {
    is_told = is_told || one.event == "notification" || one.event == "notifications_merged";
    if (one.event == "delete") {
      if (auto gone = forget(memory_, one.payload, services_.clock.now())) items.push_back(*std::move(gone));
    }
    if (one.event != "update" && one.event != "status.update") continue;
    const auto status = base::decode_text<Status>(one.payload, base::UnknownMembers::ignore);
    if (!status) continue;  // Of somebody we follow; what is said to us comes as a notification.
    is_own = is_own || (one.event == "update" && status->account.id == us_.account_id);
    if (one.event == "update") continue;
    if (auto look = look_at(memory_, *status, us_); look.edit) items.push_back(*std::move(look.edit));
  }
  if (is_own) {
    if (auto done = co_await read_own(); !done) co_return done;
  }
  if (is_told) {
    if (auto done = co_await read_notifications(); !done) co_return done;
  }
  co_return co_await hand_over({.items = std::move(items), .unreadable = {}, .cursor = {}});
}

// With how far we are. Nothing is handed over where nothing changed that is kept.
net::Task<base::Result<void>> Receiver::hand_over(channel::InboundBatch batch) {
  batch.cursor = to_cursor(memory_);
  if (batch.items.empty() && batch.unreadable.empty() && batch.cursor == stored_cursor_) co_return base::Result<void>();
  stored_cursor_ = batch.cursor;
  co_return co_await sink_.take(std::move(batch));
}

std::chrono::milliseconds Receiver::spread(std::chrono::milliseconds time) const {
  constexpr int kQuarter = 4;
  const auto most = static_cast<std::uint64_t>(time.count()) / kQuarter + 1;
  return time + std::chrono::milliseconds(static_cast<std::int64_t>(services_.random() % most));
}

}  // namespace mastodon
