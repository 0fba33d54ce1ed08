#include "connectors/bluesky/wire.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "connectors/bluesky/at_uri.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/rich_text.hpp"

namespace bluesky {
namespace {

namespace json = boost::json;
using channel::InboundBatch;
using channel::InboundItem;
using channel::ItemKind;

constexpr std::size_t kLongestId = 500;

void refuse(const json::value& in, const char* reason, InboundBatch& out) {
  out.unreadable.push_back({json::serialize(in), reason});
}

bool is_person(const channel::Author& author) { return author.external_id.starts_with("did:"); }

base::Time said_at(const json::value& in, const json::value& record, base::Time now) {
  auto at = time_at(in, "indexedAt");
  if (!at) at = time_at(record, "createdAt");
  return std::min(at.value_or(now), now);
}

InboundItem public_item(ItemKind kind, std::string uri, channel::Author author, const std::string& own_did, base::Time at) {
  InboundItem item;
  item.external_id = std::move(uri);
  item.kind = kind;
  item.own = !own_did.empty() && author.external_id == own_did;
  item.author = std::move(author);
  item.is_public = true;
  item.said_at = at;
  return item;
}

const json::value& or_nothing(const json::value* value) {
  static const json::value kNothing;
  return value != nullptr ? *value : kNothing;
}

// A post, from its record and what stands around it in `in`: uri, cid, embed.
void take_post(const json::value& in, const json::value& record, channel::Author author, const std::string& own_did,
               base::Time now, InboundBatch& out) {
  const std::string uri = text_at(in, "uri");
  if (text_at(record, "text").empty() && find_at(record, "embed") == nullptr) return refuse(in, "record.text: missing", out);
  auto item = public_item(ItemKind::message, uri, std::move(author), own_did, said_at(in, record, now));
  auto readable = read_record(record, uri, or_nothing(find_at(in, "embed")));
  item.text = std::move(readable.text);
  item.attachments = std::move(readable.attachments);
  item.target_external_id = std::move(readable.quoted_uri);
  item.parent_external_id = text_at(record, "reply.parent.uri");
  const std::string root = text_at(record, "reply.root.uri");
  item.thread_key = root.empty() ? uri : root;
  item.context = write_reference({text_at(in, "cid"), root, text_at(record, "reply.root.cid"), {}});
  out.items.push_back(std::move(item));
}

// A record as a person made it: what was said or done with it. False where it is nothing that concerns anybody.
bool take_record(const json::value& in, const json::value& record, channel::Author author, const std::string& own_did,
                 base::Time now, InboundBatch& out) {
  const std::string type = text_at(record, "$type");
  if (type == kPost) {
    take_post(in, record, std::move(author), own_did, now, out);
    return true;
  }
  const auto signal = [&](ItemKind kind, std::string target) {
    auto item = public_item(kind, text_at(in, "uri"), std::move(author), own_did, said_at(in, record, now));
    item.target_external_id = std::move(target);
    out.items.push_back(std::move(item));
    return true;
  };
  if (type == kLike) return signal(ItemKind::like, text_at(record, "subject.uri"));
  if (type == kRepost) return signal(ItemKind::share, text_at(record, "subject.uri"));
  if (type == kFollow) return signal(ItemKind::follow, {});
  if (type == kBlock) return signal(ItemKind::block, {});
  return false;
}

// False, and said so, where it has no name or nobody behind it.
bool check_head(const json::value& in, const channel::Author& author, InboundBatch& out) {
  if (!parse_at_uri(text_at(in, "uri"))) refuse(in, "uri: expected an address like at://did:plc:…/…/…", out);
  else if (!is_person(author)) refuse(in, "author.did: missing", out);
  else if (const auto* record = find_at(in, "record"); record == nullptr || !record->is_object())
    refuse(in, "record: missing", out);
  else return true;
  return false;
}

Members with_profiles(Members members, const json::value& in) {
  for (const auto& profile : list_at(in, "relatedProfiles")) {
    auto author = read_author(profile);
    if (is_person(author)) members[author.external_id] = std::move(author);
  }
  return members;
}

channel::Author member_of(const Members& members, const std::string& did) {
  const auto known = members.find(did);
  if (known != members.end()) return known->second;
  channel::Author author;
  author.external_id = did;
  return author;
}

struct ChatPlace {
  std::string convo;
  const std::string& own_did;
  const Members& members;
};

InboundItem private_item(ItemKind kind, std::string id, const std::string& did, const ChatPlace& place, base::Time at) {
  InboundItem item;
  item.external_id = std::move(id);
  item.kind = kind;
  item.author = member_of(place.members, did);
  item.own = !place.own_did.empty() && did == place.own_did;
  item.thread_key = place.convo;
  item.context = write_reference({{}, {}, {}, place.convo});
  item.said_at = at;
  if (item.own && place.members.size() == 2) {
    for (const auto& [other, author] : place.members) {
      if (other != place.own_did) item.recipient = author;
    }
  }
  return item;
}

// The id that every message of a chat has; "", and said so, where it has none.
std::string chat_id(const json::value& whole, const json::value& message, const std::string& convo, InboundBatch& out) {
  std::string id = text_at(message, "id");
  if (id.empty() || id.size() > kLongestId) refuse(whole, "message.id: missing", out);
  else if (convo.size() > kLongestId) refuse(whole, "convoId: at most 500 bytes", out);
  else if (!text_at(message, "sender.did").starts_with("did:")) refuse(whole, "message.sender.did: missing", out);
  else return id;
  return {};
}

void take_chat_message(const json::value& whole, const json::value& message, const ChatPlace& place, base::Time now,
                       InboundBatch& out) {
  std::string id = chat_id(whole, message, place.convo, out);
  if (id.empty()) return;
  const auto at = std::min(time_at(message, "sentAt").value_or(now), now);
  auto item = private_item(ItemKind::message, std::move(id), text_at(message, "sender.did"), place, at);
  item.text = read_text(message);
  item.parent_external_id = text_at(message, "replyTo.id");
  std::string shared = text_at(message, "embed.record.uri");
  if (!shared.empty()) {
    const std::string address = web_address(shared);
    item.text.append(item.text.empty() ? "↪ " : "\n↪ ").append(address.empty() ? shared : address);
    item.target_external_id = std::move(shared);
  }
  out.items.push_back(std::move(item));
}

void take_reaction(const json::value& in, ItemKind kind, const ChatPlace& place, base::Time now, InboundBatch& out) {
  const std::string id = chat_id(in, or_nothing(find_at(in, "message")), place.convo, out);
  if (id.empty()) return;
  const std::string did = text_at(in, "reaction.sender.did");
  if (!did.starts_with("did:")) return refuse(in, "reaction.sender.did: missing", out);
  // A reaction has no name of its own; the entry's revision tells the second from the first.
  const auto at = std::min(time_at(in, "reaction.createdAt").value_or(now), now);
  auto item = private_item(kind, id + "/" + text_at(in, "rev"), did, place, kind == ItemKind::like ? at : now);
  item.target_external_id = id;
  item.text = text_at(in, "reaction.value");
  out.items.push_back(std::move(item));
}

struct EventHead {
  std::string did;
  std::string operation;
  std::string collection;
  std::string rkey;
  base::Time at{};
};

void take_removal(const json::value& in, const EventHead& head, InboundBatch& out) {
  const auto kind = [&]() -> std::optional<ItemKind> {
    if (head.collection == kPost) return ItemKind::deletion;
    if (head.collection == kLike) return ItemKind::unlike;
    if (head.collection == kRepost) return ItemKind::unshare;
    if (head.collection == kFollow) return ItemKind::unfollow;
    if (head.collection == kBlock) return ItemKind::unblock;
    return std::nullopt;
  }();
  if (!kind) return;
  std::string uri = at_uri(head.did, head.collection, head.rkey);
  if (!parse_at_uri(uri)) return refuse(in, "commit: expected a collection and an rkey", out);
  channel::Author author;
  author.external_id = head.did;
  auto item = public_item(*kind, uri, std::move(author), {}, head.at);
  // An event of this kind says no more than its own name: what was liked is known to whoever saw the like.
  if (*kind == ItemKind::deletion) item.target_external_id = std::move(uri);
  out.items.push_back(std::move(item));
}

void take_commit(const json::value& in, const json::value& commit, const EventHead& head, InboundBatch& out) {
  if (!head.did.starts_with("did:")) return refuse(in, "did: missing", out);
  if (head.operation == "delete") return take_removal(in, head, out);
  const auto* record = find_at(commit, "record");
  if (record == nullptr || !record->is_object()) return refuse(in, "commit.record: missing", out);
  const std::string uri = at_uri(head.did, head.collection, head.rkey);
  if (!parse_at_uri(uri)) return refuse(in, "commit: expected a collection and an rkey", out);
  channel::Author author;
  author.external_id = head.did;
  const json::value around = {{"uri", uri}, {"cid", text_at(commit, "cid")}, {"indexedAt", base::to_rfc3339(head.at)}};
  const std::size_t before = out.items.size();
  (void)take_record(around, *record, std::move(author), {}, head.at, out);
  if (head.operation == "update" && out.items.size() > before && out.items.back().kind == ItemKind::message) {
    auto& edited = out.items.back();
    edited.kind = ItemKind::edit;
    edited.target_external_id = uri;
    edited.external_id += "#" + text_at(commit, "cid");  // A post may be edited more than once.
  }
}

}  // namespace

channel::Author read_author(const json::value& profile) {
  channel::Author author;
  author.external_id = text_at(profile, "did");
  const std::string handle = text_at(profile, "handle");
  if (!handle.empty() && handle != "handle.invalid") author.handle = "@" + handle;
  author.name = text_at(profile, "displayName");
  author.followers = number_at(profile, "followersCount");
  if (text_at(profile, "verification.verifiedStatus") == "valid") author.verified = true;
  return author;
}

void read_notification(const json::value& in, const std::string& own_did, base::Time now, InboundBatch& out) {
  const std::string reason = text_at(in, "reason");
  if (reason.empty()) return refuse(in, "reason: missing", out);
  // Not about what we said: likes of a post that we passed on, verifications, starter packs, posts of subscriptions.
  constexpr std::array<std::string_view, 6> kOurs = {"like", "repost", "follow", "mention", "reply", "quote"};
  if (std::ranges::find(kOurs, reason) == kOurs.end()) return;
  auto author = read_author(or_nothing(find_at(in, "author")));
  if (!check_head(in, author, out)) return;
  const auto& record = *find_at(in, "record");
  if (!take_record(in, record, std::move(author), own_did, now, out)) refuse(in, "record.$type: not known", out);
}

void read_post(const json::value& in, const std::string& own_did, base::Time now, InboundBatch& out) {
  auto author = read_author(or_nothing(find_at(in, "author")));
  if (!check_head(in, author, out)) return;
  take_post(in, *find_at(in, "record"), std::move(author), own_did, now, out);
}

void read_thread(const json::value& in, const std::string& own_did, base::Time now, InboundBatch& out) {
  if (const auto* parent = find_at(in, "parent")) read_thread(*parent, own_did, now, out);
  // Nodes of deleted posts and of people who block have none.
  if (const auto* post = find_at(in, "post")) read_post(*post, own_did, now, out);
  for (const auto& reply : list_at(in, "replies")) read_thread(reply, own_did, now, out);
}

void read_log(const json::value& in, const std::string& own_did, const Members& members, base::Time now, InboundBatch& out) {
  const std::string type = text_at(in, "$type");
  const std::string name = type.substr(std::min(type.find('#'), type.size()));
  const Members people = with_profiles(members, in);
  const ChatPlace place{text_at(in, "convoId"), own_did, people};
  const auto& message = or_nothing(find_at(in, "message"));
  if (name == "#logCreateMessage") {
    // A message that is gone by now has no text, and comes as a deletion of its own.
    if (text_at(message, "$type") != "chat.bsky.convo.defs#deletedMessageView")
      take_chat_message(in, message, place, now, out);
  } else if (name == "#logDeleteMessage") {
    std::string id = chat_id(in, message, place.convo, out);
    if (id.empty()) return;
    auto item = private_item(ItemKind::deletion, id, text_at(message, "sender.did"), place, now);
    item.target_external_id = std::move(id);
    out.items.push_back(std::move(item));
  } else if (name == "#logAddReaction") {
    take_reaction(in, ItemKind::like, place, now, out);
  } else if (name == "#logRemoveReaction") {
    take_reaction(in, ItemKind::unlike, place, now, out);
  } else if (name.empty()) {
    refuse(in, "$type: missing", out);
  }
}

void read_chat_message(const json::value& in, const std::string& convo, const std::string& own_did, const Members& members,
                       base::Time now, InboundBatch& out) {
  // What the platform itself says in a chat, and what was deleted, has no text.
  if (find_at(in, "text") == nullptr) return;
  take_chat_message(in, in, {convo, own_did, members}, now, out);
}

void read_event(const json::value& in, base::Time now, InboundBatch& out) {
  EventHead head;
  const auto read_head = [&](const json::value& commit) {
    head.operation = text_at(commit, "operation");
    head.collection = text_at(commit, "collection");
    head.rkey = text_at(commit, "rkey");
  };
  if (const auto* payload = find_at(in, "payload")) {
    if (!text_at(*payload, "$type").ends_with("#commit")) return;
    head.did = text_at(*payload, "did");
    head.at = std::min(time_at(*payload, "time").value_or(now), now);
    read_head(*payload);
    return take_commit(in, *payload, head, out);
  }
  const auto* commit = find_at(in, "commit");
  if (commit == nullptr) return;  // Of an identity or an account.
  head.did = text_at(in, "did");
  const auto micros = number_at(in, "time_us");
  head.at = micros && *micros >= 0 ? std::min(now, base::Time(std::chrono::milliseconds(*micros / 1000))) : now;
  read_head(*commit);
  take_commit(in, *commit, head, out);
}

std::string write_reference(const Reference& reference) {
  json::object out;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) out[name] = value;
  };
  add("cid", reference.cid);
  add("root_uri", reference.root_uri);
  add("root_cid", reference.root_cid);
  add("convo", reference.convo);
  return out.empty() ? std::string() : json::serialize(out);
}

Reference read_reference(const std::string& context) {
  const auto parsed = base::parse_json(context);
  if (!parsed) return {};
  return {text_at(*parsed, "cid"), text_at(*parsed, "root_uri"), text_at(*parsed, "root_cid"), text_at(*parsed, "convo")};
}

std::string write_blob_name(const BlobName& name) { return name.post_uri + "#" + name.cid; }

BlobName read_blob_name(std::string_view external_id) {
  const auto mark = external_id.rfind('#');
  if (mark == std::string_view::npos) return {};
  return {std::string(external_id.substr(0, mark)), std::string(external_id.substr(mark + 1))};
}

}  // namespace bluesky
