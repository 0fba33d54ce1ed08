#include "connectors/api/wire.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <boost/describe.hpp>
#include <boost/json/serialize.hpp>

#include "base/blank.hpp"
#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "net/url.hpp"

namespace api_door {
namespace {

using base::FailureKind;
using channel::InboundItem;
using channel::ItemKind;

constexpr std::size_t kLongestId = 500;       // Bytes.
constexpr std::size_t kLongestText = 20'000;  // Code points.
constexpr std::size_t kMostFiles = 20;
constexpr std::size_t kLongestAddress = 254;  // RFC 5321 §4.5.3.1.3

struct Author {
  std::string external_id;
  std::optional<std::string> handle;
  std::optional<std::string> name;
  std::optional<std::int64_t> followers;
  std::optional<bool> verified;
  std::optional<std::string> language;
  std::optional<std::string> verified_email;
  std::optional<std::string> customer_id;
};
BOOST_DESCRIBE_STRUCT(Author, (), (external_id, handle, name, followers, verified, language, verified_email, customer_id))

struct File {
  std::string url;
  std::optional<std::string> name;
  std::optional<std::string> type;
  std::optional<std::int64_t> size;
  std::optional<std::string> description;
};
BOOST_DESCRIBE_STRUCT(File, (), (url, name, type, size, description))

struct Item {
  std::string external_id;
  std::optional<ItemKind> kind;
  std::optional<Author> author;
  std::optional<bool> own;
  std::optional<std::string> text;
  std::optional<std::string> parent_external_id;
  std::optional<std::string> thread_key;
  std::optional<std::string> target_external_id;
  std::optional<Author> recipient;
  std::optional<base::Time> said_at;
  std::optional<std::string> subject;
  std::optional<std::vector<File>> attachments;
};
BOOST_DESCRIBE_STRUCT(Item, (),
                      (external_id, kind, author, own, text, parent_external_id, thread_key, target_external_id, recipient,
                       said_at, subject, attachments))

base::Result<InboundItem> fault(const char* field, const char* what) {
  return base::fail(FailureKind::invalid, std::string(field) + ": " + what, field);
}

channel::Author to_author(const Author& in) {
  channel::Author out;
  out.external_id = in.external_id;
  out.handle = in.handle.value_or("");
  out.name = in.name.value_or("");
  out.followers = in.followers;
  out.verified = in.verified;
  out.language = in.language.value_or("");
  if (in.verified_email) out.proofs.push_back({channel::ProofKind::email, *in.verified_email});
  if (in.customer_id) out.proofs.push_back({channel::ProofKind::customer_id, *in.customer_id});
  return out;
}

channel::Attachment to_attachment(const File& in) {
  channel::Attachment out;
  out.url = in.url;
  out.name = in.name.value_or("");
  out.type = in.type.value_or("");
  out.size = in.size;
  out.description = in.description.value_or("");
  return out;
}

bool is_id(const std::string& id) { return !id.empty() && id.size() <= kLongestId; }
bool may_be_id(const std::optional<std::string>& id) { return !id || id->size() <= kLongestId; }

base::Result<void> refuse(const std::string& field, const char* what) {
  return base::fail(FailureKind::invalid, field + ": " + what, field);
}

// Only the form: whether it is theirs, the sender vouches.
bool is_address(const std::string& text) {
  const auto at = text.find('@');
  return text.size() <= kLongestAddress && at != std::string::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of(" <>,;\"\t\r\n") == std::string::npos;
}

base::Result<void> check_person(const Author& in, const std::string& member) {
  if (!is_id(in.external_id)) return refuse(member + ".external_id", "1 to 500 bytes");
  if (in.verified_email && !is_address(*in.verified_email))
    return refuse(member + ".verified_email", "expected an address like ana@example.org");
  if (in.customer_id && (base::trim(*in.customer_id).empty() || in.customer_id->size() > kLongestId))
    return refuse(member + ".customer_id", "1 to 500 bytes");
  return {};
}

base::Result<void> check(const Item& in, ItemKind kind) {
  if (!is_id(in.external_id)) return refuse("external_id", "1 to 500 bytes");
  if (!may_be_id(in.parent_external_id)) return refuse("parent_external_id", "at most 500 bytes");
  if (!may_be_id(in.thread_key)) return refuse("thread_key", "at most 500 bytes");
  if (!may_be_id(in.target_external_id)) return refuse("target_external_id", "at most 500 bytes");
  if (in.author) {
    if (auto good = check_person(*in.author, "author"); !good) return good;
  }
  if (in.recipient) {
    if (auto good = check_person(*in.recipient, "recipient"); !good) return good;
  }
  if (kind == ItemKind::message && !in.author) return refuse("author", "missing");
  const bool says = kind == ItemKind::message || kind == ItemKind::edit;
  if (says && base::is_blank(in.text.value_or(""))) return refuse("text", "missing");
  if (base::count_points(in.text.value_or("")) > kLongestText) return refuse("text", "at most 20000 characters");
  const bool needs_target = kind == ItemKind::edit || kind == ItemKind::deletion;
  if (needs_target && in.target_external_id.value_or("").empty()) return refuse("target_external_id", "missing");
  if (in.attachments && in.attachments->size() > kMostFiles) return refuse("attachments", "at most 20");
  for (std::size_t i = 0; in.attachments && i < in.attachments->size(); ++i) {
    if (!net::parse_url((*in.attachments)[i].url))
      return refuse("attachments[" + std::to_string(i) + "].url", "expected an address like https://shop.example/wheel.jpg");
  }
  if (in.said_at && *in.said_at < base::Time{}) return refuse("said_at", "before 1970");
  return {};
}

base::Result<InboundItem> to_item(const boost::json::value& raw, base::Time now) {
  auto in = base::decode<Item>(raw, base::UnknownMembers::ignore);
  if (!in) return base::pass_on(in.error());
  const auto kind = in->kind.value_or(ItemKind::message);
  if (auto good = check(*in, kind); !good) return base::pass_on(good.error());
  InboundItem out;
  out.external_id = std::move(in->external_id);
  out.kind = kind;
  const auto author = in->author;
  if (author) out.author = to_author(*author);
  out.own = in->own.value_or(false);
  // `public` is a word of C++.
  if (const auto* is_public = raw.get_object().if_contains("public")) {
    if (!is_public->is_bool()) return fault("public", "expected true or false");
    out.is_public = is_public->get_bool();
  }
  out.text = in->text.value_or("");
  out.parent_external_id = in->parent_external_id.value_or("");
  out.thread_key = in->thread_key.value_or("");
  out.by_replies = out.is_public && out.thread_key.empty();
  out.target_external_id = in->target_external_id.value_or("");
  const auto recipient = in->recipient;
  if (recipient) out.recipient = to_author(*recipient);
  out.subject = in->subject.value_or("");
  const auto files = in->attachments;
  for (const auto& file : files.value_or(std::vector<File>())) out.attachments.push_back(to_attachment(file));
  out.said_at = std::min(in->said_at.value_or(now), now);
  return out;
}

}  // namespace

base::Result<channel::WebhookItems> read_items(const std::string& body, base::Time now) {
  auto parsed = base::parse_json(body);
  if (!parsed) return base::pass_on(parsed.error());
  const auto* object = parsed->if_object();
  const auto* items = object != nullptr ? object->if_contains("items") : nullptr;
  if (items == nullptr || !items->is_array()) return base::fail(FailureKind::invalid, "items: expected a list", "items");
  if (items->get_array().size() > kMostItems)
    return base::fail(FailureKind::invalid, "items: at most 1000 in a request", "items");
  channel::WebhookItems out;
  std::vector<std::size_t> places;
  out.items.reserve(items->get_array().size());
  for (std::size_t i = 0; i < items->get_array().size(); ++i) {
    const auto& raw = items->get_array()[i];
    auto item = to_item(raw, now);
    if (!item) {
      out.unreadable.push_back({boost::json::serialize(raw), item.error().message});
      continue;
    }
    out.items.push_back(*std::move(item));
    places.push_back(i);
  }
  out.raw_of = [body, places = std::move(places)](std::size_t index) {
    return boost::json::serialize(base::parse_json(body)->at("items").at(places.at(index)));
  };
  return out;
}

base::Result<channel::WebhookItems> read_lines(const std::string& body, base::Time now) {
  channel::WebhookItems out;
  std::vector<std::pair<std::size_t, std::size_t>> places;  // Of the lines that were read: where, and how long.
  std::size_t count = 0;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    const std::string line(base::trim(std::string_view(body).substr(at, end - at)));
    if (!line.empty()) {
      if (++count > kMostLines) return base::fail(FailureKind::invalid, "lines: at most 5000 in a request", "lines");
      if (auto item = read_item(line, now)) {
        out.items.push_back(*std::move(item));
        places.emplace_back(at, end - at);
      } else {
        out.unreadable.push_back({line, item.error().message});
      }
    }
    at = end + 1;
  }
  if (count == 0) return base::fail(FailureKind::invalid, "lines: expected an item on each line", "lines");
  out.raw_of = [body, places = std::move(places)](std::size_t index) {
    const auto [at, length] = places.at(index);
    return std::string(base::trim(std::string_view(body).substr(at, length)));
  };
  return out;
}

base::Result<channel::InboundItem> read_item(const std::string& raw, base::Time now) {
  auto parsed = base::parse_json(raw);
  if (!parsed) return base::pass_on(parsed.error());
  return to_item(*parsed, now);
}

}  // namespace api_door
