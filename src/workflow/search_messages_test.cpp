#include "workflow/search_messages.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "workflow/indexer.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using namespace std::chrono_literals;

class SearchTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    if (store_ != nullptr) index_ = store::SearchIndex::open(options(), clock_, ids_);
  }
  void TearDown() override {
    index_.reset();
    OfficeTest::TearDown();
  }

  base::Result<SearchAnswer> ask(const rights::Principal& who, const std::string& text,
                                 std::optional<std::int64_t> before = {}, std::int64_t limit = 50) {
    boost::asio::io_context context;
    std::optional<base::Result<SearchAnswer>> out;
    auto task = search_messages(*store_, *index_, office().channels, {who, text, before, limit});
    boost::asio::co_spawn(context, std::move(task), [&](const std::exception_ptr& error, base::Result<SearchAnswer> answer) {
      if (error) std::rethrow_exception(error);
      out = std::move(answer);
    });
    context.run();
    return *std::move(out);
  }
  // What is found, by its texts, newest first.
  std::vector<std::string> texts(const rights::User& user, const std::string& text) {
    const auto answer = ask(office().as(user), text);
    EXPECT_TRUE(answer) << answer.error().message;
    std::vector<std::string> out;
    if (answer)
      for (const auto& found : answer->items) out.push_back(found.hit.text);
    return out;
  }
  std::string failure(const std::string& text) {
    const auto answer = ask(office().as(office().ana), text);
    return answer ? "" : answer.error().field + ": " + answer.error().message;
  }
  void index_all() {
    MessageIndexing indexing(*store_, *index_);
    const auto done = indexing.catch_up_all();
    ASSERT_TRUE(done) << done.error().message;
  }

  std::unique_ptr<store::SearchIndex> index_;
};

using Texts = std::vector<std::string>;

TEST_P(SearchTest, FindsWhatWasSaidByEitherSideAndNoted) {
  const auto id = office().hears(office().chat, "ann", "My bikes never came");
  clock_.advance(1min);
  office().reply(office().mira, id, "The bike left yesterday").value();
  clock_.advance(1min);
  office().note(office().mira, id, "bike 48-2210, see the depot").value();
  index_all();
  const Texts all = {"bike 48-2210, see the depot", "The bike left yesterday", "My bikes never came"};
  EXPECT_EQ(texts(office().mira, "bike"), all);
  EXPECT_EQ(texts(office().mira, "48-2210"), Texts{all[0]});
  EXPECT_EQ(texts(office().mira, "from:ann"), Texts{all[2]});
  EXPECT_EQ(texts(office().mira, "bike from:me"), (Texts{all[0], all[1]}));
  EXPECT_EQ(texts(office().ana, "bike from:me"), Texts{});
  EXPECT_EQ(texts(office().mira, "bike -depot -from:ann"), Texts{all[1]});
}

TEST_P(SearchTest, FieldsNarrow) {
  const auto first = office().hears(office().chat, "ann", "Hello about the order");
  clock_.advance(24h);
  const auto second = office().hears(office().posts, "bob", "Hello about another order");
  office().assign(office().ana, {second, {}, std::optional<ids::Team>(office().care.id)}).value();
  office().resolve(office().ana, first, conversation::DismissReason::thanks_only).value();
  index_all();
  const std::string one = "Hello about the order", two = "Hello about another order";
  EXPECT_EQ(texts(office().ana, "order status:resolved"), Texts{one});
  EXPECT_EQ(texts(office().ana, "order -status:resolved"), Texts{two});
  EXPECT_EQ(texts(office().ana, "order is:owed"), Texts{two});
  EXPECT_EQ(texts(office().ana, "order -is:owed"), Texts{one});
  EXPECT_EQ(texts(office().ana, "order channel:" + office().posts.channel), Texts{two});
  EXPECT_EQ(texts(office().ana, "order inbox:\"" + office().chat.name + "\""), Texts{one});
  EXPECT_EQ(texts(office().ana, "order -inbox:" + std::to_string(office().chat.id.value)), Texts{two});
  EXPECT_EQ(texts(office().ana, "order team:\"" + office().care.name + "\" from:bob"), Texts{two});
  EXPECT_EQ(texts(office().ana, "order before:2026-03-03"), Texts{one});
  EXPECT_EQ(texts(office().ana, "order after:2026-03-03"), Texts{two});
  EXPECT_EQ(texts(office().ana, "order language:en").size(), 2U);
  EXPECT_EQ(texts(office().ana, "order language:de"), Texts{});
}

