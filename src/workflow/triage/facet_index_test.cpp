#include "workflow/triage/facet_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>

#include "workflow/change_contact.hpp"
#include "workflow/test_office.hpp"
#include "workflow/triage/correct_triage.hpp"
#include "workflow/triage/follower.hpp"

namespace workflow {
namespace {

using conversation::View;
using std::chrono::minutes;
using triage::FacetFilter;
using Ids = std::vector<ids::Conversation>;

// Reads what tests write: the words say what they are.
triage::Triage read_plainly(std::string_view text, const OwnTriage& /*own*/, bool /*deep*/) {
  triage::Triage out;
  const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
  out.language = has("wo ist") ? "de" : "en";
  if (has("today")) out.urgency = 1;
  if (has("fire")) out.urgency = 2;
  for (const auto& name : triage::intent_names())
    if (has(name)) out.intents.push_back({name, 1});
  out.sentiment = has("awful") ? triage::Sentiment{-1, "negative", 0.9} : triage::Sentiment{0, "neutral", 0.9};
  out.spam = has("casino");
  out.abuse = has("idiots");
  return out;
}

class FacetIndexTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    if (IsSkipped()) return;
    work_ = std::make_unique<TriageWork>(*store_, [] { return MessageReader{read_plainly, "plain"}; });
    index_ = std::make_unique<FacetIndex>(*store_);
  }
  ids::Conversation hears(const std::string& person, const std::string& text) {
    clock_.advance(minutes(1));
    return office().hears(office().chat, person, text);
  }
  void catch_up() { ASSERT_TRUE(work_->catch_up()); }

  store::ConversationFilter in(View view) {
    store::ConversationFilter filter;
    filter.organization = office().organization;
    filter.view = view;
    filter.mine_of = office().mira.id;
    return filter;
  }
  FacetPage page(FacetIndex& index, const store::ConversationFilter& filter, const FacetFilter& facets) {
    index.want(filter.organization);
    return office()
        .read([&](store::Reading& reading) -> base::Result<FacetPage> { return index.page(reading, filter, facets); })
        .value();
  }
  // All pages of three, and of an index that is made this moment: what is followed and what is read are the same.
  Ids found(store::ConversationFilter filter, const FacetFilter& facets) {
    Ids all;
    filter.limit = 3;
    while (true) {
      const auto rows = page(*index_, filter, facets).states;
      for (const auto& row : rows) all.push_back(row.conversation.id);
      if (rows.size() < 3) break;
      filter.after_key = store::sort_key(rows.back(), filter);
      filter.after_id = rows.back().conversation.id;
    }
    FacetIndex fresh(*store_);
    auto whole = filter;
    whole.after_key.reset();
    whole.after_id.reset();
    whole.limit = 200;
    Ids again;
    for (const auto& row : page(fresh, whole, facets).states) again.push_back(row.conversation.id);
    EXPECT_EQ(all, again);
    return all;
  }
  Ids owed(const FacetFilter& facets) { return found(in(View::owed), facets); }

  std::unique_ptr<TriageWork> work_;
  std::unique_ptr<FacetIndex> index_;
};

TEST_P(FacetIndexTest, AListIsNarrowedByWhatItsWordsSay) {
  const auto ann = hears("ann", "refund, awful");
  const auto bea = hears("bea", "refund and delivery, today");
  const auto carl = hears("carl", "wo ist mein Rad? question");
  const auto dora = hears("dora", "you idiots, fire");
  EXPECT_TRUE(owed({.intents = {"refund"}}).empty()) << "nobody has read them";
  catch_up();
  EXPECT_EQ(owed({.intents = {"refund"}}), (Ids{ann, bea})) << "nearest deadline first";
  EXPECT_EQ(owed({.intents = {"delivery", "question"}}), (Ids{bea, carl}));
  EXPECT_EQ(owed({.intents = {"refund"}, .sentiments = {"negative"}}), Ids{ann});
  EXPECT_EQ(owed({.languages = {"de"}}), Ids{carl});
  EXPECT_EQ(owed({.urgency = 1}), (Ids{bea, dora}));
  EXPECT_EQ(owed({.urgency = 2}), Ids{dora});
  EXPECT_EQ(owed({.abuse = true}), Ids{dora});
  EXPECT_EQ(owed({.spam = false}), (Ids{ann, bea, carl, dora}));
  EXPECT_EQ(found(in(View::open), {.intents = {"refund"}}), (Ids{bea, ann})) << "newest word first";
  auto ranked = in(View::open);
  ranked.by_priority = true;
  EXPECT_EQ(found(ranked, {.languages = {"en"}}).front(), dora);
}

