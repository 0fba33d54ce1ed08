#include "workflow/triage/follower.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "store/conversation_pages.hpp"
#include "workflow/move_messages.hpp"
#include "workflow/test_office.hpp"
#include "workflow/triage/correct_triage.hpp"
#include "workflow/triage/small_model_test_kit.hpp"

namespace workflow {
namespace {

using conversation::View;
using std::chrono::hours;
using std::chrono::minutes;
using triage::Field;

// Reads what tests write: the words say what they are.
triage::Triage read_plainly(std::string_view text, const OwnTriage& /*own*/, bool /*deep*/) {
  triage::Triage out;
  out.language = "en";
  const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
  if (has("fire")) out.urgency = 2;
  for (const auto& name : triage::intent_names())
    if (has(name)) out.intents.push_back({name, 1});
  out.sentiment = has("awful") ? triage::Sentiment{-1, "negative", 0.9} : triage::Sentiment{0, "neutral", 0.9};
  out.spam = has("casino");
  return out;
}

class FollowerTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    begin_anew();
  }
  // As after a restart.
  void begin_anew(TriageFollowerOptions options = {}) {
    work_ = std::make_unique<TriageWork>(*store_, [] { return MessageReader{read_plainly, "plain"}; }, options);
  }
  void catch_up() { ASSERT_TRUE(work_->catch_up()); }

  std::vector<triage::Verdict> verdicts(ids::Conversation id) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<triage::Verdict>> {
          return store::list_verdicts(reading, office().organization, id, base::Time{}, base::Time{hours(9'000'000)});
        })
        .value();
  }
  std::int64_t priority(ids::Conversation id) { return office().state(id).priority.value_or(-1); }
  store::ConversationFilter filter(View view, std::int64_t limit = 50) {
    store::ConversationFilter filter;
    filter.organization = office().organization;
    filter.view = view;
    filter.by_priority = true;
    filter.limit = limit;
    return filter;
  }
  std::vector<event::ConversationState> page(const store::ConversationFilter& filter) {
    return office()
        .read([&](store::Reading& reading) -> base::Result<std::vector<event::ConversationState>> {
          return store::page_conversations(reading, filter);
        })
        .value();
  }
  std::vector<ids::Conversation> ids_in(const store::ConversationFilter& filter) {
    std::vector<ids::Conversation> ids;
    for (const auto& state : page(filter)) ids.push_back(state.conversation.id);
    return ids;
  }
  base::Result<JudgedMessage> correct(const rights::User& by, ids::Message message, const RightValues& values) {
    return office().transact([&](store::Transaction& t) { return correct_triage(t, office().as(by), message, values); });
  }
  std::int64_t count(std::string_view type, std::int64_t after = 0) {
    const auto types = office().event_types(after);
    return std::ranges::count(types, type);
  }

  std::unique_ptr<TriageWork> work_;
};

TEST_P(FollowerTest, AWordGetsItsVerdictAndItsConversationAPlace) {
  const auto ann = office().hears(office().chat, "ann", "Where is my bike? question");
  const auto bea = office().hears(office().chat, "bea", "The battery is on fire, safety!");
  EXPECT_EQ(ids_in(filter(View::owed)), (std::vector{bea, ann})) << "behind those that were looked at: the newest first";
  catch_up();
  ASSERT_EQ(verdicts(bea).size(), 1U);
  EXPECT_EQ(verdicts(bea)[0].triage.urgency, 2);
  EXPECT_EQ(verdicts(bea)[0].model, "plain");
  EXPECT_GT(priority(bea), priority(ann));
  EXPECT_GE(priority(ann), 0);
  EXPECT_EQ(ids_in(filter(View::owed)), (std::vector{bea, ann}));
  EXPECT_EQ(count("message.triaged"), 2);
  EXPECT_EQ(work_->behind().value(), 0);
}

