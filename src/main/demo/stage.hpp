#pragma once
// Where the sample company's last two weeks are played: what happens is planned with its time, in any order, and then
// performed from the first to the last through the same functions as everybody's work, with a clock that is moved along.

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/rights/account.hpp"
#include "main/demo/story.hpp"
#include "store/store.hpp"

namespace heed::demo {

// Who and what there is when the play begins.
struct Company {
  ids::Organization organization_id;
  std::map<std::string, rights::User> people;  // By the first part of the address: "mira".
  rights::Team partner;
  inbox::Inbox chat;
  inbox::Inbox posts;
};

// One customer's talk with us, from its first word on.
struct Talk {
  Place place = Place::chat;
  Person who{};
  std::optional<std::string> email;
  ids::Identity identity;  // The visitor's, once they are there.
  std::optional<ids::Conversation> conversation;
  std::string thread;     // Of a public post: the one that starts it.
  std::string last_post;  // What the next public word replies to.
};

class Stage {
 public:
  Stage(Company company, const std::vector<channel::ChannelType>& channels /*outlives*/)
      : company_(std::move(company)), channels_(channels) {}

  // A talk that begins with its first says(). It stays where it is.
  Talk& begin(Place place, Person who);

  void says(base::Time at, Talk& talk, std::string text);
  // On the chat as `agent`; on public posts as the company, and `agent` gets the conversation.
  void replies(base::Time at, Talk& talk, const std::string& agent, std::string text);
  void notes(base::Time at, Talk& talk, const std::string& agent, std::string text);
  void assigns(base::Time at, Talk& talk, const std::string& agent);
  void hands_to_partner(base::Time at, Talk& talk);
  void resolves(base::Time at, Talk& talk, const std::string& agent, std::optional<conversation::DismissReason> reason = {},
                std::string note = {});
  void sets_status(base::Time at, Talk& talk, const std::string& agent, conversation::Status status,
                   std::optional<base::Time> until = {});
  // A case of talks that began before then.
  void links(base::Time at, const std::string& agent, std::string title, std::vector<const Talk*> talks);
  // A public post of ours under which `reply` may begin.
  void posts(base::Time at, const std::string& id, std::string text);

  // Everything until `now`; what was planned for later is left out.
  base::Result<void> perform(store::Store& store, base::FixedClock& clock, base::Time now);

 private:
  using Act = std::function<base::Result<void>(store::Transaction&)>;
  struct Step {
    base::Time at;
    std::size_t order;  // Of planning: what is planned for the same moment happens in this order.
    Act act;
  };
  void plan(base::Time at, Act act) { steps_.push_back({at, steps_.size(), std::move(act)}); }
  [[nodiscard]] rights::Principal as(store::Reading& reading, const std::string& agent) const;
  base::Result<void> say_in_chat(store::Transaction& transaction, Talk& talk, const std::string& text);
  base::Result<void> say_in_public(store::Transaction& transaction, Talk& talk, const std::string& text);
  base::Result<void> reply_in_public(store::Transaction& transaction, Talk& talk, const std::string& text);

  Company company_;
  const std::vector<channel::ChannelType>& channels_;
  std::deque<Talk> talks_;
  std::vector<Step> steps_;
  int posts_made_ = 0;
};

}  // namespace heed::demo
