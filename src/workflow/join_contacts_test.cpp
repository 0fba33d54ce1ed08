#include "workflow/join_contacts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/contact/name.hpp"
#include "store/contact_join_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_pages.hpp"
#include "store/message_store.hpp"
#include "store/strike_store.hpp"
#include "store/timeline_store.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/test_office.hpp"
#include "workflow/visit.hpp"

namespace workflow {
namespace {

using channel::ProofKind;
using contact::Contact;

class JoinTest : public OfficeTest {
 protected:
  channel::InboundItem item(const std::string& who, const std::string& text, const std::string& thread = "") {
    clock_.advance(std::chrono::minutes(1));
    auto item = office().item(who, text);
    item.is_public = !thread.empty();
    item.thread_key = thread;
    return item;
  }
  ids::Conversation say(const std::string& who, const std::string& text, const std::string& thread = "",
                        const std::string& email = "") {
    auto word = item(who, text, thread);
    if (!email.empty()) word.author.proofs.push_back({ProofKind::email, email});
    return office().hears(office().posts, word);
  }
  ids::Contact contact_of(ids::Conversation id) { return office().conversation(id).contact_id; }
  Contact contact(ids::Contact id) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<Contact> {
          return store::find_contact(reading, office().organization, id).value();
        })
        .value();
  }
  std::vector<contact::Identity> identities(ids::Contact id) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<contact::Identity>> {
          return store::list_identities(reading, office().organization, id);
        })
        .value();
  }
  std::vector<std::string> handles(ids::Contact id) {
    std::vector<std::string> handles;
    for (const auto& identity : identities(id)) handles.push_back(identity.external_id);
    std::ranges::sort(handles);
    return handles;
  }
  std::vector<std::string> texts(ids::Conversation id) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<std::string>> {
          auto words = store::list_story(reading, office().organization, id);
          std::ranges::sort(words, {}, &conversation::Told::said_at);
          std::vector<std::string> texts;
          for (const auto& word : words) texts.push_back(word.text);
          return texts;
        })
        .value();
  }
  base::Result<Contact> join(ids::Contact stays, ids::Contact goes) {
    return office().transact(
        [&](store::Transaction& t) { return join_by_hand(t, office().as(office().mira), stays, goes); });
  }
  // Takes these handles from the contact.
  base::Result<Contact> separate(ids::Contact from, const std::vector<std::string>& external_ids) {
    std::vector<ids::Identity> leaving;
    for (const auto& identity : identities(from)) {
      if (std::ranges::find(external_ids, identity.external_id) != external_ids.end()) leaving.push_back(identity.id);
    }
    return office().transact(
        [&](store::Transaction& t) { return separate_identities(t, office().as(office().mira), from, leaving); });
  }
};

using Texts = std::vector<std::string>;

TEST_P(JoinTest, TheSameProofMakesOnePersonOfTwo) {
  const auto a = say("ann", "Where is it?", "", "Ann@Example.org ");
  const auto b = say("annie", "Hello?", "thread", "ann@example.org");
  EXPECT_EQ(contact_of(a), contact_of(b));
  EXPECT_EQ(handles(contact_of(a)), (Texts{"ann", "annie"}));
  const auto types = office().event_types();
  EXPECT_EQ(std::ranges::count(types, "identities.moved"), 1);
  // What they say next, with or without proof, is hers.
  EXPECT_EQ(contact_of(say("annie", "Anybody?", "another")), contact_of(a));
}

TEST_P(JoinTest, WithoutProofOrWithAnotherNobodyJoins) {
  const auto a = say("ann", "One", "", "ann@example.org");
  const auto b = say("bob", "Two", "", "bob@example.org");
  const auto c = say("ann@example.org", "Three");
  EXPECT_NE(contact_of(a), contact_of(b));
  EXPECT_NE(contact_of(a), contact_of(c));
  auto numbered = item("cid", "Four");
  numbered.author.proofs.push_back({ProofKind::customer_id, "ann@example.org"});
  EXPECT_NE(contact_of(office().hears(office().posts, numbered)), contact_of(a)) << "another kind of proof";
}

TEST_P(JoinTest, OneThreadIsOneConversationAfterwards) {
  const auto a = say("ann", "One", "thread");
  const auto b = say("annie", "Two", "thread");
  ASSERT_NE(a, b);
  say("ann", "Three", "thread", "ann@example.org");
  const auto last = say("annie", "Four", "thread", "ann@example.org");
  EXPECT_EQ(last, a) << "the older goes on";
  EXPECT_EQ(texts(a), (Texts{"One", "Two", "Three", "Four"}));
  EXPECT_EQ(office().conversation(b).merged_into_id, a);
  EXPECT_EQ(clocks(a).size(), 1U);
}

