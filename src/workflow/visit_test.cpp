#include "workflow/visit.hpp"

#include <gtest/gtest.h>

#include "store/contact_store.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using base::FailureKind;
using namespace std::chrono_literals;

class VisitTest : public OfficeTest {
 protected:
  // A browser that may speak at the chat, as authentication makes it of the visitor's token.
  rights::Principal visitor(const std::string& hash = "hash of a token", Office* at = nullptr) {
    const Office& door = at != nullptr ? *at : office();
    return store_
        ->transact_blocking([&](store::Transaction& t) -> base::Result<rights::Principal> {
          make_visitor(t, door.chat, hash, "Visitor 4f2a");
          const auto row = store::find_visitor(t, hash).value();
          rights::Principal who;
          who.kind = rights::PrincipalKind::visitor;
          who.organization_id = row.organization_id;
          who.inbox_id = row.inbox_id;
          who.identity_id = row.identity_id;
          return who;
        })
        .value();
  }
  base::Result<ReceivedItem> say(const rights::Principal& who, const VisitorWords& words) {
    return office().transact([&](store::Transaction& t) { return visitor_says(t, who, words, office().channels); });
  }
  base::Result<ReceivedItem> say(const rights::Principal& who, const std::string& text) {
    return say(who, {office().chat.key, text, {}, {}});
  }
  contact::Contact contact_of(const ReceivedItem& received) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<contact::Contact> {
          return store::find_contact(reading, office().organization, received.state.value().conversation.contact_id).value();
        })
        .value();
  }
};

TEST_P(VisitTest, AVisitorIsKnownByNoNameUntilTheySpeak) {
  const auto who = visitor();
  const auto identity = office()
                            .read([&](store::Reading& reading) -> base::Result<contact::Identity> {
                              return store::find_identity(reading, office().organization, *who.identity_id).value();
                            })
                            .value();
  EXPECT_EQ(identity.contact_id, std::nullopt);
  const auto received = say(who, "Hello").value();
  EXPECT_EQ(received.author_name, "Visitor 4f2a");
  EXPECT_EQ(contact_of(received).name, "Visitor 4f2a");
  EXPECT_TRUE(received.state->conversation.owed);
}

TEST_P(VisitTest, NameAndAddressAreKeptAsTyped) {
  const auto who = visitor();
  const auto first = say(who, {office().chat.key, "Hello", " Inês ", "Ines@Example.org"}).value();
  EXPECT_EQ(first.state->contact_name, "Inês");
  EXPECT_EQ(contact_of(first).email, "Ines@Example.org");
  const auto second = say(who, {office().chat.key, "It is Inês Sá", "Inês Sá", {}}).value();
  EXPECT_EQ(second.state->contact_name, "Inês Sá") << "the list shows it with the word that brought it";
  EXPECT_EQ(contact_of(second).email, "Ines@Example.org") << "what is not said again stays";
}

TEST_P(VisitTest, TheAddressGivenLaterIsKept) {
  const auto who = visitor();
  (void)say(who, "Hello").value();
  EXPECT_EQ(contact_of(say(who, {office().chat.key, "Write to me", {}, "ines@example.org"}).value()).email,
            "ines@example.org");
}

TEST_P(VisitTest, AnAddressJoinsNobody) {
  const auto first = say(visitor("one"), {office().chat.key, "Hello", "Inês", "ines@example.org"}).value();
  const auto second = say(visitor("two"), {office().chat.key, "Hello", "Inês", "ines@example.org"}).value();
  EXPECT_NE(first.state->conversation.contact_id, second.state->conversation.contact_id);
}

TEST_P(VisitTest, RefusesWhatIsNoNameOrAddress) {
  const auto who = visitor();
  const auto field = [&](std::optional<std::string> name, std::optional<std::string> email) {
    const auto outcome = say(who, {office().chat.key, "Hello", std::move(name), std::move(email)});
    return outcome ? "taken" : outcome.error().field;
  };
  EXPECT_EQ(field("two\nlines", {}), "name");
  EXPECT_EQ(field(std::string(101, 'x'), {}), "name");
  for (const char* wrong : {"ines", "@example.org", "ines@", "i nes@example.org", "<ines@example.org>",
                            "ines@example.org,rui@example.org", "ines@example.org\nBcc: rui@example.org"})
    EXPECT_EQ(field({}, wrong), "email") << wrong;
  EXPECT_EQ(field({}, std::string(250, 'a') + "@b.pt"), "email");
  EXPECT_EQ(field("", "  "), "taken") << "nothing typed is nothing said";
}

TEST_P(VisitTest, RefusesEmptyAndEndlessText) {
  const auto who = visitor();
  EXPECT_EQ(say(who, " \n ").error().field, "text");
  EXPECT_EQ(say(who, std::string(4001, 'x')).error().field, "text");
  EXPECT_EQ(say(who, std::string(5000, '\x80')).error().field, "text") << "stray bytes become characters";
  EXPECT_TRUE(say(who, std::string(4000, 'x')));
}

TEST_P(VisitTest, ATokenOpensItsOwnDoorOnly) {
  Office other(*store_, clock_, "Porto Boats");
  const auto theirs = visitor("theirs", &other);
  const auto refused = say(theirs, {office().chat.key, "Hello", {}, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::not_found) << "as if it were not there";

  auto nobody = visitor("nobody");
  nobody.identity_id.reset();
  EXPECT_EQ(say(nobody, "Hello").error().kind, FailureKind::not_found);
  auto gone = visitor("gone");
  gone.identity_id = ids::Identity{12345};
  EXPECT_EQ(say(gone, "Hello").error().kind, FailureKind::unauthenticated);
}

TEST_P(VisitTest, OnlyAChatThatIsOnHasADoor) {
  const auto door = [&](const std::string& key) {
    return office().read([&](store::Reading& reading) { return find_open_door(reading, key, office().channels); });
  };
  EXPECT_EQ(door(office().chat.key).value().id, office().chat.id);
  EXPECT_EQ(door("no such key").error().kind, FailureKind::not_found);
  EXPECT_EQ(door("").error().kind, FailureKind::not_found);
  EXPECT_EQ(door(office().posts.key).error().kind, FailureKind::not_found) << "nobody chats with an archive";
  const auto who = visitor();
  InboxChange off;
  off.inbox_id = office().chat.id;
  off.enabled = false;
  (void)office()
      .transact([&](store::Transaction& t) { return change_inbox(t, office().organization, off, office().channels); })
      .value();
  EXPECT_EQ(door(office().chat.key).error().kind, FailureKind::not_found);
  EXPECT_EQ(say(who, "Hello").error().kind, FailureKind::not_found);
}

// A machine's clock may be set back; who writes then has still the last word, and waits.
TEST_P(VisitTest, AWordIsTheLastOneAlsoWhenTheClockWasSetBack) {
  const auto who = visitor();
  const auto id = say(who, "Hello").value().state->conversation.id;
  (void)office().reply(office().mira, id, "Hi").value();
  clock_.advance(-10min);
  const auto received = say(who, "Are you there?").value();
  EXPECT_EQ(received.state->conversation.id, id);
  EXPECT_TRUE(received.state->conversation.owed);
  EXPECT_EQ(received.state->conversation.last_text, "Are you there?");
}

HEED_ON_BOTH_ENGINES(VisitTest);

}  // namespace
}  // namespace workflow
