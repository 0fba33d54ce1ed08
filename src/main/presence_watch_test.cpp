#include "main/presence_watch.hpp"

#include "main/routing_test_kit.hpp"

namespace heed {
namespace {

using routing::Presence;
using std::chrono::milliseconds;

class PresenceWatchTest : public RoutingOffice {
 protected:
  void begin(milliseconds grace) {
    PresenceWatchOptions options;
    options.grace = grace;
    options.look_again = milliseconds(50);
    watch = std::make_unique<PresenceWatch>(context.get_executor(), *store, log, options);
    watch->start();
  }
  void see(bool here) { watch->see(organization, ana.id, here); }
  bool becomes(Presence wanted) {
    return wait_for([&] { return presence() == wanted; });
  }
  void TearDown() override {
    if (watch) stop([&] { return watch->stop(); });
  }

  std::unique_ptr<PresenceWatch> watch;
};

TEST_F(PresenceWatchTest, WhoClosedTheirLastScreenIsAwayAndBackWithTheNext) {
  begin(milliseconds(30));
  see(true);
  say(Presence::online);
  context.run_for(milliseconds(200));
  EXPECT_EQ(presence(), Presence::online) << "who is here is not away";
  see(false);
  EXPECT_TRUE(becomes(Presence::away));
  see(true);
  EXPECT_TRUE(becomes(Presence::online));
}

TEST_F(PresenceWatchTest, WhoIsBackInTimeWasNeverGone) {
  begin(milliseconds(60'000));
  see(true);
  say(Presence::online);
  see(false);
  context.run_for(milliseconds(150));
  EXPECT_EQ(presence(), Presence::online);
}

TEST_F(PresenceWatchTest, WhatSomebodySaidStays) {
  begin(milliseconds(30));
  see(true);
  say(Presence::away);
  see(false);
  see(true);
  context.run_for(milliseconds(300));
  EXPECT_EQ(presence(), Presence::away);
  say(Presence::off);
  see(false);
  context.run_for(milliseconds(300));
  EXPECT_EQ(presence(), Presence::off);
}

TEST_F(PresenceWatchTest, WhoDoesNotComeAfterARestartIsAway) {
  say(Presence::online);
  begin(milliseconds(30));
  EXPECT_TRUE(becomes(Presence::away));
}

// Another server found them gone, while they are at this one.
TEST_F(PresenceWatchTest, PutsRightWhatAnotherServerCouldNotKnow) {
  begin(milliseconds(60'000));
  see(true);
  say(Presence::online);
  context.run_for(milliseconds(150));
  (void)write([&](store::Transaction& t) -> base::Result<bool> { return workflow::find_gone(t, organization, ana.id); });
  EXPECT_TRUE(becomes(Presence::online));
}

}  // namespace
}  // namespace heed