TEST_P(JoinTest, PrivateTalksThatAreUnderWayBecomeOneAndClosedOnesStay) {
  const auto old = say("annie", "Long ago");
  office().resolve(office().mira, old, conversation::DismissReason::thanks_only).value();
  clock_.advance(std::chrono::hours(100));
  const auto b = say("annie", "Two");
  const auto a = say("ann", "One", "", "ann@example.org");
  ASSERT_NE(old, b);
  say("annie", "Three", "", "ann@example.org");
  EXPECT_EQ(contact_of(old), contact_of(a));
  EXPECT_EQ(office().conversation(old).status, conversation::Status::resolved);
  EXPECT_EQ(texts(old), (Texts{"Long ago"}));
  EXPECT_EQ(texts(b), (Texts{"Two", "One", "Three"}));
}

TEST_P(JoinTest, ASignalProvesTooAndAProofMakesAContact) {
  const auto a = say("ann", "One", "", "ann@example.org");
  auto like = item("annie", "");
  like.kind = channel::ItemKind::follow;
  like.author.proofs.push_back({ProofKind::email, "ann@example.org"});
  office()
      .transact([&](store::Transaction& t) -> base::Result<bool> { return Receiving(t).receive(office().posts, like); })
      .value();
  EXPECT_EQ(handles(contact_of(a)), (Texts{"ann", "annie"}));
}

TEST_P(JoinTest, StrikesSignalsAndTheNameSomebodyGaveStay) {
  const auto a = say("ann", "One", "", "ann@example.org");
  const auto b = say("annie", "Two", "t");
  const auto kept = contact_of(a), gone = contact_of(b);
  const auto done = office().transact([&](store::Transaction& t) -> base::Result<void> {
    auto named = store::find_contact(t, office().organization, gone).value();
    named.name = "Mrs Ann Silva";
    store::update_contact(t, named);
    (void)store::insert_strike(
        t, {t.new_id<ids::Strike>(), office().organization, gone, b, contact::StrikeCause::reopened, t.now()});
    return {};
  });
  ASSERT_TRUE(done);
  say("annie", "Three", "t", "ann@example.org");
  EXPECT_EQ(contact(kept).name, "Mrs Ann Silva");
  EXPECT_EQ(contact(gone).joined_into_id, kept);
  EXPECT_EQ(office().state(a).contact_name, "Mrs Ann Silva");
  const auto strikes = office().read([&](store::Reading& reading) -> base::Result<std::vector<contact::StrikeTally>> {
    return store::tally_strikes(reading, office().organization, kept);
  });
  ASSERT_EQ(strikes->size(), 1U);
  EXPECT_EQ(strikes->front().count, 1);
  const auto moments = office().read([&](store::Reading& reading) -> base::Result<std::vector<contact::Moment>> {
    return store::page_timeline(reading, office().organization, kept, std::nullopt, 0, 100);
  });
  EXPECT_TRUE(std::ranges::any_of(*moments, [](const auto& m) { return m.joined == contact::JoinCause::proof; }));
}

TEST_P(JoinTest, ByHandAndApartAgainEverythingStandsAsBefore) {
  const auto a = say("ann", "One", "thread");
  const auto b = say("annie", "Two", "thread");
  const auto c = say("annie", "Elsewhere", "other");
  const auto ann = contact_of(a), annie = contact_of(b);
  const auto joined = join(ann, annie);
  ASSERT_TRUE(joined);
  EXPECT_EQ(contact_of(c), ann);
  EXPECT_EQ(texts(a), (Texts{"One", "Two"}));
  const auto back = separate(ann, {"annie"});
  ASSERT_TRUE(back);
  EXPECT_EQ(back->id, annie);
  EXPECT_FALSE(contact(annie).joined_into_id);
  EXPECT_EQ(contact(annie).name, "annie");
  EXPECT_EQ(contact(ann).name, "ann");
  EXPECT_EQ(texts(a), (Texts{"One"}));
  EXPECT_EQ(texts(b), (Texts{"Two"}));
  EXPECT_FALSE(office().conversation(b).merged_into_id);
  EXPECT_EQ(contact_of(b), annie);
  EXPECT_EQ(contact_of(c), annie);
  EXPECT_EQ(contact_of(a), ann);
  EXPECT_TRUE(office().conversation(b).owed);
}

TEST_P(JoinTest, WhatWasSaidSinceGoesWithWhoSaidIt) {
  const auto a = say("ann", "One", "thread", "ann@example.org");
  say("annie", "Two", "thread", "ann@example.org");
  ASSERT_EQ(say("annie", "Three", "thread"), a);
  say("ann", "Four", "thread");
  const auto fresh = say("annie", "Five", "fresh");
  const auto back = separate(contact_of(a), {"annie"});
  ASSERT_TRUE(back);
  EXPECT_EQ(texts(a), (Texts{"One", "Four"}));
  EXPECT_EQ(contact_of(fresh), back->id);
  // And the next word finds what they said before.
  const auto next = say("annie", "Six", "thread");
  EXPECT_EQ(contact_of(next), back->id);
  EXPECT_EQ(texts(next), (Texts{"Two", "Three", "Six"}));
}

