#include "workflow/import/mail_message.hpp"

#include <utility>

#include "base/text.hpp"
#include "workflow/credential.hpp"
#include "workflow/import/mail_encoding.hpp"

namespace workflow {
namespace {

constexpr int kDeepest = 8;  // Parts in parts.

// A part of a mail, or all of it.
struct Part {
  MailHeaders headers;
  std::string_view body;
};

Part part_of(std::string_view raw) {
  auto headers = MailHeaders::take(raw);
  return {std::move(headers), raw};
}

std::string decoded(const Part& part) {
  const auto encoding = field_value(part.headers.field("content-transfer-encoding"));
  const auto charset = parameter(part.headers.field("content-type"), "charset");
  if (encoding == "base64") return to_utf8(decode_base64(part.body), charset);
  if (encoding == "quoted-printable") return to_utf8(decode_quoted_printable(part.body), charset);
  return to_utf8(part.body, charset);
}

// The parts of a multipart body; what stands before the first and behind the last boundary is nobody's.
std::vector<std::string_view> split_parts(std::string_view body, const std::string& boundary) {
  std::vector<std::string_view> parts;
  const std::string mark = "--" + boundary;
  std::size_t begin = std::string_view::npos;
  for (std::size_t at = 0; at < body.size();) {
    const auto line_end = std::min(body.find('\n', at), body.size());
    const auto line = body.substr(at, line_end - at);
    if (line.starts_with(mark)) {
      if (begin != std::string_view::npos) parts.push_back(body.substr(begin, at - begin));
      if (line.substr(mark.size()).starts_with("--")) return parts;
      begin = line_end + 1;
    }
    at = line_end + 1;
  }
  if (begin < body.size()) parts.push_back(body.substr(begin));  // It breaks off.
  return parts;
}

struct Texts {
  std::string plain;
  std::string html;
};

void find_texts(const Part& part, int depth, Texts& out) {
  const auto content_type = part.headers.field("content-type");
  const auto type = field_value(content_type);
  if (field_value(part.headers.field("content-disposition")) == "attachment") return;
  if (type.starts_with("multipart/")) {
    const auto boundary = parameter(content_type, "boundary");
    if (boundary.empty() || depth >= kDeepest) return;
    for (const auto raw : split_parts(part.body, boundary)) {
      find_texts(part_of(raw), depth + 1, out);
      if (!out.plain.empty()) return;
    }
  } else if (type == "text/html") {
    if (out.html.empty()) out.html = text_of_html(decoded(part));
  } else if (type.empty() || type == "text/plain" || type == "text") {
    out.plain = base::trim(decoded(part));
  }
}

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

std::vector<std::string> thread_before(const MailHeaders& headers) {
  auto references = message_ids(headers.field("references"));
  if (references.empty()) references = message_ids(headers.field("in-reply-to"));
  return references;
}

}  // namespace

base::Result<MailMessage> read_mail(std::string_view raw) {
  const auto no = [](const char* why) { return base::fail(base::FailureKind::invalid, why); };
  const Part whole = part_of(raw);
  MailMessage mail;
  const auto from = mail_addresses(whole.headers.field("from"));
  if (from.empty()) return no("From: no address");
  mail.from = from.front();
  const auto at = mail_time(whole.headers.field("date"));
  if (!at) return no("Date: no time");
  mail.sent_at = *at;
  for (const char* name : {"to", "cc"}) {
    for (auto& one : mail_addresses(whole.headers.field(name))) mail.to.push_back(std::move(one));
  }
  mail.subject = decode_words(whole.headers.field("subject"));
  const auto ids = message_ids(whole.headers.field("message-id"));
  mail.id = ids.empty() ? "without-id-" + hash_secret(raw) : ids.front();
  mail.references = thread_before(whole.headers);
  Texts texts;
  find_texts(whole, 0, texts);
  mail.text = without_returns(texts.plain.empty() ? std::move(texts.html) : std::move(texts.plain));
  return mail;
}

}  // namespace workflow
