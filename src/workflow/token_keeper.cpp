#include "workflow/token_keeper.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/grant_store.hpp"
#include "workflow/oauth_grant.hpp"

namespace workflow {
namespace {

namespace asio = boost::asio;
using base::FailureKind;
using base::Secret;
using channel::OAuthTokens;
using std::chrono::milliseconds;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, store::Executor>;
using UseAwaitable = asio::use_awaitable_t<store::Executor>;

constexpr milliseconds kStorePause{1'000};  // Before new tokens are written again that could not be.
constexpr milliseconds kFirstPause{2'000};  // After a provider that is away; doubles.
constexpr milliseconds kLongestPause{300'000};
constexpr milliseconds kEndingTick{5};
constexpr milliseconds kGrace{5'000};  // A renewal may end by itself before it is cut off.

}  // namespace

struct TokenKeeper::Impl : std::enable_shared_from_this<Impl> {
  Impl(const store::Executor& on, const TokenKeeperParts& with, ids::Organization of, ids::Inbox its)
      : executor(on), parts(with), organization(of), inbox(its), done(on) {}

  store::Executor executor;
  TokenKeeperParts parts;
  ids::Organization organization;
  ids::Inbox inbox;
  std::shared_ptr<const OAuthTokens> grant;  // Null before it was read.
  base::Time signed_in_at{};
  Timer done;  // Expires never; cancelled when the renewal has ended.
  asio::cancellation_signal cut;
  bool renewing = false;
  bool stopping = false;
  std::optional<base::Failure> failure;  // Of the last renewal.
  std::optional<base::Time> not_before;  // No renewal until then, unless the grant is another.
  milliseconds pause = kFirstPause;

  using Token = base::Result<Secret>;

  // Those who wait may be cancelled; the renewal goes on.
  store::Task<void> renew() {
    if (!std::exchange(renewing, true)) {
      done.expires_at(Timer::time_point::max());
      auto ended = [self = shared_from_this()](const std::exception_ptr& error) {
        if (error && !self->failure)
          self->failure = base::Failure{FailureKind::unavailable, "A token could not be renewed.", "", {}};
        self->renewing = false;
        self->done.cancel();
      };
      asio::co_spawn(executor, run_renewal(shared_from_this()), asio::bind_cancellation_slot(cut.slot(), std::move(ended)));
    }
    while (renewing) {
      boost::system::error_code woken;
      co_await done.async_wait(asio::redirect_error(UseAwaitable{}, woken));
      co_await asio::post(executor, UseAwaitable{});  // Throws where it was we who were cancelled.
    }
  }

  static store::Task<void> run_renewal(std::shared_ptr<Impl> self) {
    self->failure.reset();
    try {
      co_await self->ask_and_keep();
    } catch (const std::exception& error) {
      self->failure = base::Failure{FailureKind::unavailable, error.what(), "", std::nullopt};
    }
    if (!self->failure) {
      self->pause = kFirstPause;
      self->not_before.reset();
      co_return;
    }
    const auto asked = self->failure.value_or(base::Failure{}).retry_after;
    const milliseconds wait = asked ? milliseconds(*asked) : self->pause;
    self->pause = std::min(self->pause * 2, kLongestPause);
    self->not_before = self->parts.clock.now() + wait;
  }

  store::Task<void> ask_and_keep() {
    const OAuthTokens before = *grant;
    auto next = co_await channel::renew_tokens(parts.http, before, parts.clock);
    if (next) co_return co_await keep(*std::move(next));
    if (next.error().kind == FailureKind::unauthenticated) co_return co_await look_for_another(before, next.error());
    failure = next.error();
  }

  // On disk before anybody is given it, however long the disk takes.
  store::Task<void> keep(OAuthTokens next) {
    store::InboxGrant row{inbox, organization, seal_grant(parts.vault, inbox, next), signed_in_at};
    for (;;) {
      auto work = [&row](store::Transaction& transaction) -> base::Result<bool> {
        return store::renew_grant(transaction, row);
      };
      std::string broken;
      try {
        const auto kept = co_await parts.store.transact(std::move(work));
        if (kept && *kept) {
          grant = std::make_shared<const OAuthTokens>(std::move(next));
          co_return;
        }
        if (kept) {  // Somebody signed in anew: theirs counts.
          co_return co_await load();
        }
      } catch (const store::StoreError& error) {
        broken = error.what();
      }
      if (stopping) {
        failure = base::Failure{FailureKind::unavailable, "New tokens could not be stored. " + broken, "", std::nullopt};
        co_return;
      }
      Timer wait(executor, kStorePause);
      co_await wait.async_wait(UseAwaitable{});
    }
  }

  // It was refused because it was used already, or somebody has signed in anew: then the record has another.
  store::Task<void> look_for_another(OAuthTokens used, base::Failure refused) {
    const auto before = grant;
    co_await load();
    if (grant && grant->refresh_token.reveal() != used.refresh_token.reveal()) co_return failure.reset();
    if (!failure) failure = std::move(refused);
    if (!grant) grant = before;
  }

  // Two may read at once; the slower one must not put back what the sooner one has had renewed since.
  store::Task<void> load() {
    const auto known = grant;
    auto work = [this](store::Reading& reading) -> base::Result<std::optional<store::InboxGrant>> {
      return store::find_grant(reading, organization, inbox);
    };
    const auto found = co_await parts.store.read(std::move(work));
    if (grant != known) co_return;
    failure.reset();
    grant.reset();
    if (!found) {
      failure = found.error();
      co_return;
    }
    const std::optional<store::InboxGrant>& row = *found;
    if (!row) {
      failure = base::Failure{FailureKind::unauthenticated, "Nobody has signed in to this account.", "", std::nullopt};
      co_return;
    }
    auto opened = open_grant(parts.vault, inbox, row->sealed);
    if (!opened) {
      failure = opened.error();
      co_return;
    }
    signed_in_at = row->signed_in_at;
    grant = std::make_shared<const OAuthTokens>(*std::move(opened));
  }

  [[nodiscard]] static Token needs_sign_in(std::string why) {
    return base::fail(FailureKind::unauthenticated, std::move(why));
  }

  // While a renewal would be too soon after one that failed.
  [[nodiscard]] bool is_held() const { return failure && not_before && parts.clock.now() < *not_before; }

  [[nodiscard]] Token outcome(bool was_refused) const {
    const bool usable = grant && !was_refused && grant->is_valid(parts.clock.now());
    if (usable) return grant->access_token;
    if (failure) return base::pass_on(*failure);
    return needs_sign_in("The sign-in has ended; sign in again.");
  }
};

TokenKeeper::TokenKeeper(const store::Executor& executor, const TokenKeeperParts& parts, ids::Organization organization,
                         ids::Inbox inbox)
    : impl_(std::make_shared<Impl>(executor, parts, organization, inbox)) {}
TokenKeeper::~TokenKeeper() = default;

net::Task<base::Result<Secret>> TokenKeeper::token() {
  const auto self = impl_;
  if (!self->grant) co_await self->load();
  if (!self->grant) co_return self->outcome(false);
  if (self->grant->is_fresh(self->parts.clock.now())) co_return self->grant->access_token;
  if (!self->grant->refresh_token.empty() && !self->is_held()) co_await self->renew();
  co_return self->outcome(false);
}

net::Task<base::Result<Secret>> TokenKeeper::token_after(Secret refused) {
  const auto self = impl_;
  if (!self->grant) co_await self->load();
  if (!self->grant) co_return self->outcome(true);
  const auto is_other = [&] { return self->grant && self->grant->access_token.reveal() != refused.reveal(); };
  if (is_other()) co_return co_await token();  // Somebody was sooner.
  if (self->grant->refresh_token.empty()) co_return Impl::needs_sign_in("The platform no longer accepts the sign-in.");
  if (!self->is_held()) co_await self->renew();
  co_return self->outcome(!is_other());
}

store::Task<void> TokenKeeper::stop() {
  const auto self = impl_;
  self->stopping = true;
  for (auto left = kGrace; self->renewing; left -= kEndingTick) {
    if (left <= milliseconds(0)) self->cut.emit(asio::cancellation_type::terminal);
    Timer wait(self->executor, kEndingTick);
    co_await wait.async_wait(UseAwaitable{});
  }
}

}  // namespace workflow