TEST_P(JoinTest, ApartAfterTheWordsWentOnElsewhere) {
  const auto a = say("ann", "One", "thread");
  const auto b = say("annie", "Two", "thread");
  const auto ann = contact_of(a);
  ASSERT_TRUE(join(ann, contact_of(b)));
  const auto other = say("ann", "Three", "other");
  const auto merged =
      office().transact([&](store::Transaction& t) { return merge_conversations(t, office().as(office().mira), a, other); });
  ASSERT_TRUE(merged);
  const auto back = separate(ann, {"annie"});
  ASSERT_TRUE(back);
  EXPECT_EQ(texts(other), (Texts{"One", "Three"}));
  EXPECT_EQ(handles(ann), (Texts{"ann"}));
  EXPECT_EQ(contact_of(b), back->id);
}

TEST_P(JoinTest, TheProofDoesNotJoinAgainWhoWasTakenApartUntilAHandDoes) {
  const auto a = say("ann", "One", "", "ann@example.org");
  say("annie", "Two", "", "ann@example.org");
  const auto ann = contact_of(a);
  const auto annie = separate(ann, {"annie"}).value().id;
  say("annie", "Three", "", "ann@example.org");
  auto numbered = item("annie", "Four");
  numbered.author.proofs.push_back({ProofKind::customer_id, "7"});
  office().hears(office().posts, numbered);
  numbered = item("ann", "Five");
  numbered.author.proofs.push_back({ProofKind::customer_id, "7"});
  EXPECT_EQ(contact_of(office().hears(office().posts, numbered)), ann);
  EXPECT_EQ(handles(annie), (Texts{"annie"}));
  ASSERT_TRUE(join(ann, annie));
  EXPECT_EQ(handles(ann), (Texts{"ann", "annie"}));
}

TEST_P(JoinTest, SomeOfSeveralHandlesLeaveForAContactOfTheirOwn) {
  const auto a = say("ann", "One", "", "ann@example.org");
  say("annie", "Two", "x", "ann@example.org");
  const auto c = say("carl", "Three", "y", "ann@example.org");
  const auto ann = contact_of(a);
  ASSERT_EQ(handles(ann).size(), 3U);
  const auto carl = separate(ann, {"carl", "annie"});
  ASSERT_TRUE(carl);
  EXPECT_NE(carl->id, ann);
  EXPECT_EQ(contact_of(c), carl->id);
  EXPECT_EQ(handles(carl->id), (Texts{"annie", "carl"}));
  EXPECT_EQ(handles(ann), (Texts{"ann"}));
}

TEST_P(JoinTest, RefusesInSentences) {
  const auto ann = contact_of(say("ann", "One"));
  const auto bob = contact_of(say("bob", "Two"));
  EXPECT_EQ(join(ann, ann).error().field, "other_id");
  EXPECT_EQ(join(ann, ids::Contact{7}).error().field, "other_id");
  EXPECT_EQ(join(ids::Contact{7}, ann).error().kind, base::FailureKind::not_found);
  EXPECT_EQ(separate(ann, {}).error().field, "identity_ids");
  EXPECT_EQ(separate(ann, {"ann"}).error().message, "identity_ids: at least one must stay");
  ASSERT_TRUE(join(ann, bob));
  EXPECT_EQ(join(ann, bob).error().kind, base::FailureKind::conflict);
}

TEST_P(JoinTest, TwoVisitorsOfOneChatStayTwo) {
  const auto visitor = [&](const std::string& name, const std::string& text) {
    return office()
        .transact([&](store::Transaction& t) -> base::Result<ids::Contact> {
          make_visitor(t, office().chat, "hash of " + name, name);
          const auto seen = store::find_visitor(t, "hash of " + name);
          rights::Principal who;
          who.kind = rights::PrincipalKind::visitor;
          who.organization_id = office().organization;
          who.inbox_id = office().chat.id;
          who.identity_id = seen->identity_id;
          const auto said = visitor_says(t, who, {office().chat.key, text, std::nullopt, std::nullopt}, office().channels);
          return said->state->conversation.contact_id;
        })
        .value();
  };
  const auto one = visitor("quiet fox", "My secret");
  const auto two = visitor("loud owl", "Let me see");
  EXPECT_EQ(join(one, two).error().kind, base::FailureKind::conflict);
  // Nor by way of somebody else.
  const auto ann = contact_of(say("ann", "Hi", "", "ann@example.org"));
  ASSERT_TRUE(join(ann, one));
  const auto bob = contact_of(say("bob", "Hi"));
  ASSERT_TRUE(join(bob, two));
  say("bob", "It is me", "", "ann@example.org");
  EXPECT_EQ(identities(ann).size(), 2U);
  EXPECT_EQ(identities(bob).size(), 2U);
}

HEED_ON_BOTH_ENGINES(JoinTest);

TEST(ContactName, IsTheSameInAnyOrderAndRatherAName) {
  contact::Identity number, handle, name;
  number.channel = "a";
  number.external_id = "1";
  handle.channel = "b";
  handle.handle = "@ann";
  name.channel = "c";
  name.name = "Ann";
  EXPECT_EQ(contact::name_of(std::vector{number, handle, name}), "Ann");
  EXPECT_EQ(contact::name_of(std::vector{handle, number}), "@ann");
  EXPECT_EQ(contact::name_of(std::vector{number}), "1");
  EXPECT_EQ(contact::name_of({}), "");
}

}  // namespace
}  // namespace workflow
