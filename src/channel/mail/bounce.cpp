#include "channel/mail/bounce.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "base/text.hpp"
#include "channel/mail/automatic.hpp"
#include "channel/mail/charset.hpp"
#include "channel/mail/ids.hpp"

namespace mail {
namespace {

constexpr std::size_t kLongestDiagnostic = 2'000;  // Code points.
constexpr std::size_t kLookedThrough = 64UL * 1024;

// Subjects of reports, in lower case where ASCII.
constexpr std::array kSubjects = std::to_array<std::string_view>({"undelivered mail",
                                                                  "undeliverable",
                                                                  "undelivered message",
                                                                  "delivery status notification",
                                                                  "delivery failure",
                                                                  "delivery failed",
                                                                  "delivery problem",
                                                                  "delivery warning",
                                                                  "failure delivery",
                                                                  "failure notice",
                                                                  "mail delivery failed",
                                                                  "mail delivery failure",
                                                                  "mail delivery system",
                                                                  "mail system error",
                                                                  "mail not delivered",
                                                                  "mail failed",
                                                                  "failed mail",
                                                                  "mail error",
                                                                  "processing error",
                                                                  "returned mail",
                                                                  "returned to sender",
                                                                  "non delivery report",
                                                                  "non-delivery",
                                                                  "message not delivered",
                                                                  "could not be delivered",
                                                                  "not yet been delivered",
                                                                  "delivery has failed",
                                                                  "message delayed",
                                                                  "user unknown",
                                                                  "rejected mail",
                                                                  "nicht zustellbar",
                                                                  "unzustellbar",
                                                                  "zustellung fehlgeschlagen",
                                                                  "non remis",
                                                                  "échec de la remise",
                                                                  "echec de remise",
                                                                  "no se puede entregar",
                                                                  "no entregado",
                                                                  "não entregue",
                                                                  "falha na entrega",
                                                                  "mancato recapito",
                                                                  "onbestelbaar",
                                                                  "kan niet worden bezorgd",
                                                                  "недоставленное",
                                                                  "не доставлено",
                                                                  "配信不能",
                                                                  "退信",
                                                                  "邮件传输失败"});

// What systems that know no RFC 3464 write first.
constexpr std::array kOpenings =
    std::to_array<std::string_view>({"this is the qmail-send program",
                                     "this is the deliver program",
                                     "this message was created automatically by mail delivery software",
                                     "delivery to the following recipient",
                                     "unable to deliver your message",
                                     "unable to deliver message",
                                     "could not be delivered",
                                     "did not reach the following recipient",
                                     "did not reach some or all of the intended recipients",
                                     "the following message to <",
                                     "the following addresses had permanent",
                                     "wasn't delivered",
                                     "was not delivered",
                                     "not deliverable",
                                     "undeliverable",
                                     "failed to deliver",
                                     "delivery failed",
                                     "has not yet been delivered",
                                     "user unknown",
                                     "unknown user",
                                     "no such user"});

// What a report says where it names no status, and what that is (RFC 3463).
struct Wording {
  std::string_view words;
  std::string_view status;
};
constexpr std::array kWordings = std::to_array<Wording>({{"user unknown", "5.1.1"},
                                                         {"unknown user", "5.1.1"},
                                                         {"no such user", "5.1.1"},
                                                         {"unknown recipient", "5.1.1"},
                                                         {"recipient unknown", "5.1.1"},
                                                         {"doesn't have a", "5.1.1"},
                                                         {"does not exist", "5.1.1"},
                                                         {"no mailbox", "5.1.1"},
                                                         {"not listed in", "5.1.1"},
                                                         {"unknown address", "5.1.1"},
                                                         {"host unknown", "5.1.2"},
                                                         {"host not found", "5.1.2"},
                                                         {"couldn't find any host", "5.1.2"},
                                                         {"quota", "5.2.2"},
                                                         {"mailbox full", "5.2.2"},
                                                         {"mailbox is full", "5.2.2"},
                                                         {"not yet been delivered", "4.4.7"},
                                                         {"delayed", "4.4.7"},
                                                         {"will be retried", "4.4.7"}});
constexpr std::string_view kFailedSomehow = "5.0.0";

// A part of that type, anywhere in the mail but not in a mail in it.
const Part* find_part(const Part& part, std::string_view type) {
  if (part.type == type) return &part;
  if (!part.is_multipart()) return nullptr;
  for (const Part& one : part.parts) {
    if (const Part* found = find_part(one, type); found != nullptr) return found;
  }
  return nullptr;
}

// The fields of a delivery report: groups of them, the first about the report, the others a recipient each.
std::vector<Fields> read_groups(std::string_view text) {
  std::vector<Fields> groups(1);
  std::string name;
  std::string value;
  const auto keep = [&] {
    if (!name.empty()) groups.back().add(name, value);
    name.clear();
  };
  for (std::string_view line : base::split(text.substr(0, kLookedThrough), '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (base::trim(line).empty()) {
      keep();
      if (groups.back().size() > 0) groups.emplace_back();
    } else if (line.front() == ' ' || line.front() == '\t') {
      value.append(" ").append(base::trim(line));
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
      keep();
      name = base::trim(line.substr(0, colon));
      value = base::trim(line.substr(colon + 1));
    }
  }
  keep();
  return groups;
}

// "rfc822; ann@mail.example" → "ann@mail.example"
std::string_view behind_type(std::string_view value) {
  const auto semicolon = value.find(';');
  return base::trim(semicolon == std::string_view::npos ? value : value.substr(semicolon + 1));
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// "5.1.1" at that place, or empty.
std::string_view status_at(std::string_view text, std::size_t at) {
  if (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')) return {};
  const auto digits = [&](std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && is_digit(text[end]) && end - from < 4) ++end;
    return end - from;
  };
  std::size_t end = at + 1;
  for (int i = 0; i < 2; ++i) {
    if (end >= text.size() || text[end] != '.') return {};
    const auto count = digits(end + 1);
    if (count == 0 || count > 3) return {};
    end += 1 + count;
  }
  if (end < text.size() && (text[end] == '.' && end + 1 < text.size() && is_digit(text[end + 1]))) return {};
  return text.substr(at, end - at);
}

// The first extended status in a text (RFC 3463), or the class of the first SMTP reply: "550" → "5.0.0".
std::string find_status(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '2' && text[at] != '4' && text[at] != '5') continue;
    if (const auto status = status_at(text, at); !status.empty()) return std::string(status);
  }
  for (std::size_t at = 0; at + 3 < text.size(); ++at) {
    const bool is_reply = (text[at] == '4' || text[at] == '5') && is_digit(text[at + 1]) && is_digit(text[at + 2]) &&
                          (text[at + 3] == ' ' || text[at + 3] == '-') && text[at + 1] <= '5' &&
                          (at == 0 || !std::isalnum(static_cast<unsigned char>(text[at - 1])));
    if (is_reply) return std::string(1, text[at]) + ".0.0";
  }
  return {};
}

std::string status_by_words(std::string_view said) {
  const auto* known =
      std::ranges::find_if(kWordings, [said](const Wording& one) { return said.find(one.words) != std::string_view::npos; });
  return std::string(known == kWordings.end() ? kFailedSomehow : known->status);
}

std::string original_id(const Mime& mime) {
  if (const Part* mail = find_part(mime.root, "message/rfc822"); mail != nullptr) {
    const auto ids = read_ids(mail->fields.find("message-id"));
    if (!ids.empty()) return ids.front();
  }
  if (const Part* head = find_part(mime.root, "text/rfc822-headers"); head != nullptr) {
    for (const Fields& group : read_groups(head->bytes)) {
      const auto ids = read_ids(group.find("message-id"));
      if (!ids.empty()) return ids.front();
    }
  }
  return {};
}

// The group to tell of: what failed before what is late.
const Fields* worst_group(const std::vector<Fields>& groups) {
  const Fields* worst = nullptr;
  for (const Fields& group : groups) {
    if (!group.has("final-recipient") && !group.has("original-recipient") && !group.has("status")) continue;
    const auto action = base::to_lower_ascii(group.find("action"));
    if (action.starts_with("failed")) return &group;
    const bool is_well = action.starts_with("delivered") || action.starts_with("relayed") || action.starts_with("expanded");
    if (worst == nullptr && !is_well) worst = &group;
  }
  return worst;
}

std::optional<Bounce> read_report(const Mime& mime, const Part& report) {
  // Some systems send the report as mail in a mail: then its text is in the parts.
  const std::string text = to_utf8(report.bytes, "");
  const auto groups = read_groups(text);
  const Fields* group = worst_group(groups);
  if (group == nullptr) return std::nullopt;
  Bounce out;
  out.recipient = behind_type(group->find("final-recipient"));
  if (out.recipient.empty()) out.recipient = behind_type(group->find("original-recipient"));
  std::erase_if(out.recipient, [](char c) { return c == '<' || c == '>'; });
  out.diagnostic = base::shorten(behind_type(group->find("diagnostic-code")), kLongestDiagnostic);
  out.status = find_status(group->find("status"));
  if (out.status.empty()) out.status = find_status(out.diagnostic);
  if (out.status.empty())
    out.status = base::to_lower_ascii(group->find("action")).starts_with("delayed") ? "4.4.7" : kFailedSomehow;
  out.original_id = original_id(mime);
  return out;
}

bool holds_one_of(std::string_view text, const auto& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// "<ann@mail.example>:" or the first address that is not the system's own.
std::string recipient_in(const Fields& fields, std::string_view text) {
  if (const auto failed = read_addresses(fields.find("X-Failed-Recipients")); !failed.empty()) return failed.front().address;
  const auto is_part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("._%+-=").find(c) != std::string_view::npos;
  };
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_part(text[begin - 1])) --begin;
    std::size_t end = at + 1;
    while (end < text.size() && is_part(text[end])) ++end;
    while (end > at + 1 && !std::isalnum(static_cast<unsigned char>(text[end - 1]))) --end;
    if (begin == at || end == at + 1) continue;
    std::string address(text.substr(begin, end - begin));
    if (!is_mail_system(address)) return address;
  }
  return {};
}