TEST_P(FacetIndexTest, WordsThatWaitCountAndThenTheLastOne) {
  const auto ann = hears("ann", "refund");
  (void)hears("ann", "delivery");
  catch_up();
  EXPECT_EQ(owed({.intents = {"refund"}}), Ids{ann});
  EXPECT_EQ(owed({.intents = {"delivery"}}), Ids{ann});
  (void)office().reply(office().mira, ann, "On its way").value();
  catch_up();
  EXPECT_TRUE(owed({.intents = {"delivery"}}).empty()) << "it is answered";
  EXPECT_EQ(found(in(View::mine), {.intents = {"delivery"}}), Ids{ann});
  EXPECT_TRUE(found(in(View::mine), {.intents = {"refund"}}).empty());
  (void)office().resolve(office().mira, ann).value();
  catch_up();
  EXPECT_TRUE(found(in(View::open), {.intents = {"delivery"}}).empty());
  EXPECT_EQ(office().state(ann).facets, std::nullopt);
}

TEST_P(FacetIndexTest, SpamIsSpamOnlyWhereAllOfItIs) {
  const auto ann = hears("ann", "casino");
  catch_up();
  EXPECT_EQ(owed({.spam = true}), Ids{ann});
  (void)hears("ann", "casino, and a question");
  (void)hears("ann", "question");
  catch_up();
  EXPECT_TRUE(owed({.spam = true}).empty());
}

TEST_P(FacetIndexTest, ACorrectionCountsAtOnce) {
  const auto ann = hears("ann", "question");
  catch_up();
  EXPECT_TRUE(owed({.intents = {"refund"}}).empty());
  const auto message = office().read([&](store::Reading& reading) -> base::Result<ids::Message> {
    return store::list_words(reading, office().organization, ann, 1).at(0).id;
  });
  const auto put_right = [&](const RightValues& values) {
    return office().transact(
        [&](store::Transaction& t) { return correct_triage(t, office().as(office().mira), *message, values); });
  };
  ASSERT_TRUE(put_right({{triage::Field::intents, "refund"}, {triage::Field::language, "pt"}}));
  EXPECT_EQ(owed({.intents = {"refund"}, .languages = {"pt"}}), Ids{ann});
  EXPECT_TRUE(owed({.intents = {"question"}}).empty());
  ASSERT_TRUE(office().transact([&](store::Transaction& t) {
    return undo_correction(t, office().as(office().mira), *message, triage::Field::intents);
  }));
  EXPECT_EQ(owed({.intents = {"question"}}), Ids{ann});
}

