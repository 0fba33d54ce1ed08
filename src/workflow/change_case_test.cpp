#include "workflow/change_case.hpp"

#include <gtest/gtest.h>

#include "store/case_store.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using Cases = std::vector<store::CaseRow>;
using Ids = std::vector<ids::Conversation>;

class CaseTest : public OfficeTest {
 protected:
  ids::Conversation posts(const std::string& person, const std::string& text) {
    auto item = office().item(person, text);
    item.is_public = true;
    item.thread_key = item.external_id;
    return office().hears(office().posts, item);
  }
  base::Result<LinkedCase> open(const rights::User& by, const std::string& title, const Ids& conversations) {
    return office().transact([&](store::Transaction& t) { return open_case(t, office().as(by), title, conversations); });
  }
  base::Result<LinkedCase> add(const rights::User& by, ids::Case to, ids::Conversation conversation) {
    return office().transact([&](store::Transaction& t) { return add_to_case(t, office().as(by), to, conversation); });
  }
  base::Result<LeftCase> take(const rights::User& by, ids::Case from, ids::Conversation conversation) {
    return office().transact([&](store::Transaction& t) { return take_from_case(t, office().as(by), from, conversation); });
  }
  base::Result<LinkedCase> find(const rights::User& by, ids::Case id) {
    return office().read([&](store::Reading& reading) { return find_visible_case(reading, office().as(by), id); });
  }
  base::Result<Moved> merge(ids::Conversation source, ids::Conversation target) {
    return office().transact(
        [&](store::Transaction& t) { return merge_conversations(t, office().as(office().mira), source, target); });
  }
  void hand_to_partner(ids::Conversation conversation) {
    (void)office().assign(office().mira, {conversation, {}, std::optional(std::optional(office().partner.id))}).value();
  }
  Cases titled(const std::string& part, std::optional<ids::User> only_teams_of = {}) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<Cases> {
          return store::page_cases(reading, office().organization, part, only_teams_of, 10);
        })
        .value();
  }
  static Ids ids_of(const LinkedCase& found) {
    Ids ids;
    for (const auto& state : found.conversations) ids.push_back(state.conversation.id);
    return ids;
  }
};

TEST_P(CaseTest, LinksConversationsAcrossChannelsAndTellsOfEach) {
  const auto chat = office().hears(office().chat, "ann", "My bike is broken");
  clock_.advance(std::chrono::minutes(1));
  const auto post = posts("ann", "Nobody answers about my bike");
  const auto before = office().last_seq();
  const auto opened = open(office().mira, " A broken bike ", {chat, post}).value();
  EXPECT_EQ(opened.matter.title, "A broken bike");
  EXPECT_EQ(opened.matter.created_by, office().mira.id);
  EXPECT_EQ(ids_of(opened), (Ids{post, chat})) << "the newest word first";
  EXPECT_EQ(office().conversation(chat).case_id, opened.matter.id);
  EXPECT_EQ(office().event_types(before), (std::vector<std::string>{"conversation.updated", "conversation.updated"}));
  EXPECT_TRUE(office().conversation(chat).owed) << "a link answers nobody";
  EXPECT_EQ(clocks(chat).size(), 1U);
}

TEST_P(CaseTest, TakesInMoreAndEachOnce) {
  const auto first = posts("ann", "One"), second = posts("bob", "Two"), third = posts("eve", "Three");
  const auto opened = open(office().mira, "Late parcels", {first}).value();
  EXPECT_EQ(add(office().mira, opened.matter.id, second).value().conversations.size(), 2U);
  const auto before = office().last_seq();
  EXPECT_EQ(add(office().mira, opened.matter.id, second).value().conversations.size(), 2U);
  EXPECT_TRUE(office().event_types(before).empty()) << "nothing changed";
  const auto other = open(office().mira, "Another", {third}).value();
  EXPECT_EQ(add(office().mira, opened.matter.id, third).error().kind, base::FailureKind::conflict);
  EXPECT_EQ(add(office().mira, opened.matter.id, ids::Conversation{5}).error().field, "conversation_id");
  EXPECT_EQ(add(office().mira, ids::Case{5}, first).error().kind, base::FailureKind::not_found);
  EXPECT_EQ(titled("LATE").at(0).conversation_count, 2);
  EXPECT_EQ(titled("").size(), 2U);
  EXPECT_EQ(titled("").at(0).id, other.matter.id) << "the newest first";
  EXPECT_TRUE(titled("l%s").empty()) << "not any number of letters";
}

TEST_P(CaseTest, NamesWhatIsWrongAndThenNothingIsOpened) {
  const auto first = posts("ann", "One");
  EXPECT_EQ(open(office().mira, " ", {first}).error().field, "title");
  EXPECT_EQ(open(office().mira, std::string(121, 'x'), {first}).error().field, "title");
  EXPECT_EQ(open(office().mira, "Parcels", {}).error().field, "conversation_ids");
  EXPECT_EQ(open(office().mira, "Parcels", {first, ids::Conversation{5}}).error().field, "conversation_ids");
  EXPECT_EQ(open(office().mira, "Parcels", {first, first}).error().kind, base::FailureKind::conflict);
  EXPECT_EQ(open(office().mira, "Parcels", Ids(51, first)).error().kind, base::FailureKind::conflict);
  EXPECT_EQ(office().conversation(first).case_id, std::nullopt);
  EXPECT_TRUE(titled("").empty());
}

