#include "connectors/activitypub/documents.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include <boost/json/serialize.hpp>

#include "base/text.hpp"

namespace activitypub {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::string_view kActivityJson = "application/activity+json";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

// The address that begins there; the mark that ends a sentence is not of it.
std::size_t length_of_link(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return 0;
  std::size_t end = std::min(text.find_first_of(" \t\r\n<>\""), text.size());
  while (end > 0 && std::string_view(".,;:!?)'").find(text[end - 1]) != std::string_view::npos) --end;
  return end > std::string_view("https://").size() ? end : 0;
}

std::string with_links(std::string_view line) {
  std::string out;
  std::size_t plain_from = 0;
  for (std::size_t at = 0; at < line.size();) {
    const auto length = line[at] == 'h' ? length_of_link(line.substr(at)) : 0;
    if (length == 0) {
      ++at;
      continue;
    }
    const auto url = escaped(line.substr(at, length));
    out += escaped(line.substr(plain_from, at - plain_from));
    out.append("<a href=\"").append(url).append("\" rel=\"nofollow noopener\">").append(url).append("</a>");
    at += length;
    plain_from = at;
  }
  return out + escaped(line.substr(plain_from));
}

std::string short_handle(const std::string& handle) { return handle.substr(0, handle.find('@', 1)); }

void address(object& out, std::initializer_list<std::string> to, std::initializer_list<std::string> cc) {
  const auto list = [](std::initializer_list<std::string> ids) {
    array made;
    for (const auto& id : ids) {
      if (!id.empty()) made.emplace_back(id);
    }
    return made;
  };
  out["to"] = list(to);
  out["cc"] = list(cc);
}

void address_note(object& out, const Addresses& us, const KeptNote& note) {
  if (note.visibility == "public") address(out, {std::string(kPublic)}, {us.followers(), note.recipient});
  else if (note.visibility == "unlisted") address(out, {us.followers()}, {std::string(kPublic), note.recipient});
  else address(out, {note.recipient}, {});
}

std::string page(const std::string& title, const std::string& body) {
  return "<!doctype html>\n<html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" +
         escaped(title) + "</title></head>\n<body>\n" + body + "\n</body></html>\n";
}

std::string shown_name(const Addresses& us, const Settings& settings) {
  return settings.display_name.value_or(us.username());
}

}  // namespace

object actor_document(const Addresses& us, const Settings& settings, const std::string& public_pem) {
  const std::string summary = settings.summary ? html_of(*settings.summary, "", "") : "";
  return {{"id", us.actor()},
          {"type", "Service"},
          {"preferredUsername", us.username()},
          {"name", shown_name(us, settings)},
          {"summary", summary},
          {"url", us.actor()},
          {"inbox", us.inbox()},
          {"outbox", us.outbox()},
          {"followers", us.followers()},
          {"following", us.following()},
          {"endpoints", {{"sharedInbox", us.inbox()}}},
          {"manuallyApprovesFollowers", false},
          {"discoverable", true},
          {"publicKey", {{"id", us.key_id()}, {"owner", us.actor()}, {"publicKeyPem", public_pem}}}};
}

std::optional<object> webfinger_document(const Addresses& us, const std::string& resource) {
  const std::string account = "acct:" + us.handle().substr(1);
  const bool is_ours = base::equal_ignoring_case(resource, account) ||
                       base::equal_ignoring_case(resource, "acct:" + us.handle()) || resource == us.actor();
  if (!is_ours) return std::nullopt;
  const array links{{{"rel", "self"}, {"type", kActivityJson}, {"href", us.actor()}},
                    {{"rel", "http://webfinger.net/rel/profile-page"}, {"type", "text/html"}, {"href", us.actor()}}};
  return object{{"subject", account}, {"aliases", array{us.actor()}}, {"links", links}};
}

object nodeinfo_links(const Addresses& us) {
  return {{"links", array{{{"rel", "http://nodeinfo.diaspora.software/ns/schema/2.0"}, {"href", us.nodeinfo()}}}}};
}

object nodeinfo_document(std::int64_t posts) {
  return {{"version", "2.0"},
          {"software", {{"name", "heed"}, {"version", "1"}}},
          {"protocols", array{"activitypub"}},
          {"services", {{"inbound", array{}}, {"outbound", array{}}}},
          {"openRegistrations", false},
          {"usage", {{"users", {{"total", 1}}}, {"localPosts", posts}}},
          {"metadata", object{}}};
}

object collection_document(const std::string& id, std::int64_t total, const array& items) {
  object out{{"id", id}, {"type", "OrderedCollection"}, {"totalItems", total}};
  if (!items.empty())
    out["first"] =
        object{{"id", id + "?page=1"}, {"type", "OrderedCollectionPage"}, {"partOf", id}, {"orderedItems", items}};
  return out;
}

