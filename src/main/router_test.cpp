#include "main/router.hpp"

#include "main/routing_test_kit.hpp"

namespace heed {
namespace {

class RouterTest : public RoutingOffice {
 protected:
  void begin(std::chrono::milliseconds wait_for_triage = {}) {
    router = std::make_unique<Router>(context.get_executor(), *store, clock, channels, wait_for_triage, log);
    router->start();
  }
  void TearDown() override {
    if (router) stop([&] { return router->stop(); });
    store.reset();  // It tells the router no more.
  }
  bool is_assigned(ids::Conversation id) {
    return wait_for([&] { return assignee(id) == ana.id; });
  }
  static routing::Settings in_turn() {
    routing::Settings out;
    out.strategy = routing::Strategy::round_robin;
    return out;
  }

  std::unique_ptr<Router> router;
};

TEST_F(RouterTest, GivesOutWhatCommitsBring) {
  use(in_turn());
  say(routing::Presence::online);
  begin();
  EXPECT_TRUE(is_assigned(ask()));
  EXPECT_TRUE(is_assigned(ask()));
}

TEST_F(RouterTest, LooksOnceAtTheStart) {
  use(in_turn());
  say(routing::Presence::online);
  const auto waiting = ask();
  begin();
  EXPECT_TRUE(is_assigned(waiting)) << "what came before it is not lost";
}

TEST_F(RouterTest, HearsThatRoutingIsSetUpAndThatSomebodyCame) {
  const auto waiting = ask();
  begin();
  context.run_for(std::chrono::milliseconds(50));  // It has looked, and nobody has work given out.
  use(in_turn());
  say(routing::Presence::online);
  EXPECT_TRUE(is_assigned(waiting));
}

TEST_F(RouterTest, WaitsForTriageAndNotForLong) {
  use(in_turn());
  say(routing::Presence::online);
  begin(std::chrono::milliseconds(150));
  EXPECT_TRUE(is_assigned(ask())) << "nothing reads it here, and it is served all the same";
}

TEST_F(RouterTest, TwoServersAssignOnce) {
  use(in_turn());
  say(routing::Presence::online);
  begin();
  Router second(context.get_executor(), *store, clock, channels, {}, log);
  second.start();
  std::vector<ids::Conversation> all;
  for (int i = 0; i < 3; ++i) all.push_back(ask());
  for (const auto id : all) EXPECT_TRUE(is_assigned(id));
  stop([&] { return second.stop(); });
  stop([&] { return router->stop(); });
  for (const auto id : all) {
    const auto decisions = store->read_blocking([&](store::Reading& r) -> base::Result<std::vector<store::StoredDecision>> {
      return store::list_decisions(r, organization, id, 50);
    });
    EXPECT_EQ(decisions->size(), 1U);
  }
  router.reset();
  store.reset();
}

}  // namespace
}  // namespace heed
