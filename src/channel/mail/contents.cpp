#include "channel/mail/contents.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "channel/mail/charset.hpp"
#include "channel/mail/flowed.hpp"
#include "channel/mail/limits.hpp"
#include "channel/mail/smime.hpp"
#include "channel/mail/tnef.hpp"

namespace mail {
namespace {

constexpr int kMostWrapped = 3;                   // Signatures around each other.
constexpr std::size_t kLookedForCharset = 2'048;  // Browsers look through half of that.

bool is_smime(std::string_view type) { return type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime"; }

// "<meta charset=…>": of pages whose part does not say.
std::string_view charset_in_page(std::string_view html) {
  html = html.substr(0, kLookedForCharset);
  const auto at = html.find("charset=");
  if (at == std::string_view::npos) return {};
  html.remove_prefix(at + std::string_view("charset=").size());
  if (html.starts_with('"') || html.starts_with('\'')) html.remove_prefix(1);
  return html.substr(0, html.find_first_of("\"'; />"));
}

std::string with_plain_breaks(std::string text) {
  if (text.find('\r') == std::string::npos) return text;
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') out += text[i];
    else if (i + 1 >= text.size() || text[i + 1] != '\n') out += '\n';  // As old Macs wrote them.
  }
  return out;
}

class Sorter {
 public:
  // Where a part stands.
  struct Place {
    std::optional<std::size_t> piece = std::nullopt;  // Of the alternatives it is one of.
    bool in_related = false;
  };

  void take(Part&& part, Place place) {
    if (part.is_multipart()) take_parts(std::move(part), place);
    else if (is_text(part)) take_text(part, place);
    else if (!is_other_form(part, place)) take_file(std::move(part), place);
  }

  Contents out;

 private:
  void take_parts(Part&& part, Place place) {
    const std::string protocol = base::to_lower_ascii(part.parameter("protocol"));
    const bool is_pgp = protocol.find("pgp") != std::string::npos;
    if (part.type == "multipart/encrypted") protect(Protection::pgp_encrypted);
    if (part.type == "multipart/signed") protect(is_pgp ? Protection::pgp_signed : Protection::smime_signed);
    if (part.type == "multipart/alternative" && !place.piece) {
      out.pieces.emplace_back();
      place.piece = out.pieces.size() - 1;
    }
    place.in_related = place.in_related || part.type == "multipart/related";
    for (Part& one : part.parts) take(std::move(one), place);
  }

  // The first that is found tells of the whole mail.
  void protect(Protection protection) {
    if (out.protection == Protection::none) out.protection = protection;
  }

  [[nodiscard]] bool is_text(const Part& part) const {
    if (part.type != "text/plain" && part.type != "text/html") return false;
    const bool nothing_yet =
        std::ranges::all_of(out.pieces, [](const Piece& one) { return one.plain.empty() && one.html.empty(); });
    return part.disposition != "attachment" && (part.name.empty() || nothing_yet);
  }

  // A form of the text that only some programs show; the others say the same.
  static bool is_other_form(const Part& part, const Place& place) {
    return place.piece && (part.type == "text/x-amp-html" || part.type == "text/watch-html");
  }

  void take_text(const Part& part, const Place& place) {
    const bool is_html = part.type == "text/html";
    std::string_view charset = part.parameter("charset");
    if (is_html && charset.empty()) charset = charset_in_page(part.bytes);
    std::string text = to_utf8(std::string_view(part.bytes).substr(0, kMostTextBytes), charset);
    if (!is_html) {
      const bool is_flowed = base::equal_ignoring_case(part.parameter("format"), "flowed");
      const bool deletes_space = base::equal_ignoring_case(part.parameter("delsp"), "yes");
      text = is_flowed ? unflow(text, deletes_space) : with_plain_breaks(std::move(text));
    }
    if (!place.piece) out.pieces.emplace_back();
    Piece& piece = place.piece ? out.pieces[*place.piece] : out.pieces.back();
    std::string& said = is_html ? piece.html : piece.plain;
    said.append(said.empty() ? "" : "\n").append(text);
  }

  void take_file(Part&& part, const Place& place) {
    if (is_smime(part.type)) open_wrapped(part, place);
    if (part.type == "text/calendar" && out.invitation.empty())
      out.invitation = to_utf8(part.bytes, part.parameter("charset"));
    const bool is_tnef = part.type == "application/ms-tnef" || part.type == "application/vnd.ms-tnef" ||
                         base::equal_ignoring_case(part.name, "winmail.dat");
    if (is_tnef && take_tnef(part.bytes)) return;
    Attachment file;
    file.name = std::move(part.name);
    file.type = std::move(part.type);
    file.is_inline = part.disposition == "inline";
    file.content_id = std::move(part.content_id);
    file.bytes = std::move(part.bytes);
    const bool is_attached = part.disposition == "attachment";
    add(std::move(file), place.in_related && !is_attached);
  }

  // What is signed is taken as if it stood there; what it came in stays an attachment, for those who verify it.
  void open_wrapped(const Part& part, const Place& place) {
    auto content = wrapped_ < kMostWrapped ? open_signed(part.bytes) : std::nullopt;
    const bool says_signed = base::equal_ignoring_case(part.parameter("smime-type"), "signed-data");
    protect(content || says_signed ? Protection::smime_signed : Protection::smime_encrypted);
    if (!content) return;
    ++wrapped_;
    take(std::move(read_mime(*content).root), place);
  }

  void add(Attachment&& file, bool in_related) {
    out.attachments.push_back(std::move(file));
    out.in_related.push_back(in_related);
  }

  bool take_tnef(std::string_view bytes) {
    auto tnef = read_tnef(bytes);
    if (!tnef) return false;
    const bool says_nothing =
        std::ranges::all_of(out.pieces, [](const Piece& one) { return base::is_blank(one.plain) && one.html.empty(); });
    if (says_nothing && (!tnef->text.empty() || !tnef->html.empty()))
      out.pieces.push_back({.plain = with_plain_breaks(std::move(tnef->text)), .html = std::move(tnef->html)});
    for (TnefFile& one : tnef->files) {
      Attachment file;
      file.name = std::move(one.name);
      file.type = one.type.empty() ? "application/octet-stream" : std::move(one.type);
      file.content_id = std::move(one.content_id);
      file.bytes = std::move(one.bytes);
      add(std::move(file), false);
    }
    return true;
  }

  int wrapped_ = 0;
};

}  // namespace

Contents sort_parts(Part&& root) {
  Sorter sorter;
  sorter.take(std::move(root), {});
  return std::move(sorter.out);
}

}  // namespace mail
