#include "connectors/email/compose.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "channel/mail/html_safe.hpp"
#include "connectors/email/address.hpp"
#include "connectors/email/context.hpp"
#include "connectors/email/encode.hpp"
#include "connectors/email/wire.hpp"

namespace email {
namespace {

constexpr std::size_t kMostReferences = 1'500;  // Bytes; some relays refuse heads of more than 4 KiB.

std::string with_plain_ends(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
  }
  return out;
}

std::string mail_date(base::Time time) {
  using namespace std::chrono;
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto midnight = floor<days>(time);
  const year_month_day day{midnight};
  const hh_mm_ss clock{floor<seconds>(time - midnight)};
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::string(kDays.at(weekday(midnight).c_encoding())) + ", " + std::to_string(static_cast<unsigned>(day.day())) +
         " " + kMonths.at(static_cast<unsigned>(day.month()) - 1) + " " + std::to_string(static_cast<int>(day.year())) +
         " " + two(clock.hours().count()) + ":" + two(clock.minutes().count()) + ":" + two(clock.seconds().count()) +
         " +0000";
}

// As ids and greetings take it: no letters beyond ASCII.
std::string plain_domain(std::string_view address) {
  const auto domain = domain_of(address);
  return std::string(is_message_id(domain) ? domain : "heed.invalid");
}

std::string recipient_of(const channel::OutboundMessage& message, const Context& context) {
  for (const auto* address : {&context.answer_to, &message.recipient.handle, &message.recipient.external_id}) {
    if (is_address(*address)) return *address;
  }
  return {};
}

// What this mail follows, the first one first.
std::vector<std::string> thread_before(const channel::OutboundMessage& message, const Context& context) {
  auto before = context.references;
  // The external id of a mail without an id is one that we made.
  const auto& parent = message.context.empty() ? message.parent_external_id : context.id;
  if (is_message_id(parent)) {
    std::erase(before, parent);
    before.push_back(parent);
  }
  return shorten_references(before, kMostReferences);
}

std::string thread_fields(const std::vector<std::string>& before) {
  if (before.empty()) return {};
  std::string all;
  for (const auto& id : before) all += "<" + id + "> ";
  return plain_field("In-Reply-To", "<" + before.back() + ">") + plain_field("References", all);
}

// RFC 3834 §5, and what Exchange looks at.
std::string automatic_fields() {
  return plain_field("Auto-Submitted", "auto-replied") + plain_field("X-Auto-Response-Suppress", "All");
}

// Whatever is nested in a mail may not be in base64 (RFC 2046 §5.2.1), and whatever is no type is bytes.
std::string type_of(const std::string& type) {
  const std::string lower = base::to_lower_ascii(type);
  const auto slash = lower.find('/');
  const bool plain = slash != std::string::npos && slash > 0 && slash + 1 < lower.size() && lower.size() <= 100 &&
                     lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789/.+-_") == std::string::npos &&
                     lower.find('/', slash + 1) == std::string::npos;
  return !plain || lower.starts_with("message/") || lower.starts_with("multipart/") ? "application/octet-stream" : lower;
}

std::string file_part(const channel::OutboundAttachment& file) {
  const auto name = file.name.empty() ? std::string("attachment") : file.name.substr(file.name.find_last_of("/\\") + 1);
  std::string out = "Content-Type: " + type_of(file.type) + parameter("name", name) + "\r\n";
  out += "Content-Disposition: attachment" + parameter("filename", name) + "\r\n";
  if (!file.description.empty()) out += text_field("Content-Description", file.description);
  return out + "Content-Transfer-Encoding: base64\r\n\r\n" + base64_lines(file.bytes);
}

// In the shorter of both encodings.
std::string text_part(std::string_view type, const std::string& text) {
  std::string readable = quoted_printable(text);
  std::string letters = base64_lines(text);
  const bool is_readable = readable.size() <= letters.size();
  return "Content-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: " + (is_readable ? "quoted-printable" : "base64") + "\r\n\r\n" +
         (is_readable ? readable : letters);
}

// The boundary cannot stand in a part: "=_" is in no base64 and in no quoted-printable.
std::string multipart(std::string_view kind, const std::string& boundary, const std::vector<std::string>& parts) {
  std::string out = "Content-Type: multipart/" + std::string(kind) + ";\r\n boundary=\"" + boundary + "\"\r\n\r\n";
  for (const auto& part : parts) out.append("--").append(boundary).append("\r\n").append(part).append("\r\n");
  return out + "--" + boundary + "--\r\n";
}

std::string body_of(const Settings& settings, const channel::OutboundMessage& message) {
  const std::string text = with_plain_ends(message.text);
  const std::string signature = with_plain_ends(settings.signature.value_or(""));
  const std::string boundary = "=_heed_" + message.key;
  std::string said = multipart("alternative", boundary + "_a",
                               {text_part("text/plain", signature.empty() ? text : text + "\n\n-- \n" + signature),
                                text_part("text/html", html_page(text, signature))});
  if (message.attachments.empty()) return said;
  std::vector<std::string> parts{std::move(said)};
  for (const auto& file : message.attachments) parts.push_back(file_part(file));
  return multipart("mixed", boundary + "_m", parts);
}

bool is_link_char(char c) {
  return static_cast<unsigned char>(c) > ' ' && std::string_view("<>\"'`").find(c) == std::string_view::npos;
}

// The address of a page that begins there; empty for none. What ends a sentence is no part of it.
std::string_view link_at(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return {};
  const auto end = std::ranges::find_if_not(text, is_link_char);
  auto link = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  while (!link.empty() && std::string_view(".,;:!?)]}").find(link.back()) != std::string_view::npos) link.remove_suffix(1);
  return link.size() > 8 ? link : std::string_view();
}

void append_html(std::string& out, std::string_view text) {
  while (!text.empty()) {
    if (text.front() == '\n') {
      out += "<br>\n";
      text.remove_prefix(1);
      continue;
    }
    if (const auto link = link_at(text); !link.empty()) {
      out += "<a href=\"";
      mail::append_escaped(out, link);
      out += "\">";
      mail::append_escaped(out, link);
      out += "</a>";
      text.remove_prefix(link.size());
      continue;
    }
    const auto next = std::min(text.find('\n'), text.find("http", 1));
    mail::append_escaped(out, text.substr(0, next));
    text.remove_prefix(std::min(next, text.size()));
  }
}

// "Re:", "AW:", "Re[2]:", "RE：": the length of what an earlier answer put there.
std::size_t answer_mark(std::string_view subject) {
  constexpr auto kMarks = std::to_array<std::string_view>(
      {"re", "aw", "antw", "sv", "vs", "rif", "ref", "res", "odp", "ynt", "回复", "回覆", "答复", "返信", "отв"});
  const std::string lower = base::to_lower_ascii(subject.substr(0, 24));
  for (const auto mark : kMarks) {
    if (!lower.starts_with(mark)) continue;
    std::size_t at = mark.size();
    if (at < lower.size() && lower[at] == '[') at = std::min(lower.find(']', at), lower.size() - 1) + 1;
    const auto rest = std::string_view(lower).substr(at);
    if (rest.starts_with(':')) return at + 1;
    if (rest.starts_with("：")) return at + std::string_view("：").size();
  }
  return 0;
}

}  // namespace

