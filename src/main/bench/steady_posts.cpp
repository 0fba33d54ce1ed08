#include "main/bench/steady_posts.hpp"

#include <algorithm>
#include <chrono>

#include "channel/channel.hpp"
#include "store/contact_store.hpp"
#include "store/inbox_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/visit.hpp"

namespace heed {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kVisitors = 300;
constexpr milliseconds kTick{10};

base::Result<ids::Message> say(store::Transaction& transaction, const rights::Principal& visitor, const std::string& text,
                               const std::vector<channel::ChannelType>& channels) {
  const auto inbox = store::find_inbox(transaction, visitor.organization_id, visitor.inbox_id.value_or(ids::Inbox{}));
  if (!inbox) return base::fail(base::FailureKind::not_found, "The inbox of the measurement is gone.");
  auto received = workflow::visitor_says(transaction, visitor, {inbox->key, text, {}, {}}, channels);
  if (!received) return base::pass_on(received.error());
  return received->message.id;
}

}  // namespace

base::Result<std::vector<rights::Principal>> SteadyPosts::make_visitors(Record& record, const BenchCompany& company) {
  const auto channels = channel::all_channel_types();
  const auto here = std::ranges::find(channels, true, &channel::ChannelType::visitors_here);
  if (here == channels.end())
    return base::fail(base::FailureKind::unavailable,
                      "This program was built without a channel that keeps its visitors here.");
  const auto door = std::ranges::find(company.inboxes(), here->id, &inbox::Inbox::channel);
  return record.store().transact_blocking(
      [&](store::Transaction& transaction) -> base::Result<std::vector<rights::Principal>> {
        std::vector<rights::Principal> visitors;
        for (int i = 0; i < kVisitors; ++i) {
          const std::string hash = workflow::hash_secret("visitor " + std::to_string(i));
          workflow::make_visitor(transaction, *door, hash, "Visitor " + std::to_string(i));
          const auto row = store::find_visitor(transaction, hash);
          rights::Principal who;
          who.kind = rights::PrincipalKind::visitor;
          who.organization_id = row->organization_id;
          who.inbox_id = row->inbox_id;
          who.identity_id = row->identity_id;
          visitors.push_back(who);
        }
        return visitors;
      });
}

SteadyPosts::SteadyPosts(Record& record, const std::vector<rights::Principal>& visitors, int per_s)
    : record_(record), visitors_(visitors), began_(steady_clock::now()), thread_([this, per_s] { work(per_s); }) {}

SteadyPosts::~SteadyPosts() { static_cast<void>(stop()); }

base::Result<double> SteadyPosts::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  if (failure_) return base::pass_on(*failure_);
  return static_cast<double>(posts_) / std::chrono::duration<double>(steady_clock::now() - began_).count();
}

// Open loop: what is late is not left out.
void SteadyPosts::work(int per_s) {
  const auto channels = channel::all_channel_types();
  std::mt19937_64 random(3);
  const auto at_once = static_cast<std::int64_t>(per_s * kTick.count() / 1000);
  for (auto next = began_; !stopping_; next += kTick) {
    std::this_thread::sleep_until(next);
    auto done = record_.store().transact_blocking([&](store::Transaction& transaction) -> base::Result<std::int64_t> {
      for (std::int64_t i = 0; i < at_once; ++i) {
        auto said = say(transaction, visitors_[random() % visitors_.size()], BenchCompany::sentence(random), channels);
        if (!said) return base::pass_on(said.error());
      }
      return at_once;
    });
    if (done) posts_ += *done;
    else failure_ = done.error();
  }
}

base::Result<ids::Message> post(Record& record, const rights::Principal& visitor, const std::string& text) {
  const auto channels = channel::all_channel_types();
  return record.store().transact_blocking(
      [&](store::Transaction& transaction) { return say(transaction, visitor, text, channels); });
}

}  // namespace heed
