// Round trips with servers of the Bot API (tests/peers/telegram): the strict fake, and the one that others wrote. They are
// run by `./test connectors`, or by tools/with_peer.sh; else they skip.

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/json/decode.hpp"
#include "channel/channel.hpp"
#include "channel/fake_platform_test_kit.hpp"
#include "channel/peer_test_kit.hpp"
#include "net/dial.hpp"
#include "net/http_client.hpp"

channel::ChannelType telegram_channel();

namespace {

using namespace std::chrono_literals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using channel::ItemKind;
using channel::SendOutcome;

class TelegramPeer : public testing::Test {
 protected:
  void SetUp() override {
    if (url_.empty()) GTEST_SKIP() << "HEED_PEER_TELEGRAM is not set: run tools/with_peer.sh telegram …";
    people("fresh", {});
    inbox_ = open(token_);
    ASSERT_TRUE(run(inbox_->connect()).has_value());
  }
  ~TelegramPeer() override {
    inbox_.reset();
    http_.reset();
  }

  std::unique_ptr<channel::ChannelInbox> open(const std::string& token, const std::string& mode = "polling") {
    const value settings = object{{"token", token}, {"api_url", url_}, {"receive_by", mode}};
    return *telegram_channel().open(*telegram_channel().check_settings(settings), services_);
  }

  template <class T>
  T run(net::Task<T> task) {
    std::optional<T> result;
    loop_.restart();
    boost::asio::co_spawn(loop_, std::move(task), [&](const std::exception_ptr& error, T got) {
      if (error) std::rethrow_exception(error);
      result = std::move(got);
    });
    while (!result && loop_.run_one() > 0) {}
    return *std::move(result);
  }

  // What people do at the peer.
  value people(const std::string& verb, const object& given) {
    const auto reply = run(http_->send(
        {.method = net::Method::post, .url = url_ + "/customer/" + verb, .body = boost::json::serialize(given)}));
    EXPECT_TRUE(reply && reply->status == 200) << verb << ": " << (reply ? reply->body : reply.error().failure.message);
    return reply ? base::parse_json(reply->body)->at("result") : value();
  }
  std::int64_t say(const object& content, const object& more = {}) {
    object given{{"user", ann_}, {"content", content}};
    for (const auto& [name, one] : more) given[name] = one;
    return people("say", given).at("message_id").as_int64();
  }
  array seen(std::int64_t chat) { return people("seen", {{"chat", chat}}).as_array(); }

  // Receives until `done`, it ends by itself, or half a minute is over; gives why it ended.
  std::optional<base::Failure> receive_until(const std::function<bool()>& done, std::string cursor = {}) {
    std::optional<base::Failure> failed;
    bool ended = false;
    boost::asio::cancellation_signal cancel;
    loop_.restart();
    boost::asio::co_spawn(
        loop_, inbox_->receive(sink_, std::move(cursor)),
        boost::asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr& error, base::Failure failure) {
          if (!error) failed = std::move(failure);
          ended = true;
        }));
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (!ended && !done() && std::chrono::steady_clock::now() < end) loop_.run_one_for(100ms);
    EXPECT_TRUE(ended || done());
    if (ended) return failed;
    cancel.emit(boost::asio::cancellation_type::terminal);
    while (!ended && loop_.run_one() > 0) {}
    return std::nullopt;
  }
  void receive(std::size_t count, std::string cursor = {}) {
    const auto failed = receive_until([&] { return sink_.items.size() >= count; }, std::move(cursor));
    EXPECT_FALSE(failed.has_value()) << failed->message;
  }

  channel::OutboundMessage answer(const std::string& text, std::int64_t parent) {
    channel::OutboundMessage message;
    message.key = "m-1";
    message.text = text;
    message.thread_key = std::to_string(kAnn);
    message.recipient.external_id = std::to_string(kAnn);
    message.parent_external_id = std::to_string(kAnn) + "/" + std::to_string(parent);
    return message;
  }

  static constexpr std::int64_t kAnn = 5'551'112'223;
  static constexpr std::int64_t kGroup = -1'001'234'567'890;
  const std::string url_ = channel::environment("HEED_PEER_TELEGRAM");
  const std::string token_ = channel::environment("HEED_PEER_TELEGRAM_TOKEN");
  const object ann_{{"id", kAnn}, {"is_bot", false}, {"first_name", "Ann"}, {"last_name", "Reis"}, {"username", "ann_reis"}};
  const object group_{{"id", kGroup}, {"type", "supergroup"}, {"title", "Cyclists"}};
  boost::asio::io_context loop_{1};
  channel::WorldClock clock_;
  std::unique_ptr<net::Dialer> dialer_ = *net::Dialer::create(loop_.get_executor(), {{"127.0.0.0/8"}, {}});
  std::unique_ptr<net::HttpClient> http_ = net::make_http_client(loop_.get_executor(), *dialer_, {});
  std::uint64_t random_ = 1;
  channel::ChannelServices services_{*http_, *dialer_, clock_, [this] { return random_++; }, "", std::string(32, 's')};
  std::unique_ptr<channel::ChannelInbox> inbox_;
  channel::FakeSink sink_;
};

