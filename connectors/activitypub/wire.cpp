#include "connectors/activitypub/wire.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "connectors/_fediverse/status_text.hpp"
#include "connectors/activitypub/json.hpp"
#include "net/url.hpp"

namespace activitypub {
namespace {

using base::FailureKind;
using boost::json::object;
using channel::InboundItem;
using channel::ItemKind;
using MaybeUs = std::optional<Addresses>;

constexpr std::size_t kLongestText = 20'000;  // Code points; the protocol has no limit.
constexpr std::size_t kLongestId = 700;       // Bytes; what is kept by its id has a bound.
constexpr std::size_t kLongestName = 200;     // Code points.
constexpr std::size_t kMostFiles = 16;
constexpr std::size_t kMostReported = 20;
constexpr std::array<std::string_view, 9> kNotes{"Note",  "Article", "Page",  "Question",   "Image",
                                                 "Video", "Audio",   "Event", "ChatMessage"};
constexpr std::array<std::string_view, 3> kMachines{"Service", "Application", "Group"};
constexpr std::array<std::string_view, 5> kActors{"Person", "Service", "Application", "Group", "Organization"};

template <std::size_t kSize>
bool is_any(const object& in, const std::array<std::string_view, kSize>& types) {
  return std::ranges::any_of(types, [&](auto type) { return is_type(in, type); });
}

tl::unexpected<base::Failure> unreadable(const std::string& field, const std::string& why) {
  return base::fail(FailureKind::invalid, field + ": " + why, field);
}
tl::unexpected<base::Failure> not_theirs(const std::string& field, const std::string& why) {
  return base::fail(FailureKind::forbidden, field + ": " + why, field);
}

bool is_id(const std::string& id) {
  return !id.empty() && id.size() <= kLongestId && net::parse_url(without_fragment(id)).has_value();
}

bool is_public_name(const std::string& id) { return id == kPublic || id == "as:Public" || id == "Public"; }

std::string plain(const std::string& text, std::size_t most) { return base::shorten(base::to_storable(text), most); }

base::Time time_at(const object& in, std::string_view name, base::Time otherwise) {
  const auto time = base::parse_rfc3339(text_at(in, name));
  return time ? std::min(*time, otherwise) : otherwise;  // Nothing was said in a time to come.
}

channel::Author author_of(const Actor& by) {
  channel::Author out;
  out.external_id = by.id;
  out.handle = by.handle;
  out.name = by.name;
  return out;
}

std::string visibility_of(const object& note) {
  const auto to = ids_at(note, "to");
  const auto cc = ids_at(note, "cc");
  if (std::ranges::any_of(to, is_public_name)) return "public";
  if (std::ranges::any_of(cc, is_public_name)) return "unlisted";
  const auto is_collection = [](const std::string& id) { return id.ends_with("/followers"); };
  const bool has_followers = std::ranges::any_of(to, is_collection) || std::ranges::any_of(cc, is_collection);
  return has_followers ? "followers" : "direct";
}

bool names_us(const object& in, const Addresses& us) {
  for (const auto* member : {"to", "cc", "bto", "bcc", "audience"}) {
    const auto ids = ids_at(in, member);
    if (std::ranges::find(ids, us.actor()) != ids.end()) return true;
  }
  return std::ranges::any_of(objects_at(in, "tag"), [&](const object* tag) {
    return is_type(*tag, "Mention") && text_at(*tag, "href") == us.actor();
  });
}

bool concerns_us(const object& activity, const object& note, const MaybeUs& us) {
  if (!us) return true;
  return names_us(note, *us) || names_us(activity, *us) || !us->note_key(id_at(note, "inReplyTo")).empty();
}

std::string text_of(const object& note) {
  std::vector<fediverse::NamedLink> mentioned;
  for (const auto* tag : objects_at(note, "tag")) {
    const auto name = text_at(*tag, "name");
    if (is_type(*tag, "Mention") && name.starts_with('@')) mentioned.push_back({text_at(*tag, "href"), name});
  }
  std::string text = fediverse::text_of_html(base::to_storable(text_at(note, "content")), mentioned);
  // Articles and pages have a title, posts behind a warning have that.
  for (const auto* member : {"summary", "name"}) {
    const std::string title = fediverse::text_of_html(base::to_storable(text_at(note, member)), {});
    if (!title.empty()) text = text.empty() ? title : title + "\n\n" + text;
  }
  return plain(text, kLongestText);
}

channel::Attachment to_attachment(const object& in) {
  channel::Attachment out;
  out.url = plain(url_at(in, "url"), kLongestId);
  if (out.url.empty()) out.url = plain(text_at(in, "href"), kLongestId);
  out.type = plain(text_at(in, "mediaType"), kLongestName);
  out.description = plain(text_at(in, "name"), 2'000);
  const std::string path = out.url.substr(0, out.url.find_first_of("?#"));
  out.name = path.substr(path.find_last_of('/') + 1);
  return out;
}

// --- What is said

base::Result<void> check_note(const object& note, const Actor& by) {
  const auto id = text_at(note, "id");
  if (!is_id(id)) return unreadable("object.id", "expected an address");
  if (!is_same_origin(id, by.id)) return not_theirs("object.id", "it is of another server than who sent it");
  const auto author = id_at(note, "attributedTo");
  if (author != by.id) return not_theirs("object.attributedTo", "it is not who sent it");
  return {};
}

InboundItem to_message(const object& note, const Actor& by, base::Time now) {
  InboundItem item;
  item.external_id = text_at(note, "id");
  item.author = author_of(by);
  const auto visibility = visibility_of(note);
  item.is_public = visibility == "public" || visibility == "unlisted";
  item.text = text_of(note);
  item.parent_external_id = plain(id_at(note, "inReplyTo"), kLongestId);
  item.by_replies = item.is_public;  // What is said in private is one talk with a person.
  for (const auto* file : objects_at(note, "attachment")) {
    if (item.attachments.size() < kMostFiles && !is_type(*file, "PropertyValue"))
      item.attachments.push_back(to_attachment(*file));
  }
  std::erase_if(item.attachments, [](const auto& one) { return one.url.empty(); });
  item.context = base::encode(Context{visibility, by.id});
  item.said_at = time_at(note, "published", now);
  item.is_automatic = by.is_machine;
  return item;
}

base::Result<Understood> understand_create(const object& activity, const Actor& by, const MaybeUs& us, base::Time now) {
  const auto notes = objects_at(activity, "object");
  Understood out;
  if (notes.empty()) {
    out.object_id = id_at(activity, "object");
    if (!is_id(out.object_id)) return unreadable("object", "missing");
    if (!is_same_origin(out.object_id, by.id)) return not_theirs("object", "it is of another server than who sent it");
    return out;
  }
  const object& note = *notes.front();
  if (!is_any(note, kNotes)) return out;
  if (auto good = check_note(note, by); !good) return base::pass_on(good.error());
  if (concerns_us(activity, note, us)) out.items.push_back(to_message(note, by, now));
  return out;
}

base::Result<Understood> understand_update(const object& activity, const Actor& by, base::Time now) {
  Understood out;
  const auto objects = objects_at(activity, "object");
  if (objects.empty() || !is_any(*objects.front(), kNotes)) return out;  // A profile, for one: it is looked at when needed.
  const object& note = *objects.front();
  if (auto good = check_note(note, by); !good) return base::pass_on(good.error());
  const auto message = to_message(note, by, now);
  InboundItem item;
  item.kind = ItemKind::edit;
  item.said_at = time_at(note, "updated", now);
  item.external_id = message.external_id + " " + base::to_rfc3339(item.said_at);
  item.target_external_id = message.external_id;
  item.author = author_of(by);
  item.is_public = message.is_public;
  item.text = message.text;
  out.items.push_back(std::move(item));
  return out;
}

// --- What is done

InboundItem signal_of(ItemKind kind, const object& activity, const Actor& by, const std::string& target, base::Time now) {
  InboundItem item;
  item.kind = kind;
  item.external_id = text_at(activity, "id");
  // Some have none; then who did what to which is its name.
  if (!is_id(item.external_id)) item.external_id = std::string(base::to_name(kind)) + " " + by.id + " " + target;
  item.author = author_of(by);
  item.target_external_id = target;
  item.said_at = time_at(activity, "published", now);
  return item;
}

base::Result<Understood> understand_delete(const object& activity, const Actor& by, base::Time now) {
  Understood out;
  const auto id = id_at(activity, "object");
  if (!is_id(id)) return unreadable("object", "expected an address");
  if (!is_same_origin(id, by.id)) return not_theirs("object", "it is of another server than who sent it");
  if (id == by.id) {
    out.effect = Effect::vanish;
    return out;
  }
  InboundItem item = signal_of(ItemKind::deletion, activity, by, id, now);
  item.external_id = id;  // Once, however often it is told.
  out.items.push_back(std::move(item));
  return out;
}

// Of a like or a share of ours: which.
bool is_ours(const std::string& target, const MaybeUs& us) { return !us || !us->note_key(target).empty(); }

base::Result<Understood> understand_signal(ItemKind kind, const object& activity, const object& done, const Actor& by,
                                           const MaybeUs& us, base::Time now) {
  const auto target = id_at(done, "object");
  if (!is_id(target)) return unreadable("object", "expected an address");
  Understood out;
  if (is_ours(target, us)) out.items.push_back(signal_of(kind, activity, by, target, now));
  return out;
}

base::Result<Understood> understand_towards_us(ItemKind kind, const object& activity, const object& done, const Actor& by,
                                               const MaybeUs& us, base::Time now) {
  Understood out;
  const auto target = id_at(done, "object");
  if (us && target != us->actor()) return out;
  if (kind == ItemKind::follow) out.effect = Effect::follow;
  if (kind == ItemKind::unfollow) out.effect = Effect::unfollow;
  auto item = signal_of(kind, activity, by, target, now);
  item.target_external_id.clear();  // It is about the account.
  out.items.push_back(std::move(item));
  return out;
}

bool is_like(const object& in) { return is_type(in, "Like") || is_type(in, "EmojiReact"); }

base::Result<Understood> understand_undo(const object& activity, const Actor& by, const MaybeUs& us, base::Time now) {
  const auto objects = objects_at(activity, "object");
  if (objects.empty()) return Understood{};  // By its name alone, which we do not keep.
  const object& done = *objects.front();
  const auto actor = id_at(done, "actor");
  if (!actor.empty() && actor != by.id) return not_theirs("object.actor", "somebody else did it");
  if (is_like(done)) return understand_signal(ItemKind::unlike, activity, done, by, us, now);
  if (is_type(done, "Announce")) return understand_signal(ItemKind::unshare, activity, done, by, us, now);
  if (is_type(done, "Follow")) return understand_towards_us(ItemKind::unfollow, activity, done, by, us, now);
  if (is_type(done, "Block")) return understand_towards_us(ItemKind::unblock, activity, done, by, us, now);
  return Understood{};
}

// Somebody's moderators were told of us, or of what was said by us: a private word that people should see.
base::Result<Understood> understand_flag(const object& activity, const Actor& by, const MaybeUs& us, base::Time now) {
  auto about = ids_at(activity, "object");
  if (about.size() > kMostReported) about.resize(kMostReported);
  const bool concerns =
      !us || std::ranges::any_of(about, [&](const auto& id) { return id == us->actor() || !us->note_key(id).empty(); });
  Understood out;
  if (!concerns) return out;
  InboundItem item = signal_of(ItemKind::message, activity, by, "", now);
  item.context = base::encode(Context{"direct", by.id});
  item.text = fediverse::text_of_html(base::to_storable(text_at(activity, "content")), {});
  for (const auto& id : about) item.text += (item.text.empty() ? "" : "\n") + plain(id, kLongestId);
  item.text = plain(item.text, kLongestText);
  item.subject = "Report";
  item.is_automatic = true;
  if (!item.text.empty()) out.items.push_back(std::move(item));
  return out;
}

// --- Decoding by hand

class Decoding {
 public:
  explicit Decoding(base::Time now) : now_(now) {}
  void take(const boost::json::value& value) {
    const auto* activity = value.if_object();
    if (activity == nullptr) return refuse(value, "expected an object");
    Actor by;
    by.id = id_at(*activity, "actor");
    by.handle = by.id;
    const auto understood = understand(*activity, by, std::nullopt, now_);
    if (!understood) return refuse(value, understood.error().message);
    for (const auto& item : understood->items) {
      out_.items.push_back(item);
      raws_.push_back(boost::json::serialize(value));
    }
  }
  channel::WebhookItems result() {
    out_.raw_of = [raws = std::move(raws_)](std::size_t index) { return raws.at(index); };
    return std::move(out_);
  }

 private:
  void refuse(const boost::json::value& value, const std::string& why) {
    out_.unreadable.push_back({boost::json::serialize(value), why});
  }
  base::Time now_;
  channel::WebhookItems out_;
  std::vector<std::string> raws_;
};

}  // namespace

base::Result<Actor> read_actor(const object& document, const std::string& wants_key) {
  Actor out;
  out.id = text_at(document, "id");
  if (!is_id(out.id)) return unreadable("id", "expected an address");
  if (!is_any(document, kActors)) return unreadable("type", "this is no account");
  out.inbox = text_at(document, "inbox");
  if (!is_id(out.inbox) || !is_same_origin(out.inbox, out.id))
    return unreadable("inbox", "expected an address of its own server");
  for (const auto* endpoints : objects_at(document, "endpoints")) out.shared_inbox = text_at(*endpoints, "sharedInbox");
  if (!is_id(out.shared_inbox) || !is_same_origin(out.shared_inbox, out.id)) out.shared_inbox.clear();
  const auto username = plain(text_at(document, "preferredUsername"), kLongestName);
  out.handle = "@" + (username.empty() ? "?" : username) + "@" + host_of(out.id);
  out.name = plain(text_at(document, "name"), kLongestName);
  out.is_machine = is_any(document, kMachines);
  for (const auto* key : objects_at(document, "publicKey")) {
    const auto id = text_at(*key, "id");
    const auto owner = id_at(*key, "owner");
    const bool is_wanted = wants_key.empty() || id == wants_key;
    if (!is_wanted || !out.key_pem.empty()) continue;
    if (!owner.empty() && owner != out.id) return unreadable("publicKey.owner", "it is not the account itself");
    out.key_id = id;
    out.key_pem = text_at(*key, "publicKeyPem");
  }
  return out;
}

Context read_context(const std::string& text) {
  if (text.empty()) return {};
  return base::decode_text<Context>(text, base::UnknownMembers::ignore).value_or(Context());
}

base::Result<Understood> understand(const object& activity, const Actor& by, const MaybeUs& us, base::Time now) {
  const auto actor = id_at(activity, "actor");
  if (!is_id(actor)) return unreadable("actor", "expected an address");
  if (actor != by.id) return not_theirs("actor", "it is not who signed it");
  const auto id = text_at(activity, "id");
  if (!id.empty() && !is_same_origin(id, by.id)) return not_theirs("id", "it is of another server than who sent it");
  if (is_type(activity, "Create")) return understand_create(activity, by, us, now);
  if (is_type(activity, "Update")) return understand_update(activity, by, now);
  if (is_type(activity, "Delete")) return understand_delete(activity, by, now);
  if (is_like(activity)) return understand_signal(ItemKind::like, activity, activity, by, us, now);
  if (is_type(activity, "Announce")) return understand_signal(ItemKind::share, activity, activity, by, us, now);
  if (is_type(activity, "Follow")) return understand_towards_us(ItemKind::follow, activity, activity, by, us, now);
  if (is_type(activity, "Block")) return understand_towards_us(ItemKind::block, activity, activity, by, us, now);
  if (is_type(activity, "Undo")) return understand_undo(activity, by, us, now);
  if (is_type(activity, "Flag")) return understand_flag(activity, by, us, now);
  if (text_at(activity, "type").empty() && find(activity, "type") == nullptr) return unreadable("type", "missing");
  return Understood{};
}

base::Result<Understood> understand_with(object activity, const object& fetched, const Actor& by, const MaybeUs& us,
                                         base::Time now) {
  activity["object"] = fetched;
  return understand(activity, by, us, now);
}

base::Result<channel::WebhookItems> decode(const std::string& payload, base::Time now) {
  const auto value = base::parse_json(payload);
  if (!value) return base::pass_on(value.error());
  Decoding decoding(now);
  if (const auto* list = value->if_array()) {
    for (const auto& one : *list) decoding.take(one);
  } else {
    decoding.take(*value);
  }
  return decoding.result();
}

base::Result<InboundItem> read_item(const std::string& raw, base::Time now) {
  auto read = decode(raw, now);
  if (!read) return base::pass_on(read.error());
  if (!read->unreadable.empty()) return base::fail(FailureKind::invalid, read->unreadable.front().reason);
  if (read->items.empty()) return base::fail(FailureKind::invalid, "Nothing is said or done in it.");
  return read->items.front();
}

}  // namespace activitypub
