#include "connectors/email/mailbox.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "connectors/email/imap.hpp"
#include "connectors/email/wire.hpp"
#include "net/sleep.hpp"

namespace email {

struct Cursor {
  std::uint32_t uid_validity = 0;
  std::uint32_t uid = 0;
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(Cursor, (), (uid_validity, uid, at))

namespace {

using base::Failure;
using base::FailureKind;
using base::Result;
using channel::InboundBatch;
using net::Task;
using namespace std::chrono_literals;

constexpr std::size_t kMostMailsAtOnce = 20;  // Of 80 KB of words at most: the intake takes 2 MiB of an inbox at a time.
constexpr std::size_t kMostBytesAtOnce = 8UL * 1024 * 1024;
constexpr std::size_t kMostInCommand = 1'000;        // UIDs; servers limit the line.
constexpr std::size_t kMostReconciled = 20'000;      // Mails that are looked at anew when the numbers lost their meaning.
constexpr std::size_t kKeptBeginning = 64UL * 1024;  // Of a mail that is not taken in.
constexpr std::chrono::milliseconds kLookAgain = 10min;  // RFC 2177 allows 29; routers forget a silent connection sooner.

using Mails = std::vector<FetchedMail>;

std::uint32_t size_of(const FetchedMail& mail) { return mail.size.value_or(0); }

Access access_of(const MailboxPlan& plan) { return plan.mark_as_read ? Access::read_write : Access::read_only; }

Task<Result<std::uint32_t>> last_uid(ImapClient& client /*outlives*/, ImapBox box) {
  if (box.uid_next > 0) co_return box.uid_next - 1;
  auto mails = co_await client.list_above(0);
  if (!mails) co_return base::pass_on(std::move(mails.error()));
  co_return mails->empty() ? 0 : mails->back().uid;
}

// Where the mailbox stands now, and nothing before it, or what came since some days before.
Task<Result<Cursor>> find_beginning(ImapClient& client /*outlives*/, const MailboxPlan& plan /*outlives*/, base::Time now) {
  auto box = co_await client.select_inbox(access_of(plan));
  if (!box) co_return base::pass_on(std::move(box.error()));
  if (plan.days_back > 0) {
    const base::Time since = now - std::chrono::days(plan.days_back);
    auto uids = co_await client.search_since(since);
    if (!uids) co_return base::pass_on(std::move(uids.error()));
    if (!uids->empty()) co_return Cursor{box->uid_validity, uids->front() - 1, since};
  }
  auto last = co_await last_uid(client, *box);
  if (!last) co_return base::pass_on(std::move(last.error()));
  co_return Cursor{box->uid_validity, *last, now};
}

class Mailbox {
 public:
  Mailbox(channel::ChannelServices services, MailboxPlan plan, channel::ItemSink& sink)
      : services_(std::move(services)), plan_(std::move(plan)), sink_(sink) {}

  Task<Failure> run(std::string cursor) {
    auto opened = co_await ImapClient::open(services_.dialer, plan_.server, plan_.credentials);
    if (!opened) co_return std::move(opened.error());
    client_ = std::move(*opened);
    sink_.connected();
    auto begun = co_await begin(std::move(cursor));
    while (begun) {
      sink_.connected();
      begun = co_await client_->wait_for_news(kLookAgain);
      if (begun) begun = co_await take_new();
    }
    co_return std::move(begun.error());
  }

 private:
  Task<Result<void>> begin(std::string cursor) {
    const auto known = cursor.empty() ? std::nullopt : read_cursor(cursor);
    if (!known) {
      auto found = co_await find_beginning(*client_, plan_, services_.clock.now());
      if (!found) co_return base::pass_on(std::move(found.error()));
      cursor_ = *found;
      // From now on it begins there, whatever happens.
      if (auto stored = co_await sink_.take(nothing_but_cursor()); !stored) co_return stored;
      co_return co_await take_new();
    }
    cursor_ = *known;
    auto box = co_await client_->select_inbox(access_of(plan_));
    if (!box) co_return base::pass_on(std::move(box.error()));
    const bool begins_anew = box->uid_next > 0 && box->uid_next <= cursor_.uid;
    if (box->uid_validity == cursor_.uid_validity && !begins_anew) co_return co_await take_new();
    co_return co_await reconcile(*box);
  }