TEST_F(TelegramPeer, SaysWhoWeAreAndWhatIsWrongWithTheToken) {
  const auto account = run(inbox_->connect());
  ASSERT_TRUE(account.has_value());
  EXPECT_EQ(account->handle, "@lisbon_bikes_bot");
  EXPECT_EQ(account->external_id, "424242");
  for (const std::string wrong : {"424242:wrong", "1:x"}) {
    const auto refused = run(open(wrong)->connect());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().field, "token");
    EXPECT_EQ(refused.error().message.find(wrong), std::string::npos) << "no secret in a failure";
  }
}

TEST_F(TelegramPeer, AQuestionComesInAndItsAnswerIsSeen) {
  const auto question = say({{"text", "Onde está a bicicleta? 🚲 שלום"}});
  receive(1);
  ASSERT_EQ(sink_.items.size(), 1U);
  const auto& item = sink_.items[0];
  EXPECT_EQ(item.text, "Onde está a bicicleta? 🚲 שלום");
  EXPECT_EQ(item.author.handle, "@ann_reis");
  EXPECT_EQ(item.author.name, "Ann Reis");
  EXPECT_EQ(item.thread_key, std::to_string(kAnn));
  EXPECT_FALSE(item.is_public);
  const auto sent = run(inbox_->send(answer("A caminho 📦 בדרך", question)));
  ASSERT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  const auto messages = seen(kAnn);
  const auto& last = messages.back();
  EXPECT_EQ(last.at("text").as_string(), "A caminho 📦 בדרך");
  EXPECT_EQ(last.at("reply_to_message").at("message_id").as_int64(), question);
  EXPECT_EQ(sent.external_id, std::to_string(kAnn) + "/" + std::to_string(last.at("message_id").as_int64()));
}

TEST_F(TelegramPeer, GoesOnFromItsCursorAndMissesNothing) {
  say({{"text", "one"}});
  say({{"text", "two"}});
  receive(2);
  const std::string cursor = sink_.cursor;
  say({{"text", "three"}});
  receive(3, cursor);
  ASSERT_EQ(sink_.items.size(), 3U);
  EXPECT_EQ(sink_.items[2].text, "three");
  const int before = sink_.connected_times;
  receive_until([&] { return sink_.connected_times > before; }, sink_.cursor);
  EXPECT_EQ(sink_.items.size(), 3U) << "what was confirmed does not come again";
}

TEST_F(TelegramPeer, EditsReactionsButtonsAndBlocksAreTold) {
  const value keyboard = *base::parse_json(R"({"inline_keyboard":[[{"text":"Very good","callback_data":"csat:5"}]]})");
  const auto id = say({{"text", "It is broken"}, {"reply_markup", keyboard}});
  const std::string message = std::to_string(kAnn) + "/" + std::to_string(id);
  people("edit", {{"user", ann_}, {"message_id", id}, {"content", object{{"text", "It was broken"}}}});
  people("react", {{"user", ann_}, {"message_id", id}, {"emoji", array{"👍"}}});
  people("react", {{"user", ann_}, {"message_id", id}, {"emoji", array{"🔥"}}});
  people("react", {{"user", ann_}, {"message_id", id}, {"emoji", array{}}});
  people("press", {{"user", ann_}, {"message_id", id}, {"data", "csat:5"}});
  people("block", {{"user", ann_}});
  people("unblock", {{"user", ann_}});
  receive(7);
  std::vector<ItemKind> kinds;
  for (const auto& item : sink_.items) kinds.push_back(item.kind);
  const std::vector<ItemKind> expected = {ItemKind::message, ItemKind::edit,  ItemKind::like,   ItemKind::unlike,
                                          ItemKind::message, ItemKind::block, ItemKind::unblock};
  ASSERT_EQ(kinds, expected);
  EXPECT_EQ(sink_.items[1].text, "It was broken");
  for (const std::size_t i : {1UL, 2UL, 3UL}) EXPECT_EQ(sink_.items[i].target_external_id, message);
  EXPECT_EQ(sink_.items[4].text, "Very good");
  EXPECT_EQ(sink_.items[4].parent_external_id, message);
  EXPECT_EQ(sink_.items[5].author.external_id, std::to_string(kAnn));
}