TEST_P(SearchTest, SaysWhichFieldIsWrong) {
  EXPECT_EQ(failure("x team:Nobody"), "q: team: there is no team called “Nobody”");
  EXPECT_EQ(failure("x inbox:Nowhere"), "q: inbox: there is no inbox called “Nowhere”");
  EXPECT_EQ(failure("x status:done"), "q: status: open, pending, snoozed or resolved, not “done”");
  EXPECT_EQ(failure("x before:tomorrow"),
            "q: before: a day such as 2026-03-01, or a moment such as 2026-03-01T09:00:00Z, not “tomorrow”");
  EXPECT_EQ(failure("x is:late"), "q: is: only is:owed is known, not “late”");
  EXPECT_TRUE(failure("x channel:pigeon").starts_with("q: channel: there is no channel called “pigeon”; there are: "));
  EXPECT_TRUE(failure("").starts_with("q: q: at least one word"));
  EXPECT_TRUE(failure("-x").starts_with("q: q: at least one word"));
  EXPECT_TRUE(failure("status:open").starts_with("q: q: at least one word"));
}

TEST_P(SearchTest, APartnerFindsOnlyWhatWasHandedToThem) {
  const auto own = office().hears(office().chat, "ann", "my order is late");
  const auto given = office().hears(office().chat, "bob", "the order broke");
  office().hears(office().chat, "cid", "no order for partners");
  office().assign(office().ana, {own, {}, std::optional<ids::Team>(office().partner.id)}).value();
  index_all();
  EXPECT_EQ(texts(office().pat, "order"), Texts{"my order is late"});
  EXPECT_EQ(texts(office().ana, "order").size(), 3U);
  office()
      .assign(office().ana,
              {given, std::optional<ids::User>(office().pat.id), std::optional<ids::Team>(office().partner.id)})
      .value();
  EXPECT_EQ(texts(office().pat, "order").size(), 2U);  // By name, without a word from the index.
  office().assign(office().ana, {own, {}, std::optional<ids::Team>()}).value();
  EXPECT_EQ(texts(office().pat, "order").size(), 1U);  // Taken away: at once, whatever the index says.
  index_all();
  EXPECT_EQ(texts(office().pat, "order").size(), 1U);
  rights::Principal token;
  token.kind = rights::PrincipalKind::token;
  token.organization_id = office().organization;
  token.role = rights::Role::partner;
  EXPECT_TRUE(ask(token, "order")->items.empty());
}

TEST_P(SearchTest, PagesWithoutGapsOrRepeats) {
  for (int i = 0; i < 23; ++i) {
    office().hears(office().chat, "person" + std::to_string(i), "word number " + std::to_string(i));
    if (i % 3 == 0) clock_.advance(1s);
  }
  index_all();
  for (const std::string text : {"word", "word is:owed"}) {
    std::set<std::int64_t> seen;
    std::optional<std::int64_t> before;
    int pages = 0;
    do {
      const auto answer = ask(office().as(office().ana), text, before, 5);
      ASSERT_TRUE(answer);
      for (const auto& found : answer->items) EXPECT_TRUE(seen.insert(found.hit.id.value).second);
      before = answer->next;
      ++pages;
    } while (before);
    EXPECT_EQ(seen.size(), 23U);
    EXPECT_EQ(pages, 5);
  }
}

TEST_P(SearchTest, AnIndexThatIsGoneIsReadAgain) {
  office().hears(office().chat, "ann", "the first order");
  index_all();
  ASSERT_TRUE(index_->wipe());
  EXPECT_EQ(texts(office().ana, "order"), Texts{});
  office().hears(office().chat, "ann", "the second order");
  index_all();
  EXPECT_EQ(texts(office().ana, "order").size(), 2U);
  index_all();
  EXPECT_EQ(index_->size()->messages, 2);
  EXPECT_EQ(index_->size()->dead, 0);
}

// Fed by commits while it runs, and by the record for what it missed, or could not hold.
TEST_P(SearchTest, TheIndexerKeepsUp) {
  office().hears(office().chat, "zoe", "an old order");
  IndexerOptions tight;
  tight.max_waiting = 30;
  tight.gather = std::chrono::milliseconds(5);
  Indexer indexer(*store_, *index_, [](const std::string& sentence) { ADD_FAILURE() << sentence; }, tight);
  indexer.start();
  ASSERT_TRUE(indexer.wait_until_idle(10s));
  EXPECT_EQ(texts(office().ana, "order").size(), 1U);
  for (int i = 0; i < 60; ++i)
    office().hears(office().chat, "person" + std::to_string(i),
                   "order " + std::to_string(i) + std::string(i % 7 == 0 ? 2000 : 1, 'x'));
  ASSERT_TRUE(indexer.wait_until_idle(10s));
  EXPECT_EQ(ask(office().as(office().ana), "order", {}, 200)->items.size(), 61U);
  Office other(*store_, clock_, "Porto Boats");
  other.hears(other.chat, "rui", "uma encomenda em Lisboa, order");
  ASSERT_TRUE(indexer.wait_until_idle(10s));
  const auto found = ask(other.as(other.ana), "order");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->items.size(), 1U);
  indexer.stop();
  EXPECT_EQ(index_->size()->messages, 62);
}

HEED_ON_BOTH_ENGINES(SearchTest);

}  // namespace
}  // namespace workflow
