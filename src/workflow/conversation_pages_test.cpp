// Pages of the lists that are sorted on the spot: one contact's conversations, and those somebody was given by name.

#include "store/conversation_pages.hpp"

#include <gtest/gtest.h>

#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using conversation::View;
using Ids = std::vector<ids::Conversation>;

class ConversationPagesTest : public OfficeTest {
 protected:
  ids::Conversation posts(const std::string& text) {
    clock_.advance(std::chrono::minutes(1));
    auto item = office().item("ann", text);
    item.is_public = true;
    item.thread_key = item.external_id;
    return office().hears(office().posts, item);
  }
  // Every page of two, one after the other.
  Ids all_pages(store::ConversationFilter filter) {
    filter.organization = office().organization;
    filter.limit = 2;
    Ids all;
    for (;;) {
      const auto page = office()
                            .read([&](store::Reading& reading) -> base::Result<std::vector<event::ConversationState>> {
                              return store::page_conversations(reading, filter);
                            })
                            .value();
      for (const auto& state : page) all.push_back(state.conversation.id);
      if (page.size() < 2) return all;
      const auto& last = page.back().conversation;
      filter.after_key = store::sort_key(last, filter.view);
      filter.after_id = last.id;
    }
  }
};

TEST_P(ConversationPagesTest, OfOneContactInTheOrderOfEachView) {
  Ids said;
  for (const char* text : {"One", "Two", "Three", "Four", "Five"}) said.push_back(posts(text));
  (void)office().resolve(office().mira, said[1], conversation::DismissReason::spam).value();
  (void)office().hears(office().chat, "bob", "Somebody else");
  store::ConversationFilter filter;
  filter.contact = office().conversation(said[0]).contact_id;
  filter.view = View::all;
  EXPECT_EQ(all_pages(filter), (Ids{said[4], said[3], said[2], said[1], said[0]})) << "newest word first";
  filter.view = View::owed;
  EXPECT_EQ(all_pages(filter), (Ids{said[0], said[2], said[3], said[4]})) << "nearest deadline first";
  filter.view = View::resolved;
  EXPECT_EQ(all_pages(filter), Ids{said[1]});
}

TEST_P(ConversationPagesTest, OfAPartnerWhatIsTheirTeamsAndWhatTheyWereGiven) {
  Ids said;
  for (const char* text : {"One", "Two", "Three", "Four", "Five"}) said.push_back(posts(text));
  const auto team = std::optional(std::optional(office().partner.id));
  for (const auto id : {said[0], said[2], said[4]}) (void)office().assign(office().mira, {id, {}, team}).value();
  store::ConversationFilter filter;
  filter.only_teams_of = office().pat.id;
  filter.view = View::all;
  EXPECT_EQ(all_pages(filter), (Ids{said[4], said[2], said[0]}));
  // Given by name, and no longer with the team.
  database_->administer("UPDATE conversations SET assignee_id = " + std::to_string(office().pat.id.value) +
                        ", team_id = NULL WHERE id IN (" + std::to_string(said[0].value) + ", " +
                        std::to_string(said[3].value) + ")");
  EXPECT_EQ(all_pages(filter), (Ids{said[4], said[3], said[2], said[0]}));
  filter.view = View::owed;
  EXPECT_EQ(all_pages(filter), (Ids{said[0], said[2], said[3], said[4]}));
}

TEST_P(ConversationPagesTest, CountsWhatStandsInEachViewAndWhatIsLateOfIt) {
  Ids said;
  for (const char* text : {"One", "Two", "Three", "Four"}) said.push_back(posts(text));
  (void)office().assign(office().mira, {said[0], std::optional(std::optional(office().mira.id)), {}}).value();
  (void)office().resolve(office().mira, said[3], conversation::DismissReason::spam).value();
  const auto due = office().conversation(said[1]).due_at.value();
  const auto counted = [&](View view, base::Time now, std::optional<ids::User> only_teams_of = {}) {
    const auto count =
        office()
            .read([&](store::Reading& reading) -> base::Result<store::ViewCount> {
              return store::count_view(reading, office().organization, view, now, office().mira.id, only_teams_of);
            })
            .value();
    return std::pair(count.count, count.late);
  };
  using Count = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(counted(View::owed, due), Count(3, 1)) << "at its last moment a word is in time";
  EXPECT_EQ(counted(View::owed, due + std::chrono::milliseconds(1)), Count(3, 2));
  EXPECT_EQ(counted(View::open, due + std::chrono::milliseconds(1)), Count(3, 2));
  EXPECT_EQ(counted(View::mine, due), Count(1, 1));
  EXPECT_EQ(counted(View::unassigned, due), Count(2, 0));
  EXPECT_EQ(counted(View::snoozed, due), Count(0, 0));
  EXPECT_EQ(counted(View::owed, due, office().pat.id), Count(0, 0));
}

HEED_ON_BOTH_ENGINES(ConversationPagesTest);

}  // namespace
}  // namespace workflow
