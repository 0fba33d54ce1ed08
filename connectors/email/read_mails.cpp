#include "connectors/email/read_mails.hpp"

#include <algorithm>
#include <utility>

#include "connectors/email/wire.hpp"
#include "net/sleep.hpp"

namespace email {
namespace {

using base::FailureKind;
using base::Result;
using channel::InboundBatch;
using net::Task;
using namespace std::chrono_literals;

constexpr std::size_t kKeptBeginning = 64UL * 1024;  // Of a mail that is not taken in.

using Mails = std::vector<FetchedMail>;

bool is_too_large(const FetchedMail& mail) { return mail.size.value_or(0) > kMostMailBytes; }

// A no to what was asked for is an answer: empty then.
Result<Mails> with_noes(Result<Mails> fetched) {
  if (!fetched && fetched.error().kind == FailureKind::rejected) return Mails();
  return fetched;
}

class MailReader {
 public:
  MailReader(ImapClient& client, std::string own_address, const base::Clock& clock)
      : client_(client), own_address_(std::move(own_address)), clock_(clock) {}

  Task<Result<InboundBatch>> read(Mails mails) {
    std::vector<std::uint32_t> uids;
    for (const auto& mail : mails) {
      if (!is_too_large(mail)) uids.push_back(mail.uid);
    }
    Mails fetched;
    if (!uids.empty()) {
      auto all = with_noes(co_await client_.fetch(std::move(uids)));
      if (!all) co_return base::pass_on(std::move(all.error()));
      fetched = *std::move(all);
    }
    for (const auto& mail : mails) {
      const auto found = std::ranges::find(fetched, mail.uid, &FetchedMail::uid);
      if (found != fetched.end()) {
        add(mail, std::exchange(found->body, {}).value_or(std::string()));
        co_await net::sleep_for(0ms);  // Reading takes a while; others are let in between.
        continue;
      }
      auto added = is_too_large(mail) ? co_await add_beginning(mail) : co_await add_alone(mail);
      if (!added) co_return base::pass_on(std::move(added.error()));
    }
    co_return std::move(batch_);
  }

 private:
  void add(const FetchedMail& mail, const std::string& raw) {
    auto read = read_mail_or_report(raw, own_address_, mail.arrived, clock_.now());
    if (!read) {
      batch_.unreadable.push_back({raw.substr(0, kKeptBeginning), std::move(read.error().message)});
      return;
    }
    auto& item = read->item;
    auto& report = read->report;
    if (item) batch_.items.push_back(*std::move(item));
    else if (report) batch_.reports.push_back(*std::move(report));
  }

  Task<Result<void>> add_beginning(FetchedMail mail) {
    auto beginning = with_noes(co_await client_.fetch_beginning(mail.uid, kKeptBeginning));
    if (!beginning) co_return base::pass_on(std::move(beginning.error()));
    std::string kept;
    if (!beginning->empty()) kept = std::move(beginning->front().body).value_or(std::string());
    constexpr std::size_t kMiB = 1024UL * 1024;
    batch_.unreadable.push_back(
        {std::move(kept), "This mail has " + std::to_string(mail.size.value_or(0) / kMiB) + " MiB; at most " +
                              std::to_string(kMostMailBytes / kMiB) +
                              " are taken in. It is in the mailbox, and how it begins is kept here."});
    co_return Result<void>();
  }

  // One that did not come with the others: it cannot be read, or somebody has moved it away.
  Task<Result<void>> add_alone(FetchedMail mail) {
    const std::vector<std::uint32_t> alone{mail.uid};
    auto again = co_await client_.fetch(alone);
    const std::string why = again ? "The mail server did not hand it over." : again.error().message;
    again = with_noes(std::move(again));
    if (!again) co_return base::pass_on(std::move(again.error()));
    if (!again->empty()) {
      add(mail, std::move(again->front().body).value_or(std::string()));
      co_return Result<void>();
    }
    auto still = co_await client_.list(alone);
    const bool is_gone = still && still->empty();
    still = with_noes(std::move(still));
    if (!still) co_return base::pass_on(std::move(still.error()));
    if (!is_gone)
      batch_.unreadable.push_back({{}, "The mail with the number " + std::to_string(mail.uid) + " cannot be read: " + why});
    co_return Result<void>();
  }

  ImapClient& client_;
  std::string own_address_;
  const base::Clock& clock_;
  InboundBatch batch_;
};

}  // namespace

Task<Result<InboundBatch>> read_mails(ImapClient& client /*outlives*/, Mails mails, std::string own_address,
                                      const base::Clock& clock /*outlives*/) {
  MailReader reader(client, std::move(own_address), clock);
  co_return co_await reader.read(std::move(mails));
}

}  // namespace email
