#include "connectors/activitypub/inbox.hpp"

#include <utility>

#include "channel/fetch_url.hpp"
#include "channel/settings.hpp"
#include "connectors/activitypub/account.hpp"
#include "connectors/activitypub/actors.hpp"
#include "connectors/activitypub/delivery.hpp"
#include "connectors/activitypub/gate.hpp"
#include "connectors/activitypub/intake.hpp"
#include "connectors/activitypub/pages.hpp"
#include "connectors/activitypub/speaker.hpp"
#include "net/sleep.hpp"

namespace activitypub {
namespace {

using base::FailureKind;
using std::chrono::milliseconds;

constexpr milliseconds kLook{250};               // Between two looks whether something new waits.
constexpr std::chrono::minutes kLongestRest{5};  // Between two rounds of what waits.
constexpr std::chrono::minutes kForgetPause{10};
constexpr const char* kAccount = "account";
constexpr const char* kUsername = "username";

class AccountInbox final : public channel::ChannelInbox {
 public:
  AccountInbox(const channel::ChannelServices& services, const Addresses& us, const Settings& settings)
      : services_(services),
        account_(services, us, settings),
        actors_(services, us),
        gate_(services, account_, actors_),
        deliveries_(services, account_),
        intake_(services, account_, actors_, gate_),
        pages_(account_, gate_),
        speaker_(services, account_, actors_, deliveries_) {}

  net::Task<base::Result<channel::ConnectedAccount>> connect() override {
    if (services_.state != nullptr) {
      const auto before = co_await services_.state->find(kAccount, kUsername);
      if (!before) co_return base::pass_on(before.error());
      const auto& name = *before;
      if (name && *name != account_.us().username())
        co_return base::fail(FailureKind::invalid,
                             "username: others know this account as " + *name + "; another name is another account",
                             "username");
    }
    channel::ConnectedAccount out;
    out.external_id = account_.us().actor();
    out.handle = account_.us().handle();
    out.name = account_.settings().display_name.value_or("");
    out.settings = channel::settings_value(account_.settings());
    co_return out;
  }

  // What comes is brought to us (answer()); here leaves what is to arrive some time.
  net::Task<base::Failure> receive(channel::ItemSink& sink /*outlives*/, std::string /*cursor*/) override {
    std::vector<channel::StateChange> name{{kAccount, kUsername, account_.us().username()}};
    if (const auto kept = co_await services_.state->change(std::move(name)); !kept) co_return kept.error();
    if (const auto signer = co_await account_.signer(); !signer) co_return signer.error();
    for (;;) {
      sink.connected();
      is_woken_ = false;
      const auto next = co_await deliveries_.work();
      if (!next) co_return next.error();
      if (services_.clock.now() >= forget_at_) {
        if (const auto forgotten = co_await intake_.forget_old(); !forgotten) co_return forgotten.error();
        forget_at_ = services_.clock.now() + kForgetPause;
      }
      const base::Time longest = services_.clock.now() + kLongestRest;
      const base::Time until = std::min(next->value_or(longest), longest);
      while (!is_woken_ && services_.clock.now() < until) co_await net::sleep_for(kLook);
    }
  }

  net::Task<channel::SendResult> send(channel::OutboundMessage message) override {
    auto result = co_await speaker_.send(std::move(message));
    is_woken_ = true;
    co_return result;
  }
  net::Task<base::Result<void>> act(channel::ItemAction action) override {
    auto done = co_await speaker_.act(std::move(action));
    is_woken_ = true;
    co_return done;
  }
  net::Task<base::Result<std::string>> fetch(channel::Attachment attachment, std::size_t max_bytes) override {
    co_return co_await channel::fetch_url(services_.http, std::move(attachment), max_bytes);
  }

  net::Task<std::optional<net::Response>> answer(net::Request request, channel::ItemSink& sink /*outlives*/) override {
    const bool is_delivery = request.method == net::Method::post && request.path == account_.us().path() + "/inbox";
    if (!is_delivery) co_return co_await pages_.answer(std::move(request));
    const auto taken = co_await intake_.take(std::move(request), sink);
    if (!taken) co_return refusal(taken.error());
    if (*taken) is_woken_ = true;  // A follow wants its answer.
    co_return net::Response{.status = 202, .headers = {}, .body = {}};
  }

 private:
  const channel::ChannelServices services_;
  Account account_;
  Actors actors_;
  Gate gate_;
  Deliveries deliveries_;
  Intake intake_;
  Pages pages_;
  Speaker speaker_;
  bool is_woken_ = false;
  base::Time forget_at_{};
};

}  // namespace

base::Result<std::unique_ptr<channel::ChannelInbox>> make_inbox(const channel::ChannelServices& services,
                                                                const Settings& settings) {
  const auto us = Addresses::of(services.public_url, settings.username);
  if (!us) return base::pass_on(us.error());
  return std::make_unique<AccountInbox>(services, *us, settings);
}

}  // namespace activitypub
