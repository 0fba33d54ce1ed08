#include "domain/report/care_threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace report {
namespace {

base::Time at(int second) { return base::Time{std::chrono::seconds{second}}; }

// The threads of posts added in this order; each post's tag is its place in the list.
CareThreads assign(const std::vector<CarePost>& posts) {
  CarePosts collected;
  std::uint32_t tag = 0;
  for (auto post : posts) {
    post.tag = tag++;
    collected.add(post);
  }
  return assign_conversations(std::move(collected));
}

// The index that the post added as number `tag` got.
std::uint32_t index_of(const CareThreads& threads, std::uint32_t tag) {
  for (std::uint32_t i = 0; i < threads.posts.size(); ++i) {
    if (threads.posts[i].tag == tag) return i;
  }
  return kNone;
}

std::string root_of(const CareThreads& threads, std::uint32_t tag) {
  return std::to_string(threads.posts[threads.root[index_of(threads, tag)]].tag);
}

std::string brand_of(const CareThreads& threads, std::uint32_t tag) {
  const auto conversation = threads.conversation[index_of(threads, tag)];
  if (conversation == kNone) return "no conversation";
  const auto brand = threads.conversations[conversation].brand;
  return brand == kNone ? "unknown" : std::string(threads.names.name(brand));
}

std::vector<std::uint32_t> read_in_order(const CareThreads& threads) {
  std::vector<std::uint32_t> tags;
  for (const auto i : reading_order(threads.posts, threads.root)) tags.push_back(threads.posts[i].tag);
  return tags;
}

using Tags = std::vector<std::uint32_t>;

CarePost customer(std::string_view id, std::string_view author, int second, std::string_view parent = "",
                  std::string_view text = "") {
  return {.id = id, .author = author, .inbound = true, .at = at(second), .parent = parent, .text = text};
}

CarePost brand(std::string_view id, std::string_view author, int second, std::string_view parent = "") {
  return {.id = id, .author = author, .inbound = false, .at = at(second), .parent = parent};
}

TEST(Mentions, AreTheNamesAfterAnAt) {
  const std::vector<std::string_view> expected{"Acme", "b_2", "c"};
  EXPECT_EQ(mentions_in("@Acme, hey .@b_2 w/@c"), expected);
  EXPECT_TRUE(mentions_in("ann@acme.example @ @@ @-").empty());
  EXPECT_EQ(mentions_in("@@Acme").size(), 1U);
  EXPECT_EQ(mentions_in("Füße@acme").size(), 0U);
  EXPECT_EQ(mentions_in("“@acme” é@acme").size(), 2U);
  EXPECT_EQ(mentions_in("@acme's @acmé").at(1), "acm");
  EXPECT_TRUE(mentions_in("").empty());
}

TEST(CarePosts, TheFirstPostOfAnIdCounts) {
  CarePosts posts;
  EXPECT_TRUE(posts.add(customer("1", "ann", 0)));
  EXPECT_TRUE(posts.add(customer("2", "ann", 1, "3")));
  EXPECT_FALSE(posts.add(brand("1", "Acme", 1)));
  EXPECT_TRUE(posts.add(brand("3", "Acme", 2))) << "seen as a parent only";
  EXPECT_EQ(posts.size(), 3U);
}

TEST(AssignConversations, NothingGivesNothing) {
  const auto threads = assign({});
  EXPECT_TRUE(threads.posts.empty());
  EXPECT_TRUE(read_in_order(threads).empty());
}

TEST(AssignConversations, PostsStandByTimeThenIdAsANumber) {
  const auto threads = assign({customer("10", "ann", 5), customer("9", "ann", 5), customer("11", "ann", 1)});
  EXPECT_EQ(index_of(threads, 2), 0U);
  EXPECT_EQ(index_of(threads, 1), 1U);
  EXPECT_EQ(index_of(threads, 0), 2U);
}

TEST(AssignConversations, AParentThatIsNotThereStartsAThread) {
  const auto threads = assign({customer("2", "ann", 0, "1"), customer("3", "ann", 1, "1"), customer("4", "ann", 2, "3")});
  EXPECT_EQ(root_of(threads, 0), "0");
  EXPECT_EQ(root_of(threads, 1), "1");
  EXPECT_EQ(root_of(threads, 2), "1");
  EXPECT_EQ(threads.conversations.size(), 2U);
}

TEST(AssignConversations, OneConversationForEachCustomerOfAThread) {
  const auto threads = assign({brand("1", "Acme", 0), customer("2", "ann", 1, "1"), customer("3", "bob", 2, "2"),
                               customer("4", "ANN", 3, "3"), brand("5", "Acme", 4, "3"), brand("6", "Acme", 5, "5")});
  ASSERT_EQ(threads.conversations.size(), 2U);
  const auto& ann = threads.conversations[threads.conversation[1]];
  const auto& bob = threads.conversations[threads.conversation[2]];
  EXPECT_EQ(threads.names.name(threads.posts[ann.first_post].author), "ann");
  EXPECT_EQ(ann.post_count, 2U);
  EXPECT_EQ(ann.answer, kNone) << "nobody replied to ann";
  EXPECT_EQ(bob.answer, 4U);
  EXPECT_EQ(threads.conversation[0], kNone) << "a post of ours that people reply to";
  EXPECT_EQ(threads.conversation[4], threads.conversation[2]);
  EXPECT_EQ(threads.conversation[5], kNone) << "a reply to ourselves";
  EXPECT_EQ(threads.root[ann.first_post], 0U);
}

TEST(AssignConversations, TheAnswerIsTheFirstDirectReplyByTimeThenId) {
  const auto threads = assign(
      {customer("1", "ann", 0), brand("12", "Acme", 9, "1"), brand("11", "Other", 9, "1"), brand("10", "Acme", 20, "1")});
  ASSERT_EQ(threads.conversations.size(), 1U);
  EXPECT_EQ(threads.posts[threads.conversations[0].answer].tag, 2U) << "of any brand; at the same second the lower id";
  EXPECT_EQ(brand_of(threads, 0), "Other");
}

TEST(AssignConversations, TheBrandIsTheAuthorOfTheThreadsFirstBrandPostWhereverItStands) {
  const auto threads = assign({customer("1", "ann", 0, "", "@Other hello"), customer("2", "bob", 1, "1"),
                               brand("3", "Acme", 2, "2"), brand("4", "Other", 3, "1")});
  EXPECT_EQ(brand_of(threads, 0), "Acme") << "a brand post elsewhere in the thread goes before a mention";
  EXPECT_EQ(brand_of(threads, 1), "Acme");
}

TEST(AssignConversations, WithoutABrandPostTheFirstBrandMentionedCounts) {
  const auto threads =
      assign({customer("1", "ann", 0, "", "@bob @nobrand help"), customer("2", "ann", 1, "1", "@OTHER, @acme"),
              customer("3", "bob", 2, "1", "me too"), brand("8", "Acme", 3), brand("9", "Other", 90)});
  EXPECT_EQ(brand_of(threads, 0), "Other") << "posts in order, mentions in the order of the text, brands of the whole file";
  EXPECT_EQ(brand_of(threads, 2), "unknown") << "bob's own posts name nobody";
}

TEST(AssignConversations, MentionsComeByThePostsTimeNotByTheirPlaceInTheFile) {
  const auto threads = assign({customer("2", "ann", 5, "1", "@Acme"), customer("1", "ann", 0, "", "@Other"),
                               brand("8", "Acme", 3), brand("9", "Other", 90)});
  EXPECT_EQ(brand_of(threads, 0), "Other");
}

TEST(AssignConversations, ABrandIsShownAsItsAuthorWritesItNotAsItWasMentioned) {
  const auto threads =
      assign({customer("1", "ann", 0, "", "@ACME"), brand("2", "AcmeX", 1), brand("3", "Acme", 2), brand("4", "acme", 3)});
  EXPECT_EQ(brand_of(threads, 0), "Acme");
}

TEST(AssignConversations, APersonWhoIsABrandElsewhereIsStillACustomerWhereTheyAsk) {
  const auto threads =
      assign({customer("1", "Acme", 0, "", "@Other help"), brand("2", "Other", 1, "1"), brand("3", "Acme", 2)});
  ASSERT_EQ(threads.conversations.size(), 1U);
  EXPECT_EQ(brand_of(threads, 0), "Other");
  EXPECT_EQ(threads.conversations[0].answer, 1U);
}

TEST(AssignConversations, ARingBeginsWithItsEarliestPost) {
  // 3 → 2 → 1 → 3, and 4 hangs on the ring.
  const auto threads = assign({customer("3", "ann", 30, "2"), brand("2", "Acme", 20, "1"), customer("1", "ann", 10, "3"),
                               brand("4", "Acme", 40, "3")});
  for (std::uint32_t tag = 0; tag < 4; ++tag) EXPECT_EQ(root_of(threads, tag), "2");
  ASSERT_EQ(threads.conversations.size(), 1U);
  EXPECT_EQ(threads.posts[threads.conversations[0].answer].tag, 1U);
  EXPECT_EQ(read_in_order(threads), (Tags{2, 1, 0, 3}));
}

TEST(AssignConversations, TheCutLinkOfARingIsNoReply) {
  const auto threads = assign({brand("1", "Acme", 10, "2"), customer("2", "ann", 20, "1")});
  ASSERT_EQ(threads.conversations.size(), 1U);
  EXPECT_EQ(threads.conversations[0].answer, kNone);
  EXPECT_EQ(threads.posts[0].parent, kNone);
}

TEST(AssignConversations, APostThatRepliesToItselfStartsAThread) {
  const auto threads = assign({customer("1", "ann", 0, "1"), brand("2", "Acme", 1, "1"), brand("3", "Acme", 1, "3")});
  EXPECT_EQ(root_of(threads, 0), "0");
  EXPECT_EQ(root_of(threads, 1), "0");
  EXPECT_EQ(root_of(threads, 2), "2");
  EXPECT_EQ(threads.conversations[0].answer, index_of(threads, 1));
}

TEST(AssignConversations, ALongChainNeedsNoStack) {
  CarePosts collected;
  constexpr int kLength = 200'000;
  std::string id, parent;
  for (int i = kLength; i-- > 0;) {  // Children before parents, and the times the wrong way round.
    id = std::to_string(i + 1);
    parent = i == 0 ? "" : std::to_string(i);
    collected.add({.id = id,
                   .author = "ann",
                   .inbound = true,
                   .at = at(kLength - i),
                   .parent = parent,
                   .tag = static_cast<unsigned>(i)});
  }
  const auto threads = assign_conversations(std::move(collected));
  EXPECT_EQ(threads.conversations.size(), 1U);
  const auto order = reading_order(threads.posts, threads.root);
  for (std::uint32_t i = 0; i < order.size(); ++i) ASSERT_EQ(threads.posts[order[i]].tag, i);
}

TEST(ReadingOrder, ThreadsComeByTheirEarliestPostAndStayTogether) {
  const auto threads = assign({customer("1", "ann", 0), customer("2", "bob", 1), brand("3", "Acme", 2, "2"),
                               brand("4", "Acme", 3, "1"), customer("5", "ann", 4, "4")});
  EXPECT_EQ(read_in_order(threads), (Tags{0, 3, 4, 1, 2}));
}

TEST(ReadingOrder, AParentDatedAfterItsRepliesStillComesFirst) {
  // 1 ← 2, 1 ← 3, 2 ← 4: the root is the latest of all.
  const auto threads = assign({customer("1", "ann", 50), brand("2", "Acme", 20, "1"), brand("3", "Acme", 30, "1"),
                               customer("4", "ann", 25, "2"), customer("5", "bob", 21)});
  EXPECT_EQ(read_in_order(threads), (Tags{0, 1, 3, 2, 4})) << "and the thread keeps the place of its earliest post";
}

// A random forest with some rings: every post comes out once, after its parent, threads unbroken.
TEST(ReadingOrder, HoldsForAnyFile) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const auto count = 1 + random() % 40;
    std::vector<std::string> ids, parents;
    for (unsigned i = 0; i < count; ++i) {
      ids.push_back(std::to_string(i));
      parents.push_back(random() % 4 == 0 ? "" : std::to_string(random() % (count + 2)));
    }
    std::vector<CarePost> posts;
    for (unsigned i = 0; i < count; ++i) {
      posts.push_back({.id = ids[i],
                       .author = random() % 2 == 0 ? "ann" : "bob",
                       .inbound = random() % 2 == 0,
                       .at = at(static_cast<int>(random() % 10)),
                       .parent = parents[i]});
    }
    const auto threads = assign(posts);
    const auto order = reading_order(threads.posts, threads.root);
    std::vector<bool> seen(count), closed(count);
    std::uint32_t thread = kNone;
    for (const auto i : order) {
      ASSERT_FALSE(seen[i]);
      seen[i] = true;
      const auto parent = threads.posts[i].parent;
      ASSERT_TRUE(parent == kNone ? threads.root[i] == i : seen[parent]);
      if (threads.root[i] != thread) {
        if (thread != kNone) closed[thread] = true;
        thread = threads.root[i];
        ASSERT_FALSE(closed[thread]);
      }
    }
    ASSERT_TRUE(std::all_of(seen.begin(), seen.end(), [](bool one) { return one; }));
  }
}

}  // namespace
}  // namespace report
