#include "connectors/email/mailbox.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "connectors/email/imap.hpp"
#include "connectors/email/read_mails.hpp"
#include "connectors/email/wire.hpp"

namespace email {

struct Cursor {
  std::uint32_t uid_validity = 0;
  std::uint32_t uid = 0;
  base::Time at{};
  // Of the folder of sent mail.
  std::optional<std::uint32_t> sent_uid_validity;
  std::optional<std::uint32_t> sent_uid;
};
BOOST_DESCRIBE_STRUCT(Cursor, (), (uid_validity, uid, at, sent_uid_validity, sent_uid))

namespace {

using base::Failure;
using base::FailureKind;
using base::Result;
using channel::InboundBatch;
using net::Task;
using namespace std::chrono_literals;

constexpr const char* kInbox = "INBOX";
constexpr std::size_t kMostMailsAtOnce = 20;  // Of 80 KB of words at most: the intake takes 2 MiB of an inbox at a time.
constexpr std::size_t kMostBytesAtOnce = 8UL * 1024 * 1024;
constexpr std::size_t kMostInCommand = 1'000;    // UIDs; servers limit the line.
constexpr std::size_t kMostReconciled = 20'000;  // Mails that are looked at anew when the numbers lost their meaning.
constexpr std::chrono::milliseconds kLookAtSent = 1min;  // What was answered in another program is owed no more.
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
  auto box = co_await client.open_folder(kInbox, access_of(plan));
  if (!box) co_return base::pass_on(std::move(box.error()));
  if (plan.days_back > 0) {
    const base::Time since = now - std::chrono::days(plan.days_back);
    auto uids = co_await client.search_since(since);
    if (!uids) co_return base::pass_on(std::move(uids.error()));
    if (!uids->empty()) co_return Cursor{box->uid_validity, uids->front() - 1, since, {}, {}};
  }
  auto last = co_await last_uid(client, *box);
  if (!last) co_return base::pass_on(std::move(last.error()));
  co_return Cursor{box->uid_validity, *last, now, {}, {}};
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
    auto done = co_await begin(std::move(cursor));
    if (done) done = co_await find_sent();
    while (done) {
      sink_.connected();
      done = co_await client_->wait_for_news(sent_folder_.empty() ? kLookAgain : kLookAtSent);
      if (done) done = co_await take_new();
      if (done && services_.clock.now() - looked_at_sent_ >= kLookAtSent) done = co_await take_sent();
    }
    co_return std::move(done.error());
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
    auto box = co_await client_->open_folder(kInbox, access_of(plan_));
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
    co_return co_await take(*std::move(mails), Keep::inbox);
  }

  // --- What was answered with another mail program

  Task<Result<void>> find_sent() {
    auto folder = co_await client_->find_sent_folder();
    if (!folder && folder.error().kind != FailureKind::rejected) co_return base::pass_on(std::move(folder.error()));
    if (folder) sent_folder_ = *std::move(folder);
    co_return co_await take_sent();
  }

  Task<Result<void>> take_sent() {
    looked_at_sent_ = services_.clock.now();
    if (sent_folder_.empty()) co_return Result<void>();
    auto taken = co_await look_through_sent();
    if (!taken && taken.error().kind != FailureKind::rejected) co_return taken;
    if (!taken) sent_folder_.clear();  // It is not ours to read.
    auto back = co_await client_->open_folder(kInbox, access_of(plan_));
    if (!back) co_return base::pass_on(std::move(back.error()));
    if (back->uid_validity == cursor_.uid_validity) co_return Result<void>();
    co_return base::fail(FailureKind::unavailable, "The mailbox was made anew on the server.");
  }

  Task<Result<void>> look_through_sent() {
    auto box = co_await client_->open_folder(sent_folder_, Access::read_only);
    if (!box) co_return base::pass_on(std::move(box.error()));
    const auto from = cursor_.sent_uid.value_or(0);
    const bool begins_anew = box->uid_next > 0 && box->uid_next <= from;
    if (cursor_.sent_uid_validity != box->uid_validity || begins_anew) co_return co_await begin_sent(*box);
    auto mails = co_await client_->list_above(from);
    if (!mails) co_return base::pass_on(std::move(mails.error()));
    co_return co_await take(*std::move(mails), Keep::sent);
  }

  Task<Result<void>> begin_sent(ImapBox box) {
    auto last = co_await last_uid(*client_, box);
    if (!last) co_return base::pass_on(std::move(last.error()));
    cursor_.sent_uid_validity = box.uid_validity;
    cursor_.sent_uid = *last;
    co_return co_await sink_.take(nothing_but_cursor());
  }

  // Of the sent mail what answers somebody, and is not known here already.
  void only_answers(InboundBatch& batch) const {
    std::erase_if(batch.items, [this](const channel::InboundItem& item) {
      return !item.own || item.parent_external_id.empty() || is_own_message_id(item.external_id, plan_.own_address);
    });
    batch.unreadable.clear();
  }

  // --- The inbox

  // The numbers mean other mails than they did. The cursor stays as it was until all is handed over: should we be cut off, it begins
  // anew.
  Task<Result<void>> reconcile(ImapBox box) {
    auto uids = co_await client_->search_since(cursor_.at - std::chrono::days(1));
    if (!uids) co_return base::pass_on(std::move(uids.error()));
    auto last = co_await last_uid(*client_, box);
    if (!last) co_return base::pass_on(std::move(last.error()));
    if (!uids->empty()) last = std::max(*last, uids->back());
    if (auto taken = co_await take_anew(*std::move(uids)); !taken) co_return taken;
    cursor_.uid_validity = box.uid_validity;
    cursor_.uid = *last;
    cursor_.at = services_.clock.now();
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

  // What a batch moves: the place in the inbox, that in the sent mail, or none yet.
  enum class Keep { inbox, sent, none };

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
    std::vector<std::uint32_t> uids;
    for (const auto& mail : group) uids.push_back(mail.uid);
    auto read = co_await read_mails(*client_, group, plan_.own_address, services_.clock);
    if (!read) co_return base::pass_on(std::move(read.error()));
    InboundBatch batch = *std::move(read);
    if (keep == Keep::inbox) {
      cursor_.uid = uids.back();
      cursor_.at = std::max(cursor_.at, group.back().arrived.value_or(cursor_.at));
    } else if (keep == Keep::sent) {
      cursor_.sent_uid = uids.back();
      only_answers(batch);
    }
    batch.cursor = base::encode(cursor_);
    if (auto stored = co_await sink_.take(std::move(batch)); !stored) co_return stored;
    if (plan_.mark_as_read && keep != Keep::sent) co_return co_await client_->mark_as_read(std::move(uids));
    co_return Result<void>();
  }

  channel::ChannelServices services_;
  MailboxPlan plan_;
  channel::ItemSink& sink_;
  std::unique_ptr<ImapClient> client_;
  Cursor cursor_;
  std::string sent_folder_;
  base::Time looked_at_sent_{};
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