TEST_F(TelegramPeer, FilesComeInAndGoOut) {
  const auto file = people("upload", {{"name", "label.pdf"}, {"base64", "JVBERi0xLjQ="}});
  say({{"document", object{{"file_id", file.at("file_id")},
                           {"file_unique_id", "u"},
                           {"file_name", "label.pdf"},
                           {"mime_type", "application/pdf"}}},
       {"caption", "My label"}});
  receive(1);
  ASSERT_EQ(sink_.items.at(0).attachments.size(), 1U);
  EXPECT_EQ(sink_.items[0].text, "My label");
  const auto bytes = run(inbox_->fetch(sink_.items[0].attachments[0], 1000));
  ASSERT_TRUE(bytes.has_value()) << bytes.error().message;
  EXPECT_EQ(*bytes, "%PDF-1.4");
  EXPECT_EQ(run(inbox_->fetch(sink_.items[0].attachments[0], 3)).error().kind, base::FailureKind::too_large);

  auto one = answer("Here it is", 1);
  one.attachments = {{"photo.png", "image/png", "", std::string("\x89PNG\r\n--x\0y", 12)}};
  const auto photo = run(inbox_->send(one));
  ASSERT_EQ(photo.outcome, SendOutcome::sent) << photo.reason;
  EXPECT_EQ(seen(kAnn).back().at("caption").as_string(), "Here it is");
  EXPECT_TRUE(seen(kAnn).back().as_object().contains("photo"));

  auto two = answer("Both", 1);
  two.attachments = {{"Etikett Größe.pdf", "application/pdf", "", "one"}, {"photo.png", "image/png", "", "two"}};
  const auto album = run(inbox_->send(two));
  ASSERT_EQ(album.outcome, SendOutcome::sent) << album.reason;
  const auto messages = seen(kAnn);
  EXPECT_EQ(messages.back().at("caption").as_string(), "Both");
  EXPECT_EQ(messages[messages.size() - 2].at("file").at("name").as_string(), "Etikett Größe.pdf");
  ASSERT_TRUE(run(inbox_->act({channel::ActionKind::remove, album.external_id, album.context})).has_value());
  EXPECT_EQ(seen(kAnn).size(), messages.size() - 2) << "the whole album is gone";
}

TEST_F(TelegramPeer, LikesAreGivenAndTakenBack) {
  const auto id = say({{"text", "Thank you"}});
  const std::string message = std::to_string(kAnn) + "/" + std::to_string(id);
  ASSERT_TRUE(run(inbox_->act({channel::ActionKind::like, message, ""})).has_value());
  EXPECT_EQ(seen(kAnn).back().at("reactions").at("424242").at(0).at("emoji").as_string(), "👍");
  ASSERT_TRUE(run(inbox_->act({channel::ActionKind::unlike, message, ""})).has_value());
  EXPECT_TRUE(seen(kAnn).back().at("reactions").at("424242").as_array().empty());
}

TEST_F(TelegramPeer, GroupsAreAnsweredInPlaceAndFollowTheirNewNumber) {
  const auto id = say({{"text", "@lisbon_bikes_bot how late are you open?"}}, {{"chat", group_}});
  receive(1);
  EXPECT_TRUE(sink_.items.at(0).is_public);
  EXPECT_TRUE(sink_.items[0].by_replies);
  channel::OutboundMessage message;
  message.key = "m-2";
  message.text = "Until seven.";
  message.is_public = true;
  message.parent_external_id = sink_.items[0].external_id;
  message.thread_key = sink_.items[0].external_id;
  message.recipient = sink_.items[0].author;
  ASSERT_EQ(run(inbox_->send(message)).outcome, SendOutcome::sent);
  EXPECT_EQ(seen(kGroup).back().at("reply_to_message").at("message_id").as_int64(), id);
  const std::int64_t next = kGroup - 1;
  people("upgrade", {{"from", kGroup}, {"to", object{{"id", next}, {"type", "supergroup"}, {"title", "Cyclists"}}}});
  const auto moved = run(inbox_->send(message));
  EXPECT_EQ(moved.outcome, SendOutcome::later);
  EXPECT_EQ(moved.retry_after, 0s);
  const auto arrived = run(inbox_->send(message));
  ASSERT_EQ(arrived.outcome, SendOutcome::sent) << arrived.reason;
  EXPECT_EQ(seen(next).back().at("text").as_string(), "Until seven.");
}

