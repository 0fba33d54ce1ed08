#include "store/search_index.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "domain/search/query.hpp"
#include "store/store_test_kit.hpp"

namespace store {
namespace {

constexpr ids::Organization kAcme{1001};
constexpr ids::Organization kOther{1002};
const std::vector<std::string> kLanguages = {"en", "de"};

base::Time at(std::int64_t ms) { return base::Time(std::chrono::milliseconds(1'700'000'000'000 + ms)); }

search::Expression ask(std::string_view text) { return *search::express_words(*search::parse_query(text), kLanguages); }

class SearchIndexTest : public test::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (database_ != nullptr) index_ = open_index();
  }
  void TearDown() override { index_.reset(); }

  std::unique_ptr<SearchIndex> open_index() { return SearchIndex::open(options(), clock_, ids_); }

  static IndexedMessage message(std::int64_t id, std::int64_t ms, std::string_view text, std::string_view language = "en") {
    return {ids::Message{id}, at(ms), search::make_document(text, language), std::string(language)};
  }
  void put(std::vector<IndexedMessage> messages, ids::Organization organization = kAcme) {
    const auto done = index_->apply({organization, std::move(messages), {}, {0, ++seq_, std::nullopt}});
    ASSERT_TRUE(done) << done.error().message;
  }
  std::vector<std::int64_t> find(const search::Expression& expression, SearchRange range = {}, std::int64_t limit = 50,
                                 ids::Organization organization = kAcme) {
    const auto found = index_->find_blocking(organization, expression, range, limit);
    EXPECT_TRUE(found);
    std::vector<std::int64_t> ids;
    for (const auto& one : *found) ids.push_back(one.message_id.value);
    return ids;
  }
  std::vector<std::int64_t> find(std::string_view text) { return find(ask(text)); }

  std::unique_ptr<SearchIndex> index_;
  std::int64_t seq_ = 0;
};

using Ids = std::vector<std::int64_t>;

TEST_P(SearchIndexTest, FindsNewestFirst) {
  put({message(5, 100, "A parcel was lost"), message(3, 300, "Parcels arrived"), message(4, 200, "nothing of it")});
  EXPECT_EQ(find("parcel"), (Ids{3, 5}));
  EXPECT_EQ(find("parcel -lost"), (Ids{3}));
  EXPECT_EQ(find("\"parcel was\""), (Ids{5}));
  EXPECT_EQ(find("par*"), (Ids{3, 5}));
  EXPECT_EQ(find("quite other"), (Ids{}));
}

TEST_P(SearchIndexTest, PagesByPlaceAndTime) {
  std::vector<IndexedMessage> messages;
  for (int i = 1; i <= 20; ++i) messages.push_back(message(i, i * 1000 / 4, "word"));  // Four in a second.
  put(std::move(messages));
  Ids all;
  SearchRange range;
  while (true) {
    const auto page = index_->find_blocking(kAcme, ask("word"), range, 3);
    ASSERT_TRUE(page);
    if (page->empty()) break;
    for (const auto& one : *page) all.push_back(one.message_id.value);
    range.before = page->back().place;
  }
  Ids wanted;
  for (int i = 20; i >= 1; --i) wanted.push_back(i);
  EXPECT_EQ(all, wanted);
  EXPECT_EQ(find(ask("word"), {first_place(at(1001)), first_place(at(500))}), (Ids{4, 3, 2}));
}

TEST_P(SearchIndexTest, IndexesAnewAndRemoves) {
  put({message(1, 100, "the first words"), message(2, 100, "other words")});
  put({message(1, 100, "written again")});
  EXPECT_EQ(find("first"), (Ids{}));
  EXPECT_EQ(find("again"), (Ids{1}));
  put({message(1, 100, "written again")});  // As it is: nothing is added.
  EXPECT_EQ(index_->size()->messages, 2);
  EXPECT_EQ(index_->size()->dead, 1);
  ASSERT_TRUE(index_->apply({kAcme, {}, {{ids::Message{1}, at(100)}}, {0, ++seq_, std::nullopt}}));
  EXPECT_EQ(find("again"), (Ids{}));
  EXPECT_EQ(find("words"), (Ids{2}));
  put({message(1, 100, "back again")});
  EXPECT_EQ(find("again"), (Ids{1}));
}

// Places are looked up for a whole batch at once; some of these have the same one, and each is there twice.
TEST_P(SearchIndexTest, TakesABatchInWhichMessagesGetInEachOthersWay) {
  constexpr std::int64_t kMany = 3000;
  std::vector<IndexedMessage> batch;
  for (std::int64_t id = 1; id <= kMany; ++id) batch.push_back(message(id, 0, "early"));
  for (std::int64_t id = 1; id <= kMany; ++id) batch.push_back(message(id, 0, id % 100 == 0 ? "late rare" : "late"));
  put(std::move(batch));
  EXPECT_EQ(find("early"), (Ids{}));
  EXPECT_EQ(find(ask("late"), {}, kMany + 1).size(), static_cast<std::size_t>(kMany));
  EXPECT_EQ(find(ask("rare"), {}, kMany + 1).size(), static_cast<std::size_t>(kMany / 100));
  EXPECT_EQ(index_->size()->messages, kMany);
}

