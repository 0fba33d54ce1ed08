#include "connectors/_fediverse/http_signature.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <utility>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "channel/http_date.hpp"
#include "net/url.hpp"

namespace fediverse {
namespace {

using base::FailureKind;
using std::chrono::seconds;
using Parameters = std::map<std::string, std::string, std::less<>>;

constexpr seconds kOldest{3600};
constexpr seconds kAhead{300};
constexpr std::size_t kLongestHeader = 8UL * 1024;
constexpr std::size_t kMostParts = 32;

tl::unexpected<base::Failure> refuse(std::string why) {
  return base::fail(FailureKind::unauthenticated, "The signature " + std::move(why) + ".");
}

std::int64_t to_seconds(base::Time time) { return std::chrono::floor<seconds>(time).time_since_epoch().count(); }

std::optional<base::Time> time_of(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  constexpr std::int64_t kLatest = 253'402'300'799;  // Of the years that have four digits.
  if (error != std::errc() || end != text.data() + text.size() || count < 0 || count > kLatest) return std::nullopt;
  return base::Time(seconds(count));
}

base::Result<void> check_fresh(base::Time made, base::Time now) {
  if (made < now - kOldest) return refuse("is too old");
  if (made > now + kAhead) return refuse("is from a time to come");
  return {};
}

// name="value" and name=value, one after the other; a name that comes twice, or anything else, makes it none.
std::optional<Parameters> read_parameters(std::string_view text, char separator) {
  Parameters out;
  text = base::trim(text);
  while (!text.empty()) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string name(base::trim(text.substr(0, equals)));
    text = base::trim(text.substr(equals + 1));
    std::string value;
    if (text.starts_with('"')) {
      const auto end = text.find('"', 1);
      if (end == std::string_view::npos) return std::nullopt;
      value = text.substr(1, end - 1);
      if (value.find('\\') != std::string::npos) return std::nullopt;
      text = base::trim(text.substr(end + 1));
    } else {
      const auto end = std::min(text.find(separator), text.size());
      value = base::trim(text.substr(0, end));
      text.remove_prefix(end);
    }
    if (name.empty() || out.size() >= kMostParts || !out.emplace(name, std::move(value)).second) return std::nullopt;
    if (text.empty()) break;
    if (text[0] != separator) return std::nullopt;
    text = base::trim(text.substr(1));
    if (text.empty()) return std::nullopt;
  }
  return out;
}

std::string value_of(const Parameters& parameters, std::string_view name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

bool covers(const std::vector<std::string>& parts, std::string_view name) {
  return std::ranges::find(parts, name) != parts.end();
}

bool has_repeated(std::vector<std::string> parts) {
  std::ranges::sort(parts);
  return std::ranges::adjacent_find(parts) != parts.end();
}

// What a signature says of itself.
struct Claim {
  std::string key_id;
  std::vector<std::string> parts;  // What it covers, in its order.
  std::string signature;           // Raw.
  std::optional<base::Time> created;
  std::optional<base::Time> expires;
  std::string parameters;  // Of RFC 9421, as they were written.
};

// --- The draft

base::Result<Claim> read_draft(const Message& message) {
  const auto parameters = read_parameters(message.header("Signature"), ',');
  if (!parameters) return refuse("cannot be read");
  Claim claim;
  claim.key_id = value_of(*parameters, "keyId");
  const std::string algorithm = value_of(*parameters, "algorithm");
  if (!algorithm.empty() && algorithm != "hs2019" && algorithm != "rsa-sha256")
    return refuse("is of another kind than RSA over SHA-256");
  const auto headers = parameters->find("headers");
  const std::string covered = headers == parameters->end() ? "date" : base::to_lower_ascii(headers->second);
  for (const auto part : base::split(covered, ' ')) claim.parts.emplace_back(part);
  const auto bytes = base::from_base64(value_of(*parameters, "signature"));
  if (claim.key_id.empty() || !bytes || bytes->empty()) return refuse("cannot be read");
  if (claim.parts.size() > kMostParts || has_repeated(claim.parts)) return refuse("covers something twice");
  claim.signature = *bytes;
  claim.created = time_of(value_of(*parameters, "created"));
  claim.expires = time_of(value_of(*parameters, "expires"));
  return claim;
}

std::string lower_method(net::Method method) { return base::to_lower_ascii(net::to_string(method)); }

base::Result<std::string> draft_base(const Message& message, const Claim& claim) {
  const auto url = net::parse_url(message.url);
  if (!url) return base::pass_on(url.error());
  std::string out;
  for (const auto& part : claim.parts) {
    std::string value;
    if (part == "(request-target)") value = lower_method(message.method) + " " + url->target;
    else if (part == "(created)" && claim.created) value = std::to_string(to_seconds(*claim.created));
    else if (part == "(expires)" && claim.expires) value = std::to_string(to_seconds(*claim.expires));
    else if (part == "host" && !message.has("host")) value = url->host_header();
    else if (message.has(part)) value = message.header(part);
    else return refuse("covers \"" + base::shorten(part, 40) + "\", which the request does not have");
    if (!out.empty()) out += '\n';
    out.append(part).append(": ").append(value);
  }
  return out;
}

// "SHA-256=…", perhaps among others.
base::Result<void> check_draft_digest(const Message& message) {
  const std::string digests = message.header("Digest");
  for (const auto one : base::split(digests, ',')) {
    const auto equals = one.find('=');
    if (equals == std::string_view::npos || !base::equal_ignoring_case(base::trim(one.substr(0, equals)), "sha-256"))
      continue;
    if (base::trim(one.substr(equals + 1)) == base::to_base64(digest_of(message.body, Digest::sha256))) return {};
    return refuse("is of another body");
  }
  return refuse("lacks a digest of the body by SHA-256");
}

base::Result<void> check_draft(const Message& message, const Claim& claim, base::Time now) {
  if (!covers(claim.parts, "(request-target)")) return refuse("does not cover the address");
  if (!covers(claim.parts, "host")) return refuse("does not cover the host");
  const auto host = net::parse_url(message.url);
  if (message.has("host") && host && !base::equal_ignoring_case(message.header("host"), host->host_header()))
    return refuse("is for another host");
  std::optional<base::Time> made;
  if (covers(claim.parts, "(created)")) made = claim.created;
  else if (covers(claim.parts, "date")) made = channel::parse_http_date(message.header("Date"));
  if (!made) return refuse("does not cover when it was made");
  if (auto fresh = check_fresh(*made, now); !fresh) return fresh;
  const bool has_body = !message.body.empty() || message.method == net::Method::post;
  if (!has_body) return {};
  if (!covers(claim.parts, "digest")) return refuse("does not cover the body");
  return check_draft_digest(message);
}

// --- RFC 9421

// label=("part" "part");parameters, exactly one of them.
base::Result<Claim> read_rfc(const Message& message) {
  const std::string input = message.header("Signature-Input");
  const std::string signature = message.header("Signature");
  const auto equals = input.find('=');
  if (equals == std::string::npos) return refuse("cannot be read");
  const std::string label(base::trim(std::string_view(input).substr(0, equals)));
  Claim claim;
  claim.parameters = base::trim(std::string_view(input).substr(equals + 1));
  const auto end = claim.parameters.find(')');
  if (!claim.parameters.starts_with('(') || end == std::string::npos) return refuse("cannot be read");
  for (const auto part : base::split(std::string_view(claim.parameters).substr(1, end - 1), ' ')) {
    if (part.empty()) continue;
    const bool is_plain =
        part.size() > 2 && part.starts_with('"') && part.ends_with('"') && part.find('"', 1) == part.size() - 1;
    if (!is_plain) return refuse("covers what we do not know");
    claim.parts.emplace_back(part.substr(1, part.size() - 2));
  }
  if (claim.parts.size() > kMostParts || has_repeated(claim.parts)) return refuse("covers something twice");
  auto rest = std::string_view(claim.parameters).substr(end + 1);
  if (!rest.empty() && rest[0] != ';') return refuse("cannot be read; only one is taken");
  const auto parameters = read_parameters(rest.empty() ? rest : rest.substr(1), ';');
  if (!parameters) return refuse("cannot be read");
  const std::string algorithm = value_of(*parameters, "alg");
  if (!algorithm.empty() && algorithm != "rsa-v1_5-sha256") return refuse("is of another kind than RSA over SHA-256");
  const std::string begin = label + "=:";
  if (!signature.starts_with(begin) || !signature.ends_with(':') || signature.size() < begin.size() + 2)
    return refuse("cannot be read");
  const auto bytes =
      base::from_base64(std::string_view(signature).substr(begin.size(), signature.size() - begin.size() - 1));
  claim.key_id = value_of(*parameters, "keyid");
  if (claim.key_id.empty() || !bytes || bytes->empty()) return refuse("cannot be read");
  claim.signature = *bytes;
  claim.created = time_of(value_of(*parameters, "created"));
  claim.expires = time_of(value_of(*parameters, "expires"));
  if (parameters->contains("expires") && !claim.expires) return refuse("cannot be read");
  return claim;
}

std::optional<std::string> rfc_value(const Message& message, const net::Url& url, const std::string& part) {
  const auto query = url.target.find('?');
  if (part == "@method") return std::string(net::to_string(message.method));
  if (part == "@target-uri") return url.origin() + url.target;
  if (part == "@authority") return url.host_header();
  if (part == "@scheme") return url.endpoint.tls ? "https" : "http";
  if (part == "@request-target") return url.target;
  if (part == "@path") return url.target.substr(0, query);
  if (part == "@query") return query == std::string::npos ? "?" : url.target.substr(query);
  if (part.starts_with('@') || !message.has(part)) return std::nullopt;
  return message.header(part);
}

base::Result<std::string> rfc_base(const Message& message, const Claim& claim) {
  const auto url = net::parse_url(message.url);
  if (!url) return base::pass_on(url.error());
  std::string out;
  for (const auto& part : claim.parts) {
    const auto value = rfc_value(message, *url, part);
    if (!value) return refuse("covers \"" + base::shorten(part, 40) + "\", which the request does not have");
    out.append("\"").append(part).append("\": ").append(*value).append("\n");
  }
  return out + "\"@signature-params\": " + claim.parameters;
}

// "sha-256=:…:", perhaps among others; one that we know has to be right, whichever.
base::Result<void> check_content_digest(const Message& message) {
  const std::string digests = message.header("Content-Digest");
  bool is_known = false;
  for (const auto one : base::split(digests, ',')) {
    const auto equals = one.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = base::trim(one.substr(0, equals));
    if (name != "sha-256" && name != "sha-512") continue;
    const auto digest = name == "sha-256" ? Digest::sha256 : Digest::sha512;
    if (base::trim(one.substr(equals + 1)) != ":" + base::to_base64(digest_of(message.body, digest)) + ":")
      return refuse("is of another body");
    is_known = true;
  }
  if (!is_known) return refuse("lacks a digest of the body that we know");
  return {};
}

base::Result<void> check_rfc(const Message& message, const Claim& claim, base::Time now) {
  const auto& parts = claim.parts;
  if (!covers(parts, "@method")) return refuse("does not cover the method");
  const bool has_query = message.url.find('?') != std::string::npos;
  const bool has_path =
      covers(parts, "@request-target") || (covers(parts, "@path") && (!has_query || covers(parts, "@query")));
  if (!covers(parts, "@target-uri") && !(covers(parts, "@authority") && has_path))
    return refuse("does not cover the address");
  if (!claim.created) return refuse("does not say when it was made");
  if (auto fresh = check_fresh(*claim.created, now); !fresh) return fresh;
  const bool has_body = !message.body.empty() || message.method == net::Method::post;
  if (!has_body) return {};
  if (!covers(parts, "content-digest")) return refuse("does not cover the body");
  return check_content_digest(message);
}

bool is_rfc(const Message& message) { return message.has("Signature-Input"); }

base::Result<Claim> read_claim(const Message& message) {
  if (!message.has("Signature")) return base::fail(FailureKind::unauthenticated, "The request is not signed.");
  if (message.header("Signature").size() + message.header("Signature-Input").size() > kLongestHeader)
    return refuse("is too long");
  return is_rfc(message) ? read_rfc(message) : read_draft(message);
}

base::Result<void> check_claim(const Message& message, const Claim& claim, base::Time now) {
  if (auto good = is_rfc(message) ? check_rfc(message, claim, now) : check_draft(message, claim, now); !good) return good;
  if (claim.expires.value_or(now) < now) return refuse("has expired");
  return {};
}

base::Result<std::vector<net::Header>> sign_draft(Message message, const Signer& signer, base::Time now) {
  std::vector<net::Header> added = {{"Date", channel::to_http_date(now)}};
  Claim claim;
  claim.parts = {"(request-target)", "host", "date"};
  if (!message.body.empty()) {
    added.push_back({"Digest", "SHA-256=" + base::to_base64(digest_of(message.body, Digest::sha256))});
    claim.parts.emplace_back("digest");
  }
  if (message.has("content-type")) claim.parts.emplace_back("content-type");
  message.headers.insert(message.headers.end(), added.begin(), added.end());
  const auto text = draft_base(message, claim);
  if (!text) return base::pass_on(text.error());
  std::string covered;
  for (const auto& part : claim.parts) covered += (covered.empty() ? "" : " ") + part;
  added.push_back({"Signature", "keyId=\"" + signer.key_id + "\",algorithm=\"hs2019\",headers=\"" + covered +
                                    "\",signature=\"" + base::to_base64(signer.key.sign(*text)) + "\""});
  return added;
}

base::Result<std::vector<net::Header>> sign_rfc(Message message, const Signer& signer, base::Time now) {
  std::vector<net::Header> added;
  Claim claim;
  claim.parts = {"@method", "@target-uri"};
  if (!message.body.empty()) {
    added.push_back({"Content-Digest", "sha-256=:" + base::to_base64(digest_of(message.body, Digest::sha256)) + ":"});
    claim.parts.emplace_back("content-digest");
  }
  if (message.has("content-type")) claim.parts.emplace_back("content-type");
  message.headers.insert(message.headers.end(), added.begin(), added.end());
  for (const auto& part : claim.parts) claim.parameters += (claim.parameters.empty() ? "(\"" : " \"") + part + "\"";
  claim.parameters += ");created=" + std::to_string(to_seconds(now)) + ";keyid=\"" + signer.key_id + "\"";
  const auto text = rfc_base(message, claim);
  if (!text) return base::pass_on(text.error());
  added.push_back({"Signature-Input", "sig1=" + claim.parameters});
  added.push_back({"Signature", "sig1=:" + base::to_base64(signer.key.sign(*text)) + ":"});
  return added;
}

}  // namespace

std::string Message::header(std::string_view name) const {
  std::string out;
  bool is_first = true;
  for (const auto& one : headers) {
    if (!base::equal_ignoring_case(one.name, name)) continue;
    if (!std::exchange(is_first, false)) out += ", ";
    out += base::trim(one.value);
  }
  return out;
}

bool Message::has(std::string_view name) const {
  return std::ranges::any_of(headers, [&](const auto& one) { return base::equal_ignoring_case(one.name, name); });
}

base::Result<std::vector<net::Header>> sign(const Message& message, const Signer& signer, SignatureForm form,
                                            base::Time now) {
  return form == SignatureForm::draft ? sign_draft(message, signer, now) : sign_rfc(message, signer, now);
}

base::Result<std::string> read_key_id(const Message& message) {
  auto claim = read_claim(message);
  if (!claim) return base::pass_on(claim.error());
  return std::move(claim->key_id);
}

base::Result<void> check_signed(const Message& message, base::Time now) {
  const auto claim = read_claim(message);
  if (!claim) return base::pass_on(claim.error());
  return check_claim(message, *claim, now);
}

base::Result<void> verify(const Message& message, const RsaKey& key, base::Time now) {
  const auto claim = read_claim(message);
  if (!claim) return base::pass_on(claim.error());
  if (auto good = check_claim(message, *claim, now); !good) return good;
  const bool rfc = is_rfc(message);
  const auto text = rfc ? rfc_base(message, *claim) : draft_base(message, *claim);
  if (!text) return base::pass_on(text.error());
  if (!key.verifies(*text, claim->signature)) return refuse("is not the sender's");
  return {};
}

}  // namespace fediverse