TEST_P(CaseTest, IsGoneWithItsLastConversation) {
  const auto first = posts("ann", "One"), second = posts("ann", "Two");
  const auto id = open(office().mira, "Parcels", {first, second}).value().matter.id;
  const auto left = take(office().mira, id, first).value();
  EXPECT_EQ(left.conversation.conversation.case_id, std::nullopt);
  EXPECT_FALSE(left.ended);
  EXPECT_EQ(take(office().mira, id, first).error().kind, base::FailureKind::not_found);
  EXPECT_EQ(ids_of(find(office().mira, id).value()), Ids{second});
  EXPECT_TRUE(take(office().mira, id, second).value().ended);
  EXPECT_EQ(find(office().mira, id).error().kind, base::FailureKind::not_found);
  EXPECT_TRUE(titled("").empty());
}

TEST_P(CaseTest, ATitleIsChangedForAllWhoSeeIt) {
  const auto first = posts("ann", "One"), second = posts("ann", "Two");
  const auto id = open(office().mira, "Parcels", {first, second}).value().matter.id;
  const auto before = office().last_seq();
  const auto rename = [&](const std::string& title) {
    return office().transact([&](store::Transaction& t) { return rename_case(t, office().as(office().mira), id, title); });
  };
  EXPECT_EQ(rename("Late parcels").value().matter.title, "Late parcels");
  EXPECT_EQ(office().event_types(before).size(), 2U);
  (void)rename("Late parcels").value();
  EXPECT_EQ(office().event_types(before).size(), 2U) << "nothing changed";
  EXPECT_EQ(rename("").error().field, "title");
  EXPECT_EQ(find(office().mira, id).value().matter.title, "Late parcels");
}

TEST_P(CaseTest, PartnersSeeOnlyWhatIsTheirs) {
  const auto ours = posts("ann", "One"), theirs = posts("ann", "Two");
  const auto id = open(office().mira, "Parcels", {ours, theirs}).value().matter.id;
  EXPECT_EQ(find(office().pat, id).error().kind, base::FailureKind::not_found);
  EXPECT_EQ(add(office().pat, id, ours).error().kind, base::FailureKind::not_found);
  EXPECT_TRUE(titled("", office().pat.id).empty());
  hand_to_partner(theirs);
  EXPECT_EQ(ids_of(find(office().pat, id).value()), Ids{theirs});
  EXPECT_EQ(titled("", office().pat.id).at(0).conversation_count, 1);
  EXPECT_EQ(add(office().pat, id, ours).error().field, "conversation_id");
  EXPECT_EQ(take(office().pat, id, ours).error().kind, base::FailureKind::not_found);
  EXPECT_FALSE(take(office().pat, id, theirs).value().ended);
  EXPECT_EQ(ids_of(find(office().mira, id).value()), Ids{ours});
}

TEST_P(CaseTest, AMergeTakesTheCaseAlongAndUndoingItGivesItBack) {
  const auto first = posts("ann", "One"), second = posts("ann", "Two");
  const auto id = open(office().mira, "Parcels", {second}).value().matter.id;
  const auto moved = merge(second, first).value();
  EXPECT_EQ(moved.target.conversation.case_id, id);
  EXPECT_EQ(ids_of(find(office().mira, id).value()), Ids{first});
  EXPECT_EQ(add(office().mira, id, second).error().kind, base::FailureKind::conflict) << "link what it was merged into";
  const auto undone =
      office().transact([&](store::Transaction& t) { return undo_move(t, office().as(office().mira), moved.id); });
  ASSERT_TRUE(undone);
  EXPECT_EQ(office().conversation(first).case_id, std::nullopt);
  EXPECT_EQ(ids_of(find(office().mira, id).value()), Ids{second});
}

TEST_P(CaseTest, AMergeLeavesTheTargetInItsOwnCase) {
  const auto first = posts("ann", "One"), second = posts("ann", "Two");
  const auto own = open(office().mira, "Own", {first}).value().matter.id;
  const auto other = open(office().mira, "Other", {second}).value().matter.id;
  const auto moved = merge(second, first).value();
  EXPECT_EQ(office().conversation(first).case_id, own);
  EXPECT_EQ(find(office().mira, other).error().kind, base::FailureKind::not_found) << "nothing of it is to be seen";
  (void)office().transact([&](store::Transaction& t) { return undo_move(t, office().as(office().mira), moved.id); }).value();
  EXPECT_EQ(office().conversation(first).case_id, own);
  EXPECT_EQ(ids_of(find(office().mira, other).value()), Ids{second});
}

TEST_P(CaseTest, WhatIsSplitOffIsAMatterOfItsOwn) {
  const auto chat = office().hears(office().chat, "ann", "My bike is broken");
  (void)open(office().mira, "A broken bike", {chat}).value();
  const auto said = office().reply(office().mira, chat, "And about the invoice").value();
  const auto moved = office()
                         .transact([&](store::Transaction& t) {
                           return split_conversation(t, office().as(office().mira), chat, {said.message.id});
                         })
                         .value();
  EXPECT_EQ(moved.target.conversation.case_id, std::nullopt);
}

HEED_ON_BOTH_ENGINES(CaseTest);

}  // namespace
}  // namespace workflow