TEST_P(FacetIndexTest, EverybodySeesTheirOwn) {
  Office other(*store_, clock_, "Porto Boats");
  const auto theirs = other.hears(other.chat, "zoe", "refund");
  const auto ann = hears("ann", "refund");
  const auto bea = hears("bea", "refund");
  (void)office().assign(office().mira, {bea, {}, std::optional(std::optional(office().partner.id))}).value();
  catch_up();
  EXPECT_EQ(owed({.intents = {"refund"}}), (Ids{ann, bea}));
  auto partner = in(View::owed);
  partner.only_teams_of = office().pat.id;
  EXPECT_EQ(found(partner, {.intents = {"refund"}}), Ids{bea});
  auto elsewhere = in(View::owed);
  elsewhere.organization = other.organization;
  EXPECT_EQ(found(elsewhere, {.intents = {"refund"}}), Ids{theirs});
  auto inbox = in(View::owed);
  inbox.inbox = office().posts.id;
  EXPECT_TRUE(found(inbox, {.intents = {"refund"}}).empty());
  const auto count = [&](const store::ConversationFilter& filter) {
    return office().read(
        [&](store::Reading& reading) -> base::Result<FacetCounts> { return index_->count(reading, filter); });
  };
  EXPECT_EQ(count(in(View::owed))->intents.at("refund"), 2);
  EXPECT_EQ(count(in(View::owed))->urgency, (std::array<std::int64_t, 3>{2, 0, 0}));
  EXPECT_EQ(count(partner)->languages.at("en"), 1);
  EXPECT_TRUE(count(inbox)->intents.empty());
}

TEST_P(FacetIndexTest, WhatWasMissedHasItMadeAnew) {
  const auto ann = hears("ann", "refund");
  catch_up();
  EXPECT_EQ(owed({.intents = {"refund"}}), Ids{ann});
  // Wanted only when the snapshot is there already: what came in between is not told.
  const auto late = office().read([&](store::Reading& reading) -> base::Result<FacetPage> {
    FacetIndex fresh(*store_);
    const auto filter = in(View::owed);
    return fresh.page(reading, filter, {.intents = {"refund"}});
  });
  EXPECT_EQ(late->states.size(), 1U);
  EXPECT_EQ(late->seq, office().last_seq());
}