TEST_P(FollowerTest, DoingItAgainChangesNothing) {
  const auto ann = office().hears(office().chat, "ann", "refund");
  catch_up();
  const auto seq = office().last_seq();
  const auto before = priority(ann);
  begin_anew();
  catch_up();
  EXPECT_EQ(office().last_seq(), seq);
  // As if the last batch had not been committed.
  (void)office().transact([&](store::Transaction& t) -> base::Result<void> {
    store::put_triage_position(t, office().organization, {});
    return {};
  });
  catch_up();
  EXPECT_EQ(office().last_seq(), seq);
  EXPECT_EQ(priority(ann), before);
  EXPECT_EQ(verdicts(ann).size(), 1U);
}

TEST(DeepAllowance, IsAsMuchAsASecondGives) {
  DeepAllowance deep(2);
  const base::Time now{hours(1)};
  deep.refill(now);
  const auto take_all = [&deep] {
    int taken = 0;
    for (; deep.any(); ++taken) deep.take();
    return taken;
  };
  EXPECT_EQ(take_all(), 2);
  deep.refill(now);
  EXPECT_EQ(take_all(), 0);
  deep.refill(now + std::chrono::milliseconds(500));
  EXPECT_EQ(take_all(), 1);
  deep.refill(now);
  EXPECT_EQ(take_all(), 0) << "a clock that was put back gives nothing";
  deep.refill(now + hours(1));
  EXPECT_EQ(take_all(), 2) << "nor does a long rest give more";
}

TEST_P(FollowerTest, TheSecondTierReadsNoMoreThanItMay) {
  const auto read = [](std::string_view text, const OwnTriage& own, bool deep) {
    auto out = read_plainly(text, own, deep);
    out.tier = deep ? 2 : 1;
    return out;
  };
  TriageFollowerOptions options;
  options.deep_per_s = 1;
  work_ = std::make_unique<TriageWork>(*store_, [read] { return MessageReader{read, "plain"}; }, options);
  const auto ann = office().hears(office().chat, "ann", "refund");
  office().hears(office().chat, "ann", "and a question");
  catch_up();
  const auto found = verdicts(ann);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].triage.tier + found[1].triage.tier, 3);
}

TEST_P(FollowerTest, AnAnswerLowersIt) {
  const auto ann = office().hears(office().chat, "ann", "refund, this is awful");
  catch_up();
  const auto before = priority(ann);
  (void)office().reply(office().mira, ann, "It is on its way.").value();
  catch_up();
  EXPECT_LT(priority(ann), before);
  EXPECT_EQ(count("conversation.ranked"), 1);
  (void)office().resolve(office().mira, ann).value();
  catch_up();
  EXPECT_EQ(priority(ann), -1);
  EXPECT_TRUE(page(filter(View::open)).empty());
  // The customer is not content: it is back in its place.
  (void)office().hears(office().chat, "ann", "refund!");
  EXPECT_EQ(ids_in(filter(View::owed)), std::vector{ann});
  catch_up();
  EXPECT_EQ(ids_in(filter(View::owed)), std::vector{ann});
  EXPECT_GT(priority(ann), 0);
}

TEST_P(FollowerTest, MovesUpAsItsTimeRunsOut) {
  const auto ann = office().hears(office().chat, "ann", "question");
  catch_up();
  const auto fresh = priority(ann);
  clock_.advance(minutes(4));  // Of five.
  catch_up();
  const auto soon = priority(ann);
  EXPECT_GT(soon, fresh);
  clock_.advance(minutes(10));
  catch_up();
  EXPECT_GT(priority(ann), soon);
  EXPECT_EQ(count("conversation.ranked"), 2);
}

TEST_P(FollowerTest, AnEditedWordIsReadAgainAndADeletedOneForgotten) {
  auto said = office().item("ann", "praise");
  const auto ann = office().hears(office().chat, said);
  catch_up();
  const auto happens = [&](channel::ItemKind kind, const std::string& text) {
    clock_.advance(minutes(1));
    auto signal = office().item("ann", text);
    signal.kind = kind;
    signal.target_external_id = said.external_id;
    const auto taken = office().transact([&](store::Transaction& t) -> base::Result<bool> {
      Receiving receiving(t);
      const bool is_new = receiving.receive(office().chat, signal);
      receiving.finish();
      return is_new;
    });
    ASSERT_TRUE(taken.value());
    catch_up();
  };
  happens(channel::ItemKind::edit, "churn_threat, awful");
  ASSERT_EQ(verdicts(ann).size(), 1U);
  EXPECT_EQ(value_of(verdicts(ann)[0].triage, Field::intents), "churn_threat");
  const auto message = verdicts(ann)[0].message_id;
  happens(channel::ItemKind::deletion, "");
  const auto left = office().read([&](store::Reading& reading) -> base::Result<bool> {
    return store::find_bare_verdict(reading, office().organization, message).has_value();
  });
  EXPECT_FALSE(left.value());
}

