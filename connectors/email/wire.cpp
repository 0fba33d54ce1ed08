#include "connectors/email/wire.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "channel/mail/digest.hpp"
#include "connectors/email/address.hpp"
#include "connectors/email/context.hpp"

namespace email {
namespace {

constexpr std::string_view kOwn = "heed.";
constexpr std::size_t kThreadLetters = 24;
constexpr std::size_t kLongestId = 400;       // Bytes; of longer ones a hash stands for them.
constexpr std::size_t kLongestText = 20'000;  // Code points; the whole is attached then.

bool is_thread(std::string_view text) {
  return text.size() == kThreadLetters && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string short_id(const std::string& id) {
  return id.size() <= kLongestId ? id : "long-" + mail::sha256_hex(id).substr(0, 32) + "@mail.invalid";
}

bool is_among(const std::vector<mail::Address>& addresses, const std::string& key) {
  return std::ranges::any_of(addresses, [&](const auto& one) { return address_key(one.address) == key; });
}

// Who gets our answer is who speaks: a contact form writes in the name of the shop and names the customer in Reply-To, and
// whoever borrows somebody's From gets no answer into that person's conversation. A list's Reply-To is the list.
const mail::Address& speaker(const mail::Message& message, std::string_view own_address) {
  if (message.reply_to.size() != 1) return message.from;
  const auto& named = message.reply_to.front();
  const auto key = address_key(named.address);
  const bool is_person =
      is_address(named.address) && key != own_address && !is_among(message.to, key) && !is_among(message.cc, key);
  return is_person && key != address_key(message.from.address) ? named : message.from;
}

channel::Author to_author(const mail::Address& address) {
  channel::Author author;
  author.handle = address.address;
  author.name = base::shorten(address.name, 200);
  author.external_id = address.address.empty() ? "unknown-sender" : address_key(address.address);
  if (author.external_id.size() > kLongestId) author.external_id = mail::sha256_hex(author.external_id);
  return author;
}

channel::Attachment to_attachment(mail::Attachment&& file) {
  channel::Attachment out;
  out.name = std::move(file.name);
  out.type = std::move(file.type);
  out.size = static_cast<std::int64_t>(file.bytes.size());
  out.is_inline = file.is_inline;
  out.content_id = std::move(file.content_id);
  out.bytes = std::make_shared<const std::string>(std::move(file.bytes));
  return out;
}

std::string tell_bounce(const mail::Bounce& bounce) {
  std::string out = "This is nobody's word: it reports that the mail ";
  if (!bounce.original_id.empty()) out += "<" + base::shorten(bounce.original_id, 200) + "> ";
  if (!bounce.recipient.empty()) out += "to " + base::shorten(bounce.recipient, 200) + " ";
  out += bounce.status.starts_with('4') ? "is late" : "was not delivered";
  if (!bounce.status.empty()) out += " (" + bounce.status + ")";
  return out + (bounce.diagnostic.empty() ? "." : ": " + base::shorten(bounce.diagnostic, 300));
}

// The words; of a mail that has none, its subject says it.
void say(mail::Message& message, channel::InboundItem& item) {
  item.text = base::is_blank(message.reply_text) ? message.subject : std::move(message.reply_text);
  if (base::count_points(item.text) <= kLongestText) return;
  channel::Attachment whole;
  whole.name = "whole-text.txt";
  whole.type = "text/plain";
  whole.size = static_cast<std::int64_t>(item.text.size());
  whole.bytes = std::make_shared<const std::string>(item.text);
  item.text = base::shorten(item.text, kLongestText);
  item.attachments.push_back(std::move(whole));
}

std::string context_of(const mail::Message& message, const mail::Address& answer_to) {
  Context context;
  context.id = message.has_own_id ? message.id : std::string();
  context.references = message.references;
  if (context.references.empty() && !message.in_reply_to.empty()) context.references.push_back(message.in_reply_to);
  context.subject = message.subject;
  if (is_address(answer_to.address)) context.answer_to = answer_to.address;
  context.answer_by_machine = message.may_answer_by_machine;
  return write_context(std::move(context));
}

bool is_late_note(const mail::Bounce& bounce) { return bounce.status.starts_with('4'); }

}  // namespace

std::string thread_of_root(std::string_view message_id) { return mail::sha256_hex(message_id).substr(0, kThreadLetters); }

std::string own_message_id(const std::string& key, const std::string& thread, std::string_view domain) {
  return std::string(kOwn) + key + (is_thread(thread) ? "." + thread : "") + "@" + std::string(domain);
}

bool is_own_message_id(std::string_view message_id, std::string_view own_address) {
  return message_id.starts_with(kOwn) && base::equal_ignoring_case(domain_of(message_id), domain_of(own_address));
}

std::optional<std::string> thread_in_id(std::string_view message_id) {
  const auto local = message_id.substr(0, message_id.rfind('@'));
  const auto dot = local.rfind('.');
  if (!local.starts_with(kOwn) || dot == std::string_view::npos || dot < kOwn.size()) return std::nullopt;
  const auto thread = local.substr(dot + 1);
  return is_thread(thread) ? std::optional<std::string>(thread) : std::nullopt;
}

std::string thread_of(const mail::Message& message) {
  if (const auto thread = thread_in_id(message.in_reply_to)) return *thread;
  for (std::size_t i = message.references.size(); i > 0; --i) {
    if (const auto thread = thread_in_id(message.references[i - 1])) return *thread;
  }
  if (const auto thread = thread_in_id(message.id)) return *thread;
  if (!message.references.empty()) return thread_of_root(message.references.front());
  return thread_of_root(message.in_reply_to.empty() ? message.id : message.in_reply_to);
}

namespace {

base::Result<channel::InboundItem> to_item(mail::Message message, std::string_view own_address,
                                           std::optional<base::Time> arrived, base::Time now) {
  if (message.bounce) return base::fail(base::FailureKind::rejected, tell_bounce(*message.bounce));
  const std::string own_key = address_key(own_address);
  channel::InboundItem item;
  item.external_id = short_id(message.id);
  item.own = !own_key.empty() && address_key(message.from.address) == own_key;
  const mail::Address from = item.own ? message.from : speaker(message, own_key);
  item.author = to_author(from);
  item.thread_key = thread_of(message);
  item.parent_external_id =
      short_id(message.in_reply_to.empty() && !message.references.empty() ? message.references.back() : message.in_reply_to);
  item.subject = message.subject;
  item.is_automatic = message.auto_submitted;
  item.may_be_acknowledged = message.may_answer_by_machine;
  const mail::Address answer_to = item.own && !message.to.empty() ? message.to.front() : from;
  if (item.own && !message.to.empty()) item.recipient = to_author(message.to.front());
  item.context = context_of(message, answer_to);
  item.said_at = std::max(std::min(arrived.value_or(message.date.value_or(now)), now), base::Time{});
  say(message, item);
  for (auto& file : message.attachments) item.attachments.push_back(to_attachment(std::move(file)));
  return item;
}

}  // namespace

std::optional<channel::DeliveryReport> read_report(const mail::Bounce& bounce, std::string_view own_address, base::Time at) {
  if (!is_own_message_id(bounce.original_id, own_address) || is_late_note(bounce)) return std::nullopt;
  channel::DeliveryReport report;
  report.kind = channel::ReportKind::failed;
  // By the whole id, whose thread only those know who got the mail: a key alone could be guessed.
  report.external_id = short_id(bounce.original_id);
  report.at = at;
  report.reason = "The mail came back";
  if (!bounce.recipient.empty()) report.reason += " from " + base::shorten(bounce.recipient, 200);
  if (!bounce.status.empty()) report.reason += " (" + base::shorten(bounce.status, 20) + ")";
  report.reason += bounce.diagnostic.empty() ? "." : ": " + base::shorten(bounce.diagnostic, 300);
  return report;
}

base::Result<ReadMail> read_mail_or_report(std::string_view raw, std::string_view own_address,
                                           std::optional<base::Time> arrived, base::Time now) {
  ReadMail out;
  if (base::is_blank(raw)) return base::fail(base::FailureKind::invalid, "There is nothing of this mail here.");
  mail::Message message = mail::read_message(raw);
  if (message.bounce) {
    const bool is_ours = is_own_message_id(message.bounce->original_id, own_address);
    out.is_late_note = is_ours && is_late_note(*message.bounce);
    out.report = read_report(*message.bounce, own_address, std::min(arrived.value_or(now), now));
    if (out.report || out.is_late_note) return out;
  }
  auto item = to_item(std::move(message), own_address, arrived, now);
  if (!item) return base::pass_on(item.error());
  out.item = *std::move(item);
  return out;
}

base::Result<channel::InboundItem> read_mail(std::string_view raw, std::string_view own_address,
                                             std::optional<base::Time> arrived, base::Time now) {
  if (base::is_blank(raw)) return base::fail(base::FailureKind::invalid, "There is nothing of this mail here.");
  return to_item(mail::read_message(raw), own_address, arrived, now);
}

}  // namespace email
