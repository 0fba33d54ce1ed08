#include "workflow/test_outbound.hpp"

#include <algorithm>
#include <stdexcept>

#include "store/message_store.hpp"
#include "store/outbound_store.hpp"
#include "workflow/manage_inboxes.hpp"

namespace workflow {

using channel::SendOutcome;
using channel::SendResult;

SendResult FakePeer::post(const channel::OutboundMessage& message) {
  SendResult result;
  result.outcome = SendOutcome::sent;
  const auto known = std::ranges::find(posts, message.key, [](const Post& post) { return post.message.key; });
  if (remembers_keys && known != posts.end()) {
    result.external_id = known->external_id;
    return result;
  }
  posts.push_back({"post-" + std::to_string(posts.size() + 1), message});
  if (on_post) on_post(posts.back());
  result.external_id = posts.back().external_id;
  result.url = "https://social.example/" + result.external_id;
  return result;
}

net::Task<SendResult> FakePeer::send(channel::OutboundMessage message) {
  ++attempts;
  SendResult result;
  switch (next_fault()) {
    case Fault::none: co_return post(message);
    case Fault::busy: result.reason = "social.example is busy."; co_return result;
    case Fault::limit:
      result.reason = "Too many posts.";
      result.retry_after = std::chrono::seconds(90);
      co_return result;
    case Fault::login:
      result.reason = "The password was changed.";
      result.needs_login = true;
      co_return result;
    case Fault::refuse:
      result.outcome = SendOutcome::refused;
      result.reason = "social.example says: no pictures of bicycles.";
      co_return result;
    case Fault::lose_before:
      result.outcome = SendOutcome::uncertain;
      result.reason = "The connection broke.";
      co_return result;
    case Fault::lose_after:
      (void)post(message);
      result.outcome = SendOutcome::uncertain;
      result.reason = "The connection broke.";
      co_return result;
    case Fault::crash: (void)post(message); throw std::runtime_error("a bug of the connector");
  }
  co_return result;
}

net::Task<SendResult> FakePeer::find_sent(channel::OutboundMessage message) {
  ++look_ups;
  SendResult result;
  if (is_blind()) {
    result.reason = "social.example is busy.";
    co_return result;
  }
  const auto known = std::ranges::find(posts, message.key, [](const Post& post) { return post.message.key; });
  result.outcome = known == posts.end() ? SendOutcome::refused : SendOutcome::sent;
  if (known != posts.end()) result.external_id = known->external_id;
  co_return result;
}

int FakePeer::times_seen(const std::string& key) const {
  return static_cast<int>(std::ranges::count(posts, key, [](const Post& post) { return post.message.key; }));
}

void OutboundTest::SetUp() {
  OfficeTest::SetUp();
  if (IsSkipped()) return;
  channel::ChannelType social;
  social.id = "test_social";
  social.name = "Test social";
  social.capabilities.text_limit = 200;
  social.capabilities.is_public = true;
  social.check_settings = [](const boost::json::value& settings) -> base::Result<boost::json::value> { return settings; };
  social.open = [](const boost::json::value& /*settings*/,
                   const channel::ChannelServices& /*services*/) -> base::Result<std::unique_ptr<channel::ChannelInbox>> {
    return std::make_unique<FakePeer>();
  };
  office().channels.push_back(std::move(social));
  NewInbox wanted;
  wanted.channel = "test_social";
  wanted.name = "@lisbonbikes";
  wanted.settings = boost::json::object{};
  social_ =
      office()
          .transact([&](store::Transaction& t) { return create_inbox(t, office().organization, wanted, office().channels); })
          .value();
}

void OutboundTest::start() {
  outbox_ = std::make_unique<Outbox>(
      loop_.get_executor(), *store_, clock_, peer_, channel(), social_, [this] { return dice_++; },
      [this](const std::string& sentence) { log_.push_back(sentence); });
  auto begin = [](Outbox& outbox /*outlives*/) -> store::Task<bool> {
    co_await outbox.begin();
    co_return true;
  };
  (void)run(begin(*outbox_));
}

std::optional<base::Time> OutboundTest::step() { return run(outbox_->step()); }

void OutboundTest::drain(int most) {
  for (int i = 0; i < most; ++i) {
    const auto next = step();
    if (!next) return;
    if (*next > clock_.now()) clock_.set(*next);
  }
  ADD_FAILURE() << "after " << most << " steps something still waits";
}

conversation::Message OutboundTest::message(ids::Message id) {
  return office()
      .read([&](store::Reading& reading) -> base::Result<conversation::Message> {
        return store::find_message(reading, office().organization, id).value_or(conversation::Message{});
      })
      .value();
}

conversation::Outbound OutboundTest::outbound(ids::Message id) {
  return office()
      .read([&](store::Reading& reading) -> base::Result<conversation::Outbound> {
        return store::find_outbound(reading, office().organization, id).value_or(conversation::Outbound{});
      })
      .value();
}

std::vector<conversation::Message> OutboundTest::thread(ids::Conversation id) {
  auto page = office()
                  .read([&](store::Reading& reading) -> base::Result<std::vector<store::NamedMessage>> {
                    return store::page_messages(reading, office().organization, id, {}, {}, 100);
                  })
                  .value();
  return {page.rbegin(), page.rend()};
}

ids::Conversation OutboundTest::asked(const std::string& person, const std::string& text) {
  auto item = office().item(person, text);
  item.thread_key = "thread-" + person;
  item.is_public = true;
  return office().hears(social_, item);
}

}  // namespace workflow
