// heed bench channels: what reading what channels hand over costs. Today of mails.
#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "base/base64.hpp"
#include "channel/mail/digest.hpp"
#include "channel/mail/message.hpp"
#include "channel/mail/mime.hpp"
#include "main/bench/bench.hpp"

namespace heed {
namespace {

constexpr double kPromisedMails_per_s = 2'000;
constexpr int kRounds = 9;
constexpr std::size_t kMails = 400;
constexpr std::size_t kMails_long = 8'000;
constexpr std::size_t kPictureBytes = 30'000;

constexpr const char* kSaid =
    "The parcel with order 1001 has still not come, though it was to be here on Tuesday. The tracking page has said \"on its way\" "
    "for a week now. Could somebody look into it, or send another one? We need it for the weekend. ";
constexpr const char* kQuoted =
    "Thank you for writing to us. Your order left our warehouse on Monday and should be with you within two working days. If it is "
    "not, answer to this mail and we will see to it at once. ";

std::string head(std::size_t number, const std::string& type) {
  const auto id = std::to_string(number);
  return "Return-Path: <ann" + id +
         "@mail.example>\r\nReceived: from mx1.mail.example (mx1.mail.example [192.0.2.1])\r\n\tby mx.acme.example with "
         "ESMTPS id " +
         id +
         "\r\n\tfor <care@acme.example>; Mon, 5 Jan 2026 10:00:01 +0000\r\nDKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=a;\r\n"
         " h=from:to:subject; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r\n b=" +
         std::string(300, 'A') + "\r\nFrom: =?utf-8?q?Ann_M=C3=BCller?= <ann" + id +
         "@mail.example>\r\nTo: Care <care@acme.example>\r\nSubject: Re: =?utf-8?B?T3JkZXIgMTAwMSDwn5Om?=\r\n"
         "Date: Mon, 5 Jan 2026 10:00:00 +0100\r\nMessage-ID: <" +
         id + "@mail.example>\r\nIn-Reply-To: <" + id + "@acme.example>\r\nReferences: <a" + id + "@acme.example> <" + id +
         "@acme.example>\r\nMIME-Version: 1.0\r\nContent-Type: " + type + "\r\n";
}

std::string plain_text() {
  return std::string(kSaid) + kSaid +
         "\r\n\r\nAnn\r\n\r\nOn Mon, 5 Jan 2026 at 09:00, Care <care@acme.example> wrote:\r\n\r\n> " + kQuoted + "\r\n> " +
         kQuoted + "\r\n";
}

// As a webmail writes it: an element a line, styles in each.
std::string page() {
  std::string out = "<html><head><meta charset=\"utf-8\"></head><body><div dir=\"ltr\">";
  for (int i = 0; i < 6; ++i)
    out += "<div style=\"font-family:arial,sans-serif;font-size:14px\">" + std::string(kSaid) + "</div><div><br></div>\r\n";
  out +=
      "<div>Ann</div></div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Mon, 5 Jan 2026 at 09:00, Care wrote:<br></div>\r\n"
      "<blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex\"><table width=\"100%\"><tbody>";
  for (int i = 0; i < 8; ++i)
    out += "<tr><td style=\"padding:4px;color:#333333\">" + std::string(kQuoted) +
           "<a href=\"https://acme.example/o/1001\">Order</a></td></tr>\r\n";
  return out +
         "</tbody></table><img src=\"https://acme.example/logo.png\" width=\"120\"></blockquote></div></body></html>\r\n";
}

std::string in_lines(const std::string& letters) {
  std::string out;
  for (std::size_t at = 0; at < letters.size(); at += 76) out += letters.substr(at, 76) + "\r\n";
  return out;
}

// Of five customers' mails three have both forms of the text, one has only plain text, and one has a picture beside both.
std::vector<std::string> make_mails(std::size_t count) {
  const std::string both = "--alt\r\nContent-Type: text/plain; charset=\"UTF-8\"\r\n\r\n" + plain_text() +
                           "--alt\r\nContent-Type: text/html; charset=\"UTF-8\"\r\n\r\n" + page() + "--alt--\r\n";
  const std::string picture = in_lines(base::to_base64(std::string(kPictureBytes, '\x5A')));
  std::vector<std::string> mails;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 5 == 3) mails.push_back(head(i, "text/plain; charset=utf-8") + "\r\n" + plain_text());
    else if (i % 5 != 4) mails.push_back(head(i, "multipart/alternative; boundary=alt") + "\r\n" + both);
    else
      mails.push_back(
          head(i, "multipart/mixed; boundary=mix") +
          "\r\n--mix\r\nContent-Type: multipart/alternative; boundary=alt\r\n\r\n" + both +
          "--mix\r\nContent-Type: image/jpeg; name=photo.jpg\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; "
          "filename=photo.jpg\r\n\r\n" +
          picture + "--mix--\r\n");
  }
  return mails;
}

double cpu_s() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// The best of the rounds: what others on the machine add is not ours.
template <class Work>
double most_per_s(const std::vector<std::string>& mails, Work&& work) {
  double most = 0;
  for (int round = 0; round < kRounds; ++round) {
    const double began = cpu_s();
    for (const auto& one : mails) work(one);
    most = std::max(most, static_cast<double>(mails.size()) / (cpu_s() - began));
  }
  return most;
}

}  // namespace

base::Result<BenchResult> bench_channels(const BenchOptions& options) {
  const auto mails = make_mails(options.full_size ? kMails_long : kMails);
  double bytes = 0;
  for (const auto& one : mails) bytes += static_cast<double>(one.size());
  std::size_t kept = 0;  // Or the compiler sees that nobody asks.
  const double whole = most_per_s(mails, [&](const std::string& raw) { kept += mail::read_message(raw).reply_text.size(); });
  const double parts =
      most_per_s(mails, [&](const std::string& raw) { kept += mail::read_mime(raw).root.parts.size() + 1; });
  const double hashed = most_per_s(mails, [&](const std::string& raw) { kept += mail::sha256_hex(raw).size(); });
  if (kept == 0) return base::fail(base::FailureKind::unavailable, "Nothing was read.");
  BenchResult result;
  result.name = "channels";
  result.figures = {{"mails_per_s", whole},
                    {"mail_mib_per_s", whole * bytes / static_cast<double>(mails.size()) / (1024 * 1024)},
                    {"bytes_per_mail", bytes / static_cast<double>(mails.size())}};
  result.limits = {{"promised_mails_per_s", kPromisedMails_per_s},
                   {"only_parts_mails_per_s", parts},
                   {"only_hashed_mails_per_s", hashed}};
  result.ratios = {{"mails_per_s_to_promised", whole / kPromisedMails_per_s},
                   {"mails_per_s_to_only_parts", whole / parts},
                   {"mails_per_s_to_only_hashed", whole / hashed}};
  return result;
}

}  // namespace heed