TEST_P(FacetIndexTest, IsMadeAheadOfWhoeverAsks) {
  for (int i = 0; i < 9; ++i) (void)hears("person" + std::to_string(i), i % 2 == 0 ? "refund" : "question");
  catch_up();
  FacetIndex ahead(*store_, {.after = std::chrono::milliseconds(0), .rest = std::chrono::milliseconds(0), .piece = 2});
  ahead.start();
  while (ahead.made() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  auto filter = in(View::owed);
  filter.limit = 200;
  EXPECT_EQ(page(ahead, filter, {.intents = {"refund"}}).states.size(), 5U);
  (void)hears("late", "refund");
  catch_up();
  EXPECT_EQ(page(ahead, filter, {.intents = {"refund"}}).states.size(), 6U) << "it follows";
  EXPECT_EQ(ahead.made(), 1) << "nobody waited for another";
}

TEST_P(FacetIndexTest, WhatHappensWhileItIsMadeIsInIt) {
  Ids all;
  for (int i = 0; i < 12; ++i) all.push_back(hears("person" + std::to_string(i), "refund"));
  catch_up();
  FacetIndex ahead(*store_, {.after = std::chrono::milliseconds(0), .rest = std::chrono::milliseconds(2), .piece = 1});
  ahead.start();
  for (int i = 0; i < 12; i += 3) {
    (void)office().resolve(office().mira, all[static_cast<std::size_t>(i)], conversation::DismissReason::thanks_only);
    (void)hears("person" + std::to_string(i + 1), "refund, and again");
    (void)hears("new" + std::to_string(i), "refund");
  }
  catch_up();
  while (ahead.made() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  auto filter = in(View::owed);
  filter.limit = 200;
  FacetIndex fresh(*store_);
  const auto ids_of = [](const FacetPage& page) {
    Ids ids;
    for (const auto& state : page.states) ids.push_back(state.conversation.id);
    return ids;
  };
  EXPECT_EQ(ids_of(page(ahead, filter, {.intents = {"refund"}})), ids_of(page(fresh, filter, {.intents = {"refund"}})));
  EXPECT_EQ(ahead.made(), 1);
}

TEST_P(FacetIndexTest, StopsBeforeItBegan) {
  FacetIndex ahead(*store_, {.after = std::chrono::hours(1)});
  ahead.start();
  ahead.stop();
  EXPECT_EQ(ahead.made(), 0);
  (void)hears("ann", "refund");
  catch_up();
  EXPECT_EQ(page(ahead, in(View::owed), {.intents = {"refund"}}).states.size(), 1U) << "made for the asking";
}

// Whatever happens, in whatever order: the index says what the record says.
TEST_P(FacetIndexTest, FollowsWhateverHappens) {
  std::mt19937 random(7);
  const auto below = [&](std::size_t end) { return random() % end; };
  const std::array<std::string, 5> texts{"refund", "delivery, awful", "question today", "casino", "wo ist es? idiots"};
  Ids all;
  (void)owed({});
  for (int step = 0; step < 120; ++step) {
    const auto some = all.empty() ? ids::Conversation{} : all[below(all.size())];
    switch (all.size() < 4 ? 0 : below(6)) {
      case 0:
      case 1: {
        const auto id = hears("person" + std::to_string(below(12)), texts.at(below(texts.size())));
        if (std::ranges::find(all, id) == all.end()) all.push_back(id);
        break;
      }
      case 2: (void)office().reply(office().mira, some, "Yes"); break;
      case 3: (void)office().resolve(office().mira, some, conversation::DismissReason::thanks_only); break;
      case 4: (void)office().assign(office().mira, {some, std::optional(std::optional(office().mira.id)), {}}); break;
      default: catch_up(); break;
    }
    if (step % 10 != 9) continue;
    for (const View view : {View::owed, View::mine, View::unassigned, View::open})
      for (const auto& facets :
           {FacetFilter{.intents = {"refund"}}, FacetFilter{.urgency = 1}, FacetFilter{.abuse = true}}) {
        for (const bool by_priority : {false, true}) {
          auto filter = in(view);
          filter.by_priority = by_priority;
          (void)found(filter, facets);
        }
      }
  }
}

TEST_P(FacetIndexTest, WhatSomebodyIsWorthMovesTheirConversations) {
  const auto ann = hears("ann", "question");
  const auto bea = hears("bea", "question");
  catch_up();
  const auto before = office().state(bea).priority.value();
  const auto contact = office().conversation(bea).contact_id;
  const auto value = [&](ids::Contact id, contact::Value what) {
    return office().transact([&](store::Transaction& t) { return value_contact(t, office().as(office().mira), id, what); });
  };
  const auto seq = office().last_seq();
  EXPECT_EQ(value(contact, contact::Value::key)->value, contact::Value::key);
  EXPECT_EQ(office().event_types(seq), std::vector<std::string>{"contact.changed"});
  ASSERT_TRUE(value(contact, contact::Value::key));
  EXPECT_EQ(office().last_seq(), seq + 1) << "nothing changed";
  catch_up();
  EXPECT_EQ(office().state(bea).priority.value(), before + 10);
  EXPECT_EQ(office().state(ann).priority.value(), before);
  EXPECT_NE(office().state(bea).priority_reasons->find("\"subject\":\"key\""), std::string::npos);
  EXPECT_EQ(value(ids::Contact{7}, contact::Value::key).error().kind, base::FailureKind::not_found);
  ASSERT_TRUE(value(contact, contact::Value::none));
  catch_up();
  EXPECT_EQ(office().state(bea).priority.value(), before);
}

TEST_P(FacetIndexTest, SettingsOfBeforeThereWasAWeightForValueAreKept) {
  const auto settings = read_triage_settings(
      R"({"weights":{"urgent":1,"urgent_now":2,"intents":{"refund":70},"negative":3,"clock":4,"late":5,"unanswered":6,)"
      R"("reach":7,"strikes":8,"live":9,"spam_at_most":10},"words":{"patterns":[],"products":["Alfama"],"intents":[]}})");
  EXPECT_EQ(settings.weights.intents.at("refund"), 70);
  EXPECT_EQ(settings.weights.value, priority::Weights{}.value);
  EXPECT_EQ(settings.words.products, std::vector<std::string>{"Alfama"});
}

HEED_ON_BOTH_ENGINES(FacetIndexTest);

}  // namespace
}  // namespace workflow
