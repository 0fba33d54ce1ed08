#pragma once
// One run of receive(): asks for news in rounds until it is cancelled or something fails.
//
// Every round reads the notifications back to what is known and the chat log on from its cursor; every few, our own posts and
// what was taken back. Nothing of a round is handed over before all of its pages are there, oldest first, so that what is
// stored is never ahead of what is missing.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/bluesky/client.hpp"
#include "connectors/bluesky/live.hpp"
#include "connectors/bluesky/memory.hpp"
#include "connectors/bluesky/settings.hpp"
#include "connectors/bluesky/wire.hpp"
#include "net/bell.hpp"
#include "net/task.hpp"

namespace bluesky {

// What ends by itself, or by a person's doing, rather than saying something of the one thing that was asked for.
[[nodiscard]] bool is_passing(const base::Failure& failure);

class Receiver {
 public:
  Receiver(Client& client, const Settings& settings, const channel::ChannelServices& services, channel::ItemSink& sink,
           const std::string& cursor);

  // Comes back with a failure only.
  net::Task<base::Failure> run();

 private:
  using Outcome = base::Result<void>;
  // Entries of one source, each with its time, in the order of those times once they are handed over.
  struct Fresh {
    channel::InboundBatch what;
    std::string key;
    base::Time at{};
    Mark* mark = nullptr;  // None for what is found on the way.
  };
  struct Listing {
    std::string method;
    std::string member;    // Of the answer: "feed".
    std::string entry_at;  // Where in an element the post is: "post."; empty for itself.
    std::vector<std::pair<std::string, std::string>> parameters;
    Mark* mark = nullptr;
    base::Time since{};             // What came before that is known …
    base::Time dated_back_since{};  // … but for what stands further down than when it came.
    int at_least_pages = 1;
    std::function<void(const boost::json::value&, channel::InboundBatch&)> read;
  };

  // Who did something to one of our posts.
  struct Subject {
    std::string collection;
    std::string post;
    auto operator<=>(const Subject&) const = default;
  };

  net::Task<base::Failure> rounds();
  net::Task<Outcome> round(std::int64_t number);
  // Until the next round; what is heard meanwhile is taken at once.
  net::Task<Outcome> rest(std::chrono::milliseconds pause);
  void tell_parts();

  // What was heard live (receiver_live.cpp).
  net::Task<Outcome> take_live();
  void read_live(const boost::json::value& event, channel::InboundBatch& out);
  [[nodiscard]] bool concerns_us(const EventFacts& facts) const;
  [[nodiscard]] bool is_said_to_us(const EventFacts& facts) const;
  // Somebody writes on in a thread where we are already, without naming us.
  [[nodiscard]] bool goes_on(const std::string& root, const std::string& parent, const std::string& author) const;
  [[nodiscard]] bool is_ours(const std::string& uri) const;

  net::Task<Outcome> read_back(Listing listing, std::vector<Fresh>& fresh /*outlives*/);
  net::Task<Outcome> read_notifications(bool deep, std::vector<Fresh>& fresh /*outlives*/);
  net::Task<Outcome> read_own_posts(std::vector<Fresh>& fresh /*outlives*/);
  net::Task<Outcome> read_own_threads(std::vector<Fresh>& fresh /*outlives*/);
  net::Task<Outcome> read_answered_threads(std::vector<Fresh>& fresh /*outlives*/);
  net::Task<base::Result<channel::InboundBatch>> read_replies(std::string root);
  net::Task<Outcome> hand_over(std::vector<Fresh> fresh, bool deep);
  net::Task<Outcome> know_authors(channel::InboundBatch& batch /*outlives*/);
  net::Task<Outcome> take(channel::InboundBatch batch);  // Nothing is nothing.
  net::Task<Outcome> store(channel::InboundBatch batch);

  net::Task<Outcome> read_chat();
  net::Task<Outcome> begin_chat();
  net::Task<Outcome> read_chat_log();
  net::Task<Outcome> read_convo(std::string convo);
  net::Task<Outcome> know_members(std::string convo);
  net::Task<Outcome> without_chat(base::Failure failure);

  net::Task<Outcome> check_posts();
  net::Task<Outcome> check_posts_of(std::vector<std::string> uris);
  net::Task<Outcome> check_signals();
  net::Task<Outcome> check_signals_on(Subject subject);
  net::Task<Outcome> check_people();
  net::Task<Outcome> check_relationship(std::string did, std::string followed_by, std::string blocked_by);
  net::Task<Outcome> check_still(std::string did, std::string collection, std::string now_uri, channel::ItemKind undone);
  net::Task<Outcome> take_back(std::string uri, channel::ItemKind kind, std::string target);
  net::Task<base::Result<bool>> is_deleted(std::string uri);
  // The DIDs of those who did it to our post, as far as two pages go.
  net::Task<base::Result<std::set<std::string>>> actors_of(Subject subject);

  Client& client_;
  const Settings& settings_;
  channel::ItemSink& sink_;
  base::Time begin_{};
  Memory memory_;
  std::string stored_rev_;  // Of the chat log, with what was handed over last.
  Mark notified_;
  Mark own_;
  std::vector<std::string> own_threads_;  // Of the newest posts of ours that somebody replied to.
  std::map<std::string, channel::Author> authors_;
  std::map<std::string, Members> convos_;
  bool chat_refused_ = false;
  std::string chat_trouble_;  // Why the chats could not be read in the last round, though they will be.
  net::Bell bell_;
  std::optional<Live> live_;
  bool check_soon_ = false;  // The lists have to be gone through before it is their turn.
  bool is_lost_ = false;     // The sink did not store something: this run ends.
  Subject last_checked_;
};

}  // namespace bluesky