TEST_P(FollowerTest, ArchivesWaitButStandInTheLists) {
  auto old = office().item("ann", "refund");
  old.said_at = clock_.now() - hours(24 * 30);
  const auto ann = office().hears(office().posts, old);
  ASSERT_TRUE(work_->follow());
  EXPECT_TRUE(verdicts(ann).empty());
  EXPECT_EQ(ids_in(filter(View::owed)), std::vector{ann});
  catch_up();
  EXPECT_EQ(verdicts(ann).size(), 1U);
  const auto counts = office().read([&](store::Reading& reading) -> base::Result<std::vector<store::TriageCount>> {
    return store::list_triage_counts(reading, office().organization, 0, 1'000'000);
  });
  const auto day = std::chrono::floor<std::chrono::days>(old.said_at).time_since_epoch().count();
  ASSERT_FALSE(counts->empty());
  for (const auto& one : *counts) EXPECT_EQ(one.day, day) << "counted where it was said";
}

TEST_P(FollowerTest, MoreWordsThanAreReadAtOnceAreReadLater) {
  const auto ann = office().hears(office().chat, "ann", "question");
  for (int i = 0; i < 9; ++i) (void)office().hears(office().chat, "ann", "question " + std::to_string(i));
  TriageFollowerOptions options;
  options.words_at_once = 3;
  options.events_at_once = 4;
  begin_anew(options);
  catch_up();
  EXPECT_EQ(verdicts(ann).size(), 10U);
}

TEST_P(FollowerTest, ACorrectionCountsAtOnceAndCanBeUndone) {
  const auto ann = office().hears(office().chat, "ann", "question");
  const auto bea = office().hears(office().chat, "bea", "question");
  catch_up();
  const auto message = verdicts(ann)[0].message_id;
  const auto before = priority(ann);
  const auto judged = correct(office().mira, message, {{Field::urgency, "2"}, {Field::intents, "safety"}}).value();
  EXPECT_EQ(judged.verdict.triage.urgency, 2);
  EXPECT_EQ(judged.verdict.corrected, (std::vector{Field::intents, Field::urgency}));
  EXPECT_GT(*judged.state.priority, before);
  EXPECT_EQ(ids_in(filter(View::owed)), (std::vector{ann, bea}));
  EXPECT_EQ(verdicts(ann)[0].triage.urgency, 2);
  const auto undo = [&](Field field) {
    return office().transact(
        [&](store::Transaction& t) { return undo_correction(t, office().as(office().mira), message, field); });
  };
  EXPECT_TRUE(undo(Field::urgency));
  const auto undone = undo(Field::intents).value();
  EXPECT_EQ(undone.verdict.triage.urgency, 0);
  EXPECT_EQ(undone.state.priority, before);
  EXPECT_EQ(undo(Field::intents).error().kind, base::FailureKind::not_found);
}

TEST_P(FollowerTest, ACorrectionIsRefusedWithAReason) {
  const auto ann = office().hears(office().chat, "ann", "question");
  const auto answer = office().reply(office().mira, ann, "Yes").value();
  (void)office().hears(office().chat, "ann", "Thanks");
  const auto state = office().state(ann);
  catch_up();
  const auto message = verdicts(ann)[0].message_id;
  EXPECT_EQ(correct(office().mira, answer.message.id, {{Field::spam, "true"}}).error().kind, base::FailureKind::conflict);
  EXPECT_EQ(correct(office().mira, message, {}).error().kind, base::FailureKind::invalid);
  EXPECT_EQ(correct(office().mira, message, {{Field::sentiment, "sad"}}).error().field, "sentiment");
  EXPECT_TRUE(correct(office().mira, message, {{Field::intents, "opt_out,question"}}))
      << "what a rule says can be confirmed";
  EXPECT_EQ(correct(office().pat, message, {{Field::spam, "true"}}).error().kind, base::FailureKind::not_found)
      << "a partner's person corrects what they may see";
}