// The line that names the reply of the other server, and what follows it up to an empty line.
std::string diagnostic_in(std::string_view text) {
  std::string out;
  for (const auto line : base::split(text, '\n')) {
    const auto trimmed = base::trim(line);
    if (trimmed.empty() && !out.empty()) break;
    if (out.empty() && find_status(line).empty()) continue;
    out.append(out.empty() ? "" : " ").append(trimmed);
  }
  return base::shorten(out, kLongestDiagnostic);
}

}  // namespace

std::optional<Bounce> find_report(const Mime& mime) {
  for (const char* type : {"message/delivery-status", "message/global-delivery-status"}) {
    if (const Part* report = find_part(mime.root, type); report != nullptr) return read_report(mime, *report);
  }
  return std::nullopt;
}

std::optional<Bounce> find_bounce_in_words(const Fields& fields, const Address& from, std::string_view subject,
                                           std::string_view text) {
  const bool comes_from_system = is_mail_system(from.address) || fields.has("X-Failed-Recipients") ||
                                 (fields.has("Return-Path") && read_addresses(fields.find("Return-Path")).empty());
  const std::string said = base::to_lower_ascii(text.substr(0, kLookedThrough));
  const bool has_subject = holds_one_of(base::to_lower_ascii(subject), kSubjects);
  const bool has_opening = holds_one_of(said, kOpenings);
  const bool is_report = comes_from_system ? has_subject || has_opening : has_subject && has_opening;
  if (!is_report && !fields.has("X-Failed-Recipients")) return std::nullopt;
  text = text.substr(0, kLookedThrough);
  // What came back may be written below; its addresses and numbers are not the report's.
  for (const std::string_view mark :
       {"--- Below this line", "------ This is a copy of", "----- Original message", "-----Original Message"}) {
    text = text.substr(0, text.find(mark));
  }
  Bounce out;
  out.recipient = recipient_in(fields, text);
  out.status = find_status(text);
  if (out.status.empty()) out.status = status_by_words(said);
  out.diagnostic = diagnostic_in(text);
  return out;
}

}  // namespace mail