  [[nodiscard]] InboundBatch nothing_but_cursor() const {
    InboundBatch batch;
    batch.cursor = base::encode(cursor_);
    return batch;
  }

  static std::optional<Cursor> read_cursor(const std::string& text) {
    auto read = base::decode_text<Cursor>(text, base::UnknownMembers::ignore);
    return read ? std::optional(*std::move(read)) : std::nullopt;
  }

  Task<Result<void>> take_new() {
    auto mails = co_await client_->list_above(cursor_.uid);
    if (!mails) co_return base::pass_on(std::move(mails.error()));
    co_return co_await take(*std::move(mails), Keep::each);
  }

  // The numbers mean other mails than they did. The cursor stays as it was until all is handed over: should we be cut off, it begins
  // anew.
  Task<Result<void>> reconcile(ImapBox box) {
    auto uids = co_await client_->search_since(cursor_.at - std::chrono::days(1));
    if (!uids) co_return base::pass_on(std::move(uids.error()));
    auto last = co_await last_uid(*client_, box);
    if (!last) co_return base::pass_on(std::move(last.error()));
    if (!uids->empty()) last = std::max(*last, uids->back());
    if (auto taken = co_await take_anew(*std::move(uids)); !taken) co_return taken;
    cursor_ = {box.uid_validity, *last, services_.clock.now()};
    if (auto stored = co_await sink_.take(nothing_but_cursor()); !stored) co_return stored;
    co_return co_await take_new();
  }

  Task<Result<void>> take_anew(std::vector<std::uint32_t> uids) {
    const bool is_too_much = uids.size() > kMostReconciled;
    if (is_too_much) uids.erase(uids.begin(), uids.end() - kMostReconciled);
    for (std::size_t i = 0; i < uids.size(); i += kMostInCommand) {
      const auto first = uids.begin() + static_cast<std::ptrdiff_t>(i);
      auto mails =
          co_await client_->list({first, first + static_cast<std::ptrdiff_t>(std::min(kMostInCommand, uids.size() - i))});
      if (!mails) co_return base::pass_on(std::move(mails.error()));
      if (is_too_much && i == 0 && !mails->empty()) {
        channel::Gap gap{
            cursor_.at, mails->front().arrived.value_or(services_.clock.now()),
            "The mailbox was made anew and holds more mail than is looked through once more; mail of this time may "
            "be missing here."};
        if (auto told = co_await sink_.report(std::move(gap)); !told) co_return told;
      }
      if (auto taken = co_await take(*std::move(mails), Keep::none); !taken) co_return taken;
    }
    co_return Result<void>();
  }

  enum class Keep { each, none };  // Whether the cursor goes along with each batch.

  Task<Result<void>> take(Mails mails, Keep keep) {
    for (std::size_t i = 0; i < mails.size();) {
      Mails group;
      std::size_t bytes = 0;
      while (i < mails.size() && group.size() < kMostMailsAtOnce &&
             (group.empty() || bytes + size_of(mails[i]) <= kMostBytesAtOnce)) {
        bytes += size_of(mails[i]);
        group.push_back(mails[i++]);
      }
      if (auto taken = co_await take_group(std::move(group), keep); !taken) co_return taken;
    }
    co_return Result<void>();
  }

  Task<Result<void>> take_group(Mails group, Keep keep) {
    InboundBatch batch;
    std::vector<std::uint32_t> uids;
    auto filled = co_await fill(batch, group);
    if (!filled) co_return filled;
    for (const auto& mail : group) uids.push_back(mail.uid);
    if (keep == Keep::each) {
      cursor_.uid = group.back().uid;
      cursor_.at = std::max(cursor_.at, group.back().arrived.value_or(cursor_.at));
    }
    batch.cursor = base::encode(cursor_);
    if (auto stored = co_await sink_.take(std::move(batch)); !stored) co_return stored;
    if (plan_.mark_as_read) co_return co_await client_->mark_as_read(std::move(uids));
    co_return Result<void>();
  }

