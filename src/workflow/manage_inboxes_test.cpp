#include "workflow/manage_inboxes.hpp"

#include <gtest/gtest.h>

#include "store/inbox_store.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using Types = std::vector<std::string>;

class InboxesTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    if (IsSkipped()) return;
    // A channel that is particular about its settings.
    office().channels[0].check_settings = [](const boost::json::value& settings) -> base::Result<boost::json::value> {
      if (settings.is_object() && settings.get_object().contains("bad"))
        return base::fail(FailureKind::invalid, "bad: not wanted", "bad");
      if (!settings.is_object()) return base::fail(FailureKind::invalid, "expected an object");
      return settings;
    };
  }
  NewInbox wanted(const std::string& name) {
    NewInbox wanted;
    wanted.channel = office().channels[0].id;
    wanted.name = name;
    wanted.settings = boost::json::object{{"greeting", "Olá"}};
    wanted.key = "key of " + name;
    return wanted;
  }
  base::Result<inbox::Inbox> create(const NewInbox& wanted) {
    return office().transact(
        [&](store::Transaction& t) { return create_inbox(t, office().organization, wanted, office().channels); });
  }
  base::Result<inbox::Inbox> change(const InboxChange& change) {
    return office().transact(
        [&](store::Transaction& t) { return change_inbox(t, office().organization, change, office().channels); });
  }
};

TEST_P(InboxesTest, AnInboxHasItsChannelsTargetUnlessToldOtherwise) {
  const auto before = office().last_seq();
  const auto made = create(wanted(" Shop chat ")).value();
  EXPECT_EQ(made.name, "Shop chat");
  EXPECT_EQ(made.first_response_s, 300);
  EXPECT_EQ(made.settings, R"({"greeting":"Olá"})");
  EXPECT_TRUE(made.enabled);
  EXPECT_EQ(office().event_types(before), Types{"inbox.changed"});
  auto quick = wanted("Quick");
  quick.first_response_s = 10;
  EXPECT_EQ(create(quick).value().first_response_s, 10);
}

TEST_P(InboxesTest, NamesTheMemberThatIsWrong) {
  const auto field = [&](auto spoil) {
    auto spoilt = wanted("New");
    spoil(spoilt);
    const auto outcome = create(spoilt);
    return outcome ? "taken" : outcome.error().field;
  };
  EXPECT_EQ(field([](NewInbox& w) { w.channel = "telepathy"; }), "channel");
  EXPECT_EQ(field([&](NewInbox& w) { w.channel = office().channels[1].id; }), "channel") << "only imports fill it";
  EXPECT_EQ(field([](NewInbox& w) { w.name = " "; }), "name");
  EXPECT_EQ(field([](NewInbox& w) { w.name = std::string(81, 'x'); }), "name");
  EXPECT_EQ(field([](NewInbox& w) { w.settings = boost::json::object{{"bad", 1}}; }), "settings.bad");
  EXPECT_EQ(field([](NewInbox& w) { w.settings = 7; }), "settings");
  EXPECT_EQ(field([](NewInbox& w) { w.first_response_s = 9; }), "first_response_s");
  EXPECT_EQ(field([](NewInbox& w) { w.first_response_s = 30 * 24 * 3600 + 1; }), "first_response_s");
  EXPECT_EQ(field([](NewInbox& w) { w.team_id = ids::Team{12345}; }), "team_id");
  auto near = wanted("New");
  near.channel = "test_chatt";
  EXPECT_EQ(create(near).error().message, "channel: unknown; did you mean test_chat?");
}

TEST_P(InboxesTest, ANameIsTakenOnce) {
  EXPECT_EQ(create(wanted("Chat")).error().kind, FailureKind::conflict);
  const auto second = create(wanted("Second")).value();
  InboxChange rename;
  rename.inbox_id = second.id;
  rename.name = "Chat";
  EXPECT_EQ(change(rename).error().kind, FailureKind::conflict);
  rename.name = "Second";
  EXPECT_TRUE(change(rename)) << "its own";
}

TEST_P(InboxesTest, ChangesWhatIsNamedAndNothingElse) {
  const auto made = create(wanted("Shop")).value();
  InboxChange some;
  some.inbox_id = made.id;
  some.team_id.emplace(office().care.id);
  some.enabled = false;
  auto changed = change(some).value();
  EXPECT_EQ(changed.team_id, office().care.id);
  EXPECT_FALSE(changed.enabled);
  EXPECT_EQ(changed.name, "Shop");
  EXPECT_EQ(changed.settings, made.settings);
  InboxChange none;
  none.inbox_id = made.id;
  none.team_id.emplace(std::nullopt);
  changed = change(none).value();
  EXPECT_EQ(changed.team_id, std::nullopt);
  EXPECT_FALSE(changed.enabled);
}

TEST_P(InboxesTest, AnotherOrganizationsInboxAndTeamAreNotThere) {
  Office other(*store_, clock_, "Porto Boats");
  InboxChange theirs;
  theirs.inbox_id = other.chat.id;
  theirs.name = "Ours now";
  EXPECT_EQ(change(theirs).error().kind, FailureKind::not_found);
  InboxChange ours;
  ours.inbox_id = office().chat.id;
  ours.team_id.emplace(other.care.id);
  EXPECT_EQ(change(ours).error().field, "team_id");
}

TEST_P(InboxesTest, AnImportFindsTheInboxItMade) {
  const auto ensure = [&](const std::string& name) {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<ids::Inbox> {
          return ensure_imported_inbox(t, office().organization, office().channels[1], name, "key " + name).id;
        })
        .value();
  };
  EXPECT_EQ(ensure("@lisbonbikes"), office().posts.id);
  const auto made = ensure("@portobikes");
  EXPECT_NE(made, office().posts.id);
  EXPECT_EQ(ensure("@portobikes"), made);
}

HEED_ON_BOTH_ENGINES(InboxesTest);

}  // namespace
}  // namespace workflow