TEST_F(TelegramPeer, RefusalsAreToldInPlainWords) {
  const auto id = say({{"text", "Hello"}});
  people("fail", {{"method", "sendMessage"},
                  {"code", 429},
                  {"description", "Too Many Requests: retry after 7"},
                  {"parameters", object{{"retry_after", 7}}}});
  const auto busy = run(inbox_->send(answer("Hi", id)));
  EXPECT_EQ(busy.outcome, SendOutcome::later);
  EXPECT_EQ(busy.retry_after, 7s);
  people("fail", {{"method", "sendMessage"}, {"cut", "after"}});
  EXPECT_EQ(run(inbox_->send(answer("Said once", id))).outcome, SendOutcome::uncertain);
  EXPECT_EQ(seen(kAnn).back().at("text").as_string(), "Said once") << "and it was said";
  people("fail", {{"method", "sendMessage"}, {"html", true}});
  EXPECT_EQ(run(inbox_->send(answer("Hi", id))).outcome, SendOutcome::uncertain);
  people("block", {{"user", ann_}});
  const auto blocked = run(inbox_->send(answer("Hi", id)));
  EXPECT_EQ(blocked.outcome, SendOutcome::refused);
  EXPECT_NE(blocked.reason.find("blocked this bot"), std::string::npos) << blocked.reason;
  for (const auto& [failing, word] :
       {std::pair{object{{"method", "getUpdates"}, {"code", 401}, {"description", "Unauthorized"}}, "token"},
        std::pair{object{{"method", "getUpdates"}, {"html", true}}, "not the Bot API"},
        std::pair{object{{"method", "getUpdates"},
                         {"code", 409},
                         {"description", "Conflict: terminated by other getUpdates request"}},
                  "Another program"}}) {
    people("fail", failing);
    const auto failure = receive_until([] { return false; });
    ASSERT_TRUE(failure.has_value()) << word;
    EXPECT_NE(failure->message.find(word), std::string::npos) << failure->message;
  }
}

// The server that others wrote knows little more than this.
TEST_F(TelegramPeer, TheForeignServerTakesTheSameRoundTrip) {
  const auto foreign = channel::environment("HEED_PEER_TELEGRAM_FOREIGN");
  const value settings = object{{"token", "123:abc"}, {"api_url", foreign}};
  inbox_ = *telegram_channel().open(*telegram_channel().check_settings(settings), services_);
  const auto call = [&](const std::string& path, const object& body) {
    const auto reply = run(http_->send({.method = net::Method::post,
                                        .url = foreign + path,
                                        .headers = {{"Content-Type", "application/json"}},
                                        .body = boost::json::serialize(body)}));
    return reply ? reply->body : "";
  };
  ASSERT_TRUE(run(inbox_->connect()).has_value());
  call("/sendMessage", {{"botToken", "123:abc"},
                        {"from", object{{"id", 7}, {"is_bot", false}, {"first_name", "Kim"}}},
                        {"chat", object{{"id", 7}, {"type", "private"}, {"first_name", "Kim"}}},
                        {"date", 1'700'000'000},
                        {"text", "Where is my parcel?"}});
  receive(1);
  ASSERT_EQ(sink_.items.size(), 1U);
  EXPECT_EQ(sink_.items[0].text, "Where is my parcel?");
  auto message = answer("On its way", 1);
  message.thread_key = "7";
  message.parent_external_id = sink_.items[0].external_id;
  const auto sent = run(inbox_->send(message));
  EXPECT_EQ(sent.outcome, SendOutcome::sent) << sent.reason;
  EXPECT_NE(call("/getUpdates", {{"token", "123:abc"}, {"chatId", 7}}).find("On its way"), std::string::npos);
}

}  // namespace