  Task<Result<void>> fill(InboundBatch& batch /*outlives*/, const Mails& group /*outlives*/) {
    std::vector<std::uint32_t> small;
    for (const auto& mail : group) {
      if (size_of(mail) <= kMostMailBytes) small.push_back(mail.uid);
    }
    Mails fetched;
    if (!small.empty()) {
      auto all = co_await client_->fetch(std::move(small));
      if (!all && all.error().kind != FailureKind::rejected) co_return base::pass_on(std::move(all.error()));
      if (all) fetched = *std::move(all);
    }
    for (const auto& mail : group) {
      const auto found = std::ranges::find(fetched, mail.uid, &FetchedMail::uid);
      if (found != fetched.end()) {
        add(batch, mail, std::exchange(found->body, {}).value_or(std::string()));
        co_await net::sleep_for(0ms);  // Reading takes a while; others are let in between.
      } else if (auto added = co_await add_difficult(batch, mail); !added) {
        co_return added;
      }
    }
    co_return Result<void>();
  }

  void add(InboundBatch& batch, const FetchedMail& mail, const std::string& raw) {
    auto item = read_mail(raw, plan_.own_address, mail.arrived, services_.clock.now());
    if (item) batch.items.push_back(*std::move(item));
    else batch.unreadable.push_back({raw.substr(0, kKeptBeginning), std::move(item.error().message)});
  }

  // One that is too large, or that did not come with the others.
  Task<Result<void>> add_difficult(InboundBatch& batch /*outlives*/, FetchedMail mail) {
    if (size_of(mail) > kMostMailBytes) {
      auto beginning = co_await client_->fetch_beginning(mail.uid, kKeptBeginning);
      if (!beginning && beginning.error().kind != FailureKind::rejected)
        co_return base::pass_on(std::move(beginning.error()));
      std::string kept;
      if (beginning && !beginning->empty()) kept = std::move(beginning->front().body).value_or(std::string());
      batch.unreadable.push_back(
          {std::move(kept), "This mail has " + std::to_string(size_of(mail) / 1024 / 1024) + " MiB; at most " +
                                std::to_string(kMostMailBytes / 1024 / 1024) +
                                " are taken in. It is in the mailbox, and how it begins is kept here."});
      co_return Result<void>();
    }
    std::vector<std::uint32_t> alone{mail.uid};
    auto again = co_await client_->fetch(alone);
    if (!again && again.error().kind != FailureKind::rejected) co_return base::pass_on(std::move(again.error()));
    if (again && !again->empty()) {
      add(batch, mail, std::move(again->front().body).value_or(std::string()));
      co_return Result<void>();
    }
    // Somebody may have moved it away in the meantime.
    auto still = co_await client_->list(alone);
    if (!still && still.error().kind != FailureKind::rejected) co_return base::pass_on(std::move(still.error()));
    if (!still || !still->empty()) {
      const std::string why = again ? "The mail server did not hand it over." : again.error().message;
      batch.unreadable.push_back({{}, "The mail with the number " + std::to_string(mail.uid) + " cannot be read: " + why});
    }
    co_return Result<void>();
  }

  channel::ChannelServices services_;
  MailboxPlan plan_;
  channel::ItemSink& sink_;
  std::unique_ptr<ImapClient> client_;
  Cursor cursor_;
};

}  // namespace

Task<Failure> receive_mail(channel::ChannelServices services, MailboxPlan plan, channel::ItemSink& sink /*outlives*/,
                           std::string cursor) {
  Mailbox mailbox(std::move(services), std::move(plan), sink);
  co_return co_await mailbox.run(std::move(cursor));
}

Task<Result<std::string>> prove_mailbox(channel::ChannelServices services, MailboxPlan plan) {
  auto client = co_await ImapClient::open(services.dialer, plan.server, plan.credentials);
  if (!client) co_return base::pass_on(std::move(client.error()));
  auto cursor = co_await find_beginning(**client, plan, services.clock.now());
  if (!cursor) co_return base::pass_on(std::move(cursor.error()));
  co_await (*client)->log_out();
  co_return base::encode(*cursor);
}

}  // namespace email
