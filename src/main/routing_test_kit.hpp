#pragma once
// A small company on a record of its own, in real time, for tests of what gives its work out.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/id.hpp"
#include "channel/channel.hpp"
#include "main/log.hpp"
#include "main/system_clock.hpp"
#include "main/test_folder.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/inbox_store.hpp"
#include "store/routing_store.hpp"
#include "store/store.hpp"
#include "workflow/manage_routing.hpp"
#include "workflow/manage_teams.hpp"
#include "workflow/presence.hpp"
#include "workflow/set_up.hpp"

namespace heed {

class RoutingOffice : public ::testing::Test {
 protected:
  template <class Work>
  auto write(Work work) {
    return store->transact_blocking(std::move(work)).value();
  }

  RoutingOffice() {
    store::StoreOptions options;
    options.url = "sqlite:" + folder.path() + "/heed.db";
    store = store::Store::open(options, clock, ids);
    organization = write([&](store::Transaction& t) {
      return workflow::create_organization(t, {"Acme", "en", "UTC"}).map([](const auto& made) { return made.id; });
    });
    ana = write([&](store::Transaction& t) {
      return workflow::create_user(t, organization, {"ana", "ana@example.org", rights::Role::owner}, "hash");
    });
    who.kind = rights::PrincipalKind::user;
    who.organization_id = organization;
    who.role = rights::Role::owner;
    who.user_id = ana.id;
    team = write([&](store::Transaction& t) {
      return workflow::create_team(t, who, {"Care", false, {ana.id}}).map([](const auto& made) { return made.team.id; });
    });
  }

  void say(routing::Presence presence) {
    ASSERT_TRUE(
        store->transact_blocking([&](store::Transaction& t) { return workflow::set_presence(t, who, ana.id, presence); }));
  }
  routing::Presence presence() {
    return store
        ->read_blocking([&](store::Reading& r) -> base::Result<routing::Presence> {
          const auto row = store::find_presence(r, organization, ana.id);
          return row ? row->presence : routing::Presence::off;
        })
        .value();
  }
  void use(routing::Settings settings) {
    settings.team_id = team;
    (void)write([&](store::Transaction& t) { return workflow::save_team_settings(t, who, settings, channels); });
  }

  // What somebody said to the team, with nobody to answer it yet.
  ids::Conversation ask() {
    return write([&](store::Transaction& t) -> base::Result<ids::Conversation> {
      inbox::Inbox inbox;
      inbox.id = t.new_id<ids::Inbox>();
      inbox.organization_id = organization;
      inbox.channel = channels.front().id;
      inbox.name = inbox.key = std::to_string(inbox.id.value);
      inbox.settings = "{}";
      (void)store::insert_inbox(t, inbox);
      contact::Contact contact;
      contact.id = t.new_id<ids::Contact>();
      contact.organization_id = organization;
      contact.name = "Ann";
      store::insert_contact(t, contact);
      event::ConversationState state;
      auto& c = state.conversation;
      c.id = t.new_id<ids::Conversation>();
      c.organization_id = organization;
      c.inbox_id = inbox.id;
      c.contact_id = contact.id;
      c.team_id = team;
      c.owed = true;
      c.owed_since = c.due_at = c.created_at = c.first_said_at = c.last_said_at = t.now();
      store::insert_conversation(t, c);
      t.publish(organization, event::ConversationCreated{state});
      return c.id;
    });
  }
  std::optional<ids::User> assignee(ids::Conversation id) {
    return store
        ->read_blocking([&](store::Reading& r) -> base::Result<std::optional<ids::User>> {
          return store::find_conversation(r, organization, id)->assignee_id;
        })
        .value();
  }

  // Runs the loop until this holds; false when it does not in ten seconds.
  bool wait_for(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!holds()) {
      if (std::chrono::steady_clock::now() > end) return false;
      context.restart();
      context.run_for(std::chrono::milliseconds(5));
    }
    return true;
  }
  void stop(std::function<net::Task<void>()> ending) {
    bool ended = false;
    boost::asio::co_spawn(context, ending(), [&](const std::exception_ptr&) { ended = true; });
    EXPECT_TRUE(wait_for([&] { return ended; }));
  }

  TestFolder folder;
  SystemClock clock;
  base::IdMaker ids{clock, 0};
  Log log{LogLevel::error, clock};
  std::vector<channel::ChannelType> channels = channel::all_channel_types();
  boost::asio::io_context context{1};
  std::unique_ptr<store::Store> store;
  ids::Organization organization;
  rights::User ana;
  rights::Principal who;
  ids::Team team;
};

}  // namespace heed