TEST_P(SearchIndexTest, NeverLeavesTheOrganization) {
  put({message(1, 100, "secret word")});
  put({message(2, 200, "another word")}, kOther);
  EXPECT_EQ(find("word"), (Ids{1}));
  EXPECT_EQ(find(ask("word"), {}, 50, kOther), (Ids{2}));
  EXPECT_EQ(find(ask("word"), {}, 50, ids::Organization{999}), (Ids{}));
  EXPECT_EQ(find(ask("1.word"), {}, 50, kOther), (Ids{}));
}

TEST_P(SearchIndexTest, RemembersHowFarItCame) {
  EXPECT_FALSE(index_->progress(kAcme)->has_value());
  ASSERT_TRUE(index_->apply({kAcme, {message(1, 1, "x y")}, {}, {0, 17, 4}}));
  index_.reset();
  index_ = open_index();
  const auto progress = index_->progress(kAcme);
  ASSERT_TRUE(progress->has_value());
  EXPECT_EQ((*progress)->seq, 17);
  EXPECT_EQ((*progress)->scanned_id, 4);
  ASSERT_TRUE(index_->wipe());
  EXPECT_FALSE(index_->progress(kAcme)->has_value());
  put({message(1, 1, "x y")});
  EXPECT_EQ(find("y"), (Ids{1}));
}

TEST_P(SearchIndexTest, TakesTermsOfAnySpelling) {
  put({message(1, 100, R"(it's a "quoted" \ back'slash '; DROP TABLE x; -- 🎉 東京駅 @ann_lee #tag)"),
       message(2, 200, std::string(20'000, 'z')), message(3, 300, "")});
  for (const auto* text : {"quoted", "back'slash", "\"drop table\"", "🎉", "京駅", "駅", "@ann_lee", "#tag", "it's"})
    EXPECT_EQ(find(text), (Ids{1})) << text;
  EXPECT_EQ(find("zz*"), (Ids{2}));
}

TEST_P(SearchIndexTest, TidyKeepsWhatIsThere) {
  for (int i = 1; i <= 5; ++i) put({message(i, i, "word " + std::to_string(i))});
  ASSERT_TRUE(index_->tidy());
  EXPECT_EQ(find("word"), (Ids{5, 4, 3, 2, 1}));
}

// Whatever is asked of random texts, the index finds what a look at each of them finds.
TEST_P(SearchIndexTest, AgreesWithLookingAtEachText) {
  std::mt19937 random(GetParam() == test::Backend::sqlite ? 11 : 12);
  const std::vector<std::string> words = {"parcel", "parcels", "lost", "losing", "Häuser", "haus",
                                          "東京",   "京都駅",  "駅",   "@ann",   "#sale",  "48-2210",
                                          "it's",   "ok",      "🎉",   "é",      "naïve",  "ann"};
  const auto pick = [&] { return words[random() % words.size()]; };
  std::vector<IndexedMessage> messages;
  std::vector<search::Document> documents;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (std::size_t n = 1 + random() % 8; n > 0; --n) text += pick() + (random() % 6 == 0 ? "" : " ");
    messages.push_back(message(i + 1, static_cast<std::int64_t>(random() % 5000), text, i % 3 == 0 ? "de" : "en"));
    documents.push_back(messages.back().document);
  }
  for (std::size_t i = 0; i < messages.size(); i += 50)
    put({messages.begin() + static_cast<std::ptrdiff_t>(i), messages.begin() + static_cast<std::ptrdiff_t>(i) + 50});
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (std::size_t n = 1 + random() % 3; n > 0; --n) {
      const auto kind = random() % 5;
      if (kind == 0) text += "\"" + pick() + " " + pick() + "\" ";
      else if (kind == 1) text += "-" + pick() + " ";
      else if (kind == 2) text += pick().substr(0, 3) == "par" ? "par* " : pick() + " ";
      else text += pick() + " ";
    }
    const auto expression = ask(text);
    if (expression.all.empty()) continue;
    std::set<std::int64_t> wanted;
    for (std::size_t i = 0; i < documents.size(); ++i)
      if (search::matches(expression, documents[i])) wanted.insert(static_cast<std::int64_t>(i) + 1);
    const auto found = find(expression, {}, 1000);
    EXPECT_EQ(std::set<std::int64_t>(found.begin(), found.end()), wanted) << text;
    EXPECT_EQ(found.size(), wanted.size()) << text;
  }
}

HEED_ON_BOTH_ENGINES(SearchIndexTest);

TEST(SearchIndexFile, IsMadeAnewWhenDamaged) {
  const test::TestDatabase database(test::Backend::sqlite);
  base::FixedClock clock{at(0)};
  base::IdMaker ids{clock, 0};
  StoreOptions options;
  options.url = database.url();
  {
    const auto index = SearchIndex::open(options, clock, ids);
    ASSERT_TRUE(index->apply({kAcme, {}, {}, {0, 5, std::nullopt}}));
  }
  const auto path = database.folder() / "search.db";
  ASSERT_TRUE(std::filesystem::exists(path));
  std::filesystem::remove(path.string() + "-wal");
  std::filesystem::resize_file(path, 0);
  {
    std::FILE* file = std::fopen(path.c_str(), "w");
    std::fputs("this is no database, but something else that is long enough to be looked at", file);
    std::fclose(file);
  }
  const auto index = SearchIndex::open(options, clock, ids);
  EXPECT_FALSE(index->progress(kAcme)->has_value());
}

}  // namespace
}  // namespace store