std::string answer_subject(std::string_view subject) {
  subject = base::trim(subject);
  while (const auto mark = answer_mark(subject)) subject = base::trim(subject.substr(mark));
  return "Re: " + std::string(subject);
}

std::string html_page(std::string_view text, std::string_view signature) {
  std::string out = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body><div dir=\"auto\">";
  append_html(out, text);
  out += "</div>";
  if (!signature.empty()) {
    out += "\n<br><div dir=\"auto\">-- <br>\n";
    append_html(out, signature);
    out += "</div>";
  }
  return out + "</body></html>\n";
}

base::Result<ComposedMail> compose(const Settings& settings, const channel::OutboundMessage& message) {
  const Context context = read_context(message.context);
  ComposedMail mail;
  mail.envelope.recipient = recipient_of(message, context);
  if (mail.envelope.recipient.empty())
    return base::fail(base::FailureKind::rejected, "There is no address that this could be sent to.");
  if (message.is_automatic && !context.answer_by_machine) {
    return base::fail(
        base::FailureKind::rejected,
        "A machine wrote this mail or handed it on; no automatic answer is sent to it, it could go round in circles.");
  }
  const std::string domain = plain_domain(settings.address);
  mail.envelope.helo = domain;
  if (!message.is_automatic) mail.envelope.sender = settings.address;
  mail.id = own_message_id(message.key, message.thread_key, domain);
  const auto before = thread_before(message, context);
  const std::string& about = context.subject.empty() ? message.subject : context.subject;
  const std::string subject = message.parent_external_id.empty() ? about : answer_subject(about);
  mail.bytes = address_field("From", settings.display_name.value_or(""), settings.address) +
               address_field("To", message.recipient.name, mail.envelope.recipient) + text_field("Subject", subject) +
               plain_field("Date", mail_date(message.written_at)) + plain_field("Message-ID", "<" + mail.id + ">") +
               thread_fields(before) + (message.is_automatic ? automatic_fields() : "") + "MIME-Version: 1.0\r\n" +
               body_of(settings, message);
  mail.context =
      write_context({.id = mail.id, .references = before, .subject = subject, .answer_to = mail.envelope.recipient});
  return mail;
}

}  // namespace email
