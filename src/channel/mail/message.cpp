#include "channel/mail/message.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "channel/mail/automatic.hpp"
#include "channel/mail/bounce.hpp"
#include "channel/mail/calendar.hpp"
#include "channel/mail/contents.hpp"
#include "channel/mail/digest.hpp"
#include "channel/mail/html.hpp"
#include "channel/mail/ids.hpp"
#include "channel/mail/limits.hpp"
#include "channel/mail/mime.hpp"
#include "channel/mail/phrases.hpp"
#include "channel/mail/reply.hpp"
#include "channel/mail/transfer.hpp"
#include "channel/mail/words.hpp"

namespace mail {
namespace {

constexpr std::string_view kPgpMessage = "-----BEGIN PGP MESSAGE-----";
constexpr std::string_view kPgpSigned = "-----BEGIN PGP SIGNED MESSAGE-----";
constexpr std::string_view kPgpSignature = "-----BEGIN PGP SIGNATURE-----";

// Of a From without an address its words: who sent it on behalf of somebody is somebody else.
Address read_sender(const Fields& fields) {
  for (const char* name : {"From", "Sender", "Return-Path"}) {
    auto addresses = read_addresses(fields.find(name));
    if (!addresses.empty()) return std::move(addresses.front());
    if (!fields.find(name).empty()) {
      std::string words = base::shorten(decode_words(fields.find(name)), kLongestSubject);
      std::erase_if(words, [](char c) { return c == '<' || c == '>' || c == '"'; });
      return {.name = std::string(base::trim(words)), .address = {}};
    }
  }
  return {};
}

std::vector<std::string> read_references(const Fields& fields) {
  auto ids = read_ids(fields.find("References"));
  // The first names the thread, the last ones the place in it.
  if (ids.size() > kMostReferences) ids.erase(ids.begin() + 1, ids.end() - static_cast<std::ptrdiff_t>(kMostReferences - 1));
  return ids;
}

void read_head(const Fields& fields, Message& out) {
  out.from = read_sender(fields);
  out.to = read_addresses(fields.join("To"));
  out.cc = read_addresses(fields.join("Cc"));
  out.reply_to = read_addresses(fields.join("Reply-To"));
  out.subject = base::shorten(decode_words(fields.find("Subject")), kLongestSubject);
  out.date = read_date(fields.find("Date"));
  if (auto ids = read_ids(fields.find("Message-ID")); !ids.empty()) out.id = std::move(ids.front());
  else out.id = std::string(base::trim(fields.find("Message-ID")));
  out.has_own_id = !out.id.empty();
  if (auto ids = read_ids(fields.find("In-Reply-To")); !ids.empty()) out.in_reply_to = std::move(ids.front());
  out.references = read_references(fields);
  const Automatic automatic = read_automatic(fields, out.from, out.subject);
  out.auto_submitted = automatic.sent_by_machine;
  out.may_answer_by_machine = automatic.may_be_answered_by_machine;
}

// Without empty lines around, which parts have from their boundaries.
std::string trimmed_lines(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  while (text.starts_with('\n') || text.starts_with("\r\n")) text.remove_prefix(text.front() == '\r' ? 2 : 1);
  return std::string(text);
}

// What is signed in place, without its armour; dashes were doubled against being taken for it.
std::string without_armour(std::string_view text) {
  const auto begin = text.find(kPgpSigned);
  const auto body = text.find("\n\n", begin);
  if (body == std::string_view::npos) return std::string(text);
  std::string out(text.substr(0, begin));
  const auto end = std::min(text.find(kPgpSignature, body), text.size());
  for (std::string_view line : base::split(text.substr(body + 2, end - body - 2), '\n')) {
    if (line.starts_with("- ")) line.remove_prefix(2);
    out.append(line).append("\n");
  }
  return out;
}

std::string_view sentence_about(Protection protection) {
  switch (protection) {
    case Protection::smime_encrypted:
      return "This mail is encrypted (S/MIME). It can only be read with its key; it is attached as it came.";
    case Protection::pgp_encrypted:
      return "This mail is encrypted (OpenPGP). It can only be read with its key; it is attached as it came.";
    case Protection::smime_signed: return "This mail is wrapped in its signature (S/MIME); it is attached as it came.";
    case Protection::pgp_signed:
    case Protection::none: break;
  }
  return {};
}

class Texts {
 public:
  explicit Texts(bool is_forward) : is_forward_(is_forward) {}