object tombstone_document(const std::string& id) { return {{"id", id}, {"type", "Tombstone"}}; }

std::string to_document(object in) {
  object out{{"@context", array{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"}}};
  for (auto& [name, member] : in) out[name] = std::move(member);
  return boost::json::serialize(out);
}

std::string html_of(const std::string& text, const std::string& recipient, const std::string& handle) {
  std::string_view rest = base::trim(text);
  std::string out = "<p>";
  if (!recipient.empty()) {
    // Whoever typed the mention themselves is not to say it twice.
    const bool is_there = base::to_lower_ascii(rest.substr(0, handle.size())) == base::to_lower_ascii(handle) &&
                          (rest.size() == handle.size() || rest[handle.size()] == ' ' || rest[handle.size()] == '\n');
    if (is_there) rest = base::trim(rest.substr(handle.size()));
    out += "<span class=\"h-card\"><a href=\"" + escaped(recipient) + "\" class=\"u-url mention\">" +
           escaped(short_handle(handle)) + "</a></span> ";
  }
  bool is_first = true;
  bool is_gap = false;
  for (const auto line : base::split(rest, '\n')) {
    const auto words = base::trim(line);
    if (words.empty()) {
      is_gap = !is_first;
      continue;
    }
    if (!is_first) out += is_gap ? "</p><p>" : "<br>";
    out += with_links(words);
    is_first = false;
    is_gap = false;
  }
  return out + "</p>";
}

object note_object(const Addresses& us, const KeptNote& note) {
  object out{{"id", us.note(note.key)},
             {"type", "Note"},
             {"attributedTo", us.actor()},
             {"url", us.note(note.key)},
             {"published", base::to_rfc3339(note.published)},
             {"content", note.html}};
  if (!note.parent.empty()) out["inReplyTo"] = note.parent;
  array tags;
  if (!note.recipient.empty()) tags.push_back({{"type", "Mention"}, {"href", note.recipient}, {"name", note.handle}});
  out["tag"] = std::move(tags);
  address_note(out, us, note);
  return out;
}

object create_activity(const Addresses& us, const KeptNote& note) {
  object out{{"id", us.note(note.key) + "/create"},
             {"type", "Create"},
             {"actor", us.actor()},
             {"published", base::to_rfc3339(note.published)},
             {"object", note_object(us, note)}};
  address_note(out, us, note);
  return out;
}

object delete_activity(const Addresses& us, const KeptNote& note) {
  object out{{"id", us.note(note.key) + "/delete"},
             {"type", "Delete"},
             {"actor", us.actor()},
             {"object", tombstone_document(us.note(note.key))}};
  address_note(out, us, note);
  return out;
}

object accept_activity(const Addresses& us, const object& follow, const std::string& name) {
  return {{"id", us.activity(name)}, {"type", "Accept"}, {"actor", us.actor()}, {"object", follow}};
}

object signal_activity(const Addresses& us, const channel::ItemAction& action, const std::string& author,
                       const std::string& name, base::Time now) {
  using channel::ActionKind;
  const bool is_like = action.kind == ActionKind::like || action.kind == ActionKind::unlike;
  const bool is_undone = action.kind == ActionKind::unlike || action.kind == ActionKind::unshare;
  object done{{"id", us.activity(name)},
              {"type", is_like ? "Like" : "Announce"},
              {"actor", us.actor()},
              {"object", action.external_id}};
  if (is_like) address(done, {author}, {});
  else address(done, {std::string(kPublic)}, {us.followers(), author});
  if (!is_like) done["published"] = base::to_rfc3339(now);
  if (!is_undone) return done;
  object undo{{"id", us.activity(name) + "/undo"}, {"type", "Undo"}, {"actor", us.actor()}, {"object", done}};
  if (is_like) address(undo, {author}, {});
  else address(undo, {std::string(kPublic)}, {us.followers(), author});
  return undo;
}

std::string actor_page(const Addresses& us, const Settings& settings) {
  std::string body = "<h1>" + escaped(shown_name(us, settings)) + "</h1>\n<p>" + escaped(us.handle()) + "</p>";
  if (settings.summary) body += "\n" + html_of(*settings.summary, "", "");
  return page(us.handle(), body);
}

std::string note_page(const Addresses& us, const Settings& settings, const KeptNote& note) {
  const std::string who =
      "<a href=\"" + escaped(us.actor()) + "\">" + escaped(shown_name(us, settings)) + "</a> " + escaped(us.handle());
  return page(us.handle(),
              "<p>" + who + "</p>\n" + note.html + "\n<p><time>" + base::to_rfc3339(note.published) + "</time></p>");
}

}  // namespace activitypub