TEST_P(FollowerTest, WeightsCanBeChanged) {
  const auto ann = office().hears(office().chat, "ann", "refund");
  catch_up();
  const auto before = priority(ann);
  TriageSettings settings;
  settings.weights.intents["refund"] = 70;
  const auto change = [&] {
    return office().transact(
        [&](store::Transaction& t) { return change_triage_settings(t, office().as(office().ana), settings); });
  };
  EXPECT_TRUE(change());
  catch_up();
  EXPECT_GT(priority(ann), before + 50);
  settings.weights.reach = 200;
  EXPECT_EQ(change().error().field, "weights.reach");
}

TEST_P(FollowerTest, PagesByPriorityAreWholeForEverybody) {
  std::vector<ids::Conversation> all;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "person" + std::to_string(i);
    all.push_back(office().hears(office().chat, name, i % 3 == 0 ? "refund awful" : i % 3 == 1 ? "question" : "small_talk"));
    if (i == 8) catch_up();  // The last three have not been looked at.
  }
  (void)office().assign(office().mira, {all[4], {}, std::optional(std::optional(office().partner.id))}).value();
  (void)office().assign(office().mira, {all[5], std::optional(std::optional(office().mira.id)), {}}).value();
  const auto walk = [&](store::ConversationFilter filter) {
    std::vector<ids::Conversation> seen;
    filter.limit = 5;
    while (true) {
      const auto rows = page(filter);
      for (const auto& row : rows) seen.push_back(row.conversation.id);
      if (rows.size() < 5) return seen;
      filter.after_key = store::sort_key(rows.back(), filter);
      filter.after_id = rows.back().conversation.id;
    }
  };
  for (const bool looked_at : {false, true}) {
    if (looked_at) catch_up();
    auto owed = walk(filter(View::owed));
    EXPECT_EQ(owed.size(), all.size()) << looked_at;
    std::ranges::sort(owed);
    EXPECT_EQ(owed, all);
    auto narrowed = filter(View::owed);
    narrowed.inbox = office().chat.id;
    EXPECT_EQ(walk(narrowed).size(), all.size());
    narrowed.inbox = office().posts.id;
    EXPECT_TRUE(walk(narrowed).empty());
    EXPECT_EQ(walk(filter(View::unassigned)).size(), all.size() - 1);
    auto mine = filter(View::mine);
    mine.mine_of = office().mira.id;
    EXPECT_EQ(walk(mine), std::vector{all[5]});
    auto partner = filter(View::owed);
    partner.only_teams_of = office().pat.id;
    EXPECT_EQ(walk(partner), std::vector{all[4]});
  }
}

TEST_P(FollowerTest, TheThreadReadsWhatComesAndEndsWhenItIsTold) {
  const std::string bytes = small_model("blue");
  TriageModels models(*ModelFile::in_memory(bytes), "");
  TriageFollowerOptions options;
  options.gather = std::chrono::milliseconds(5);
  options.every = std::chrono::milliseconds(20);
  TriageFollower follower(*store_, models, [](const std::string& error) { ADD_FAILURE() << error; }, options);
  follower.start();
  const auto ann = office().hears(office().chat, "ann", "The sky is blue");
  for (int i = 0; i < 1000 && verdicts(ann).empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  follower.stop();
  ASSERT_EQ(verdicts(ann).size(), 1U);
  EXPECT_EQ(verdicts(ann)[0].model, models.serving().version);
  EXPECT_EQ(follower.stats().assessed, 1);
  EXPECT_EQ(follower.stats().failures, 0);
}

HEED_ON_BOTH_ENGINES(FollowerTest);

}  // namespace
}  // namespace workflow