  void take(Piece& piece) {
    if (!piece.plain.empty() && piece.plain.find(kPgpSigned) != std::string::npos) {
      piece.plain = without_armour(piece.plain);
      is_signed_in_place = true;
    }
    is_encrypted_in_place = is_encrypted_in_place || base::trim(piece.plain).starts_with(kPgpMessage);
    const bool is_page = !base::is_blank(piece.html);
    const bool is_plain = !base::is_blank(piece.plain);
    if (!is_page && !is_plain) return;
    HtmlReading page;
    if (is_page) page = read_html(piece.html, {.is_forward = is_forward_, .text = !is_plain});
    has_page = has_page || is_page;
    append(safe, is_page ? page.safe : html_of_text(trimmed_lines(piece.plain)));
    const std::string said = trimmed_lines(is_plain ? piece.plain : page.text);
    append(text, said);
    const auto marked = std::exchange(page.newly_said, std::nullopt);
    append(newly_said, marked && !base::is_blank(*marked) ? *marked : said);
    shown_ids.merge(page.shown_ids);
  }

  [[nodiscard]] std::string reply() const { return is_forward_ ? text : newly_written(newly_said); }

  std::string text;
  std::string safe;
  std::string newly_said;
  std::set<std::string> shown_ids;
  bool has_page = false;
  bool is_signed_in_place = false;
  bool is_encrypted_in_place = false;

 private:
  static void append(std::string& out, std::string_view more) {
    out.append(out.empty() || more.empty() ? "" : "\n").append(more);
  }

  bool is_forward_;
};

void finish_attachments(Contents& contents, const std::set<std::string>& shown_ids, Message& out) {
  std::set<std::string> shown;
  for (const std::string& id : shown_ids) shown.insert(decode_percent(id));
  for (std::size_t i = 0; i < contents.attachments.size(); ++i) {
    Attachment& file = contents.attachments[i];
    file.is_inline =
        file.is_inline || (!file.content_id.empty() && (contents.in_related[i] || shown.contains(file.content_id)));
    file.sha256 = sha256_hex(file.bytes);
    file.md5 = md5_hex(file.bytes);
  }
  out.attachments = std::move(contents.attachments);
}

// Of what is said, not of how it travelled: the same mail that arrives by two ways gets one id.
std::string made_id(const Message& message, const Fields& fields) {
  std::string said;
  for (const char* name : {"From", "To", "Cc", "Date", "Subject"}) said.append(fields.find(name)).append("\n");
  said.append(message.text).append("\n");
  for (const Attachment& file : message.attachments) said.append(file.sha256).append("\n");
  return "made-" + sha256_hex(said).substr(0, 32) + "@mail.invalid";
}

}  // namespace

Message read_message(std::string_view raw) {
  Mime mime = read_mime(raw);
  Message out;
  out.is_cut = mime.is_cut;
  read_head(mime.fields, out);
  // The report is looked for before the parts are taken apart, and what it says in words after.
  auto bounce_by_parts = find_report(mime);
  auto contents = sort_parts(std::move(mime.root));
  Texts texts(is_forward_subject(out.subject));
  for (Piece& piece : contents.pieces) texts.take(piece);
  out.protection = contents.protection;
  if (out.protection == Protection::none && texts.is_encrypted_in_place) out.protection = Protection::pgp_encrypted;
  if (out.protection == Protection::none && texts.is_signed_in_place) out.protection = Protection::pgp_signed;
  out.text = texts.text;
  out.reply_text = texts.reply();
  if (base::is_blank(out.text)) {
    out.text = describe_invitation(contents.invitation);
    if (out.text.empty()) out.text = sentence_about(out.protection);
    out.reply_text = out.text;
  }
  if (texts.has_page) out.html = std::move(texts.safe);
  finish_attachments(contents, texts.shown_ids, out);
  out.bounce = std::move(bounce_by_parts);
  if (!out.bounce) out.bounce = find_bounce_in_words(mime.fields, out.from, out.subject, out.text);
  if (out.bounce) out.reply_text = out.text;
  out.auto_submitted = out.auto_submitted || out.bounce.has_value();
  out.may_answer_by_machine = out.may_answer_by_machine && !out.bounce;
  if (!out.has_own_id) out.id = made_id(out, mime.fields);
  return out;
}

}  // namespace mail
