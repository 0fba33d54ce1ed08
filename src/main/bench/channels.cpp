// heed bench channels: how fast webhooks are on disk, what an idle inbox takes, and what reading mail costs.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include "base/base64.hpp"
#include "channel/channel.hpp"
#include "channel/mail/digest.hpp"
#include "channel/mail/message.hpp"
#include "channel/mail/mime.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/webhook_stage.hpp"
#include "main/record.hpp"
#include "workflow/credential.hpp"
#include "workflow/manage_inboxes.hpp"

namespace heed {
namespace {

using std::chrono::seconds;

constexpr double kPromisedMails_per_s = 2'000;
constexpr double kPromisedAck_ms = 20;
constexpr double kPromisedIdle_kib = 32;
constexpr double kWebhookPace = 500;
constexpr int kWebhookConnections = 128;
constexpr std::size_t kIdleInboxes = 10'000;
constexpr seconds kUntilRest{5};
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

base::Result<void> measure_mails(bool full_size, BenchResult& result) {
  const auto mails = make_mails(full_size ? kMails_long : kMails);
  double bytes = 0;
  for (const auto& one : mails) bytes += static_cast<double>(one.size());
  std::size_t kept = 0;  // Or the compiler sees that nobody asks.
  const double whole = most_per_s(mails, [&](const std::string& raw) { kept += mail::read_message(raw).reply_text.size(); });
  const double parts =
      most_per_s(mails, [&](const std::string& raw) { kept += mail::read_mime(raw).root.parts.size() + 1; });
  const double hashed = most_per_s(mails, [&](const std::string& raw) { kept += mail::sha256_hex(raw).size(); });
  if (kept == 0) return base::fail(base::FailureKind::unavailable, "Nothing was read.");
  result.figures["mails_per_s"] = whole;
  result.figures["mail_mib_per_s"] = whole * bytes / static_cast<double>(mails.size()) / (1024 * 1024);
  result.figures["bytes_per_mail"] = bytes / static_cast<double>(mails.size());
  result.limits["promised_mails_per_s"] = kPromisedMails_per_s;
  result.limits["only_parts_mails_per_s"] = parts;
  result.limits["only_hashed_mails_per_s"] = hashed;
  result.ratios["mails_per_s_to_promised"] = whole / kPromisedMails_per_s;
  result.ratios["mails_per_s_to_only_parts"] = whole / parts;
  result.ratios["mails_per_s_to_only_hashed"] = whole / hashed;
  return {};
}

// As platforms send them: each by itself, 500 a second by the clock.
base::Result<void> measure_webhooks(seconds duration, BenchResult& result) {
  WebhookStage stage;
  if (auto set = set_stage(stage); !set) return set;
  const auto load = hand_over(stage, "webhooks", kWebhookPace, kWebhookConnections, duration);
  if (!load) return base::pass_on(load.error());
  if (auto taken = check_all_taken(*load); !taken) return taken;
  result.figures["webhooks_per_s"] = load->requests_per_s;
  result.figures["webhook_ack_p50_ms"] = load->p50_ms;
  result.figures["webhook_ack_p99_ms"] = load->p99_ms;
  result.limits["promised_webhook_ack_p99_ms"] = kPromisedAck_ms;
  result.ratios["webhook_ack_p99_ms"] = load->p99_ms / kPromisedAck_ms;
  return {};
}

// Of a channel that calls out and needs no settings.
base::Result<void> make_inboxes(const WebhookStage& stage, std::size_t count) {
  const auto channels = channel::all_channel_types();
  const auto calling = std::ranges::find_if(
      channels, [](const auto& type) { return type.open && type.check_settings(boost::json::object{}).has_value(); });
  if (calling == channels.end()) return base::fail(base::FailureKind::unavailable, "No channel calls out without settings.");
  Config config;
  config.data = stage.data();
  Record record(config);
  return record.store().transact_blocking([&](store::Transaction& transaction) -> base::Result<void> {
    workflow::NewInbox wanted;
    wanted.channel = calling->id;
    wanted.settings = boost::json::object{};
    for (std::size_t i = 0; i < count; ++i) {
      wanted.name = "Idle " + std::to_string(i);
      wanted.key = workflow::new_public_key();
      const auto made = workflow::create_inbox(transaction, stage.company.organization, wanted, channels);
      if (!made) return base::pass_on(made.error());
    }
    return {};
  });
}

// When what a start brings with it is over.
double resident_at_rest(const Child& server) {
  std::this_thread::sleep_for(kUntilRest);
  return server.resident_mib();
}

// Inboxes that are attended to and hold no connection; one that does has its buffers besides.
base::Result<void> measure_idle_inboxes(std::size_t count, BenchResult& result) {
  WebhookStage stage;
  if (auto set = set_stage(stage); !set) return set;
  if (!stage.server) return base::fail(base::FailureKind::unavailable, "The server is not running.");
  const double before = resident_at_rest(*stage.server);
  stage.server.reset();
  if (auto made = make_inboxes(stage, count); !made) return made;
  if (auto started = start_server(stage); !started) return started;
  if (!stage.server) return base::fail(base::FailureKind::unavailable, "The server is not running.");
  const double kib = (resident_at_rest(*stage.server) - before) * 1024 / static_cast<double>(count);
  result.figures["idle_inboxes"] = static_cast<double>(count);
  result.figures["idle_inbox_kib"] = kib;
  result.limits["promised_idle_inbox_kib"] = kPromisedIdle_kib;
  result.ratios["idle_inbox_kib"] = kib / kPromisedIdle_kib;
  return {};
}

}  // namespace

base::Result<BenchResult> bench_channels(const BenchOptions& options) {
  BenchResult result;
  result.name = "channels";
  if (auto done = measure_mails(options.full_size, result); !done) return base::pass_on(done.error());
  if (auto done = measure_webhooks(seconds(options.full_size ? 60 : 8), result); !done) return base::pass_on(done.error());
  if (auto done = measure_idle_inboxes(kIdleInboxes, result); !done) return base::pass_on(done.error());
  return result;
}

}  // namespace heed
