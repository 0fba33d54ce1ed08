#include "main/demo/sample_company.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "main/demo/story.hpp"
#include "main/record.hpp"
#include "main/test_folder.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_pages.hpp"
#include "store/inbox_store.hpp"
#include "store/organization_store.hpp"
#include "store/store_test_kit.hpp"
#include "store/user_store.hpp"
#include "store/verify_store.hpp"
#include "workflow/password.hpp"

namespace heed {
namespace {

using conversation::Status;
using conversation::View;
using namespace std::chrono_literals;

class SampleCompanyTest : public store::test::StoreTest {
 protected:
  base::Result<SampleCompany> fill(const char* now) {
    now_ = base::parse_rfc3339(now).value();
    clock_.set(now_);
    return fill_sample_company(options(), now_, channel::all_channel_types());
  }

  template <class Work>
  auto read(Work work) {
    if (store_ == nullptr) store_ = open();
    return store_
        ->read_blocking([&](store::Reading& reading) -> base::Result<std::invoke_result_t<Work&, store::Reading&>> {
          return work(reading);
        })
        .value();
  }

  ids::Organization organization() {
    return read([](store::Reading& reading) { return store::first_organization(reading).value().id; });
  }

  std::vector<event::ConversationState> page(View view, std::optional<ids::User> only_teams_of = {}) {
    store::ConversationFilter filter;
    filter.organization = organization();
    filter.view = view;
    filter.only_teams_of = only_teams_of;
    filter.limit = 1000;
    return read([&](store::Reading& reading) { return store::page_conversations(reading, filter); });
  }

  void expect_whole() {
    const auto verified = read([id = organization()](store::Reading& reading) { return store::verify(reading, id); });
    for (const auto& breach : verified.breaches) ADD_FAILURE() << breach.text << " " << breach.first.at(0);
  }

  void expect_marked(const SampleCompany& company) {
    const auto found = read([](store::Reading& reading) { return store::first_organization(reading).value(); });
    EXPECT_TRUE(found.sample);
    EXPECT_EQ(found.name, "Lisbon Bikes");
    EXPECT_EQ(found.time_zone, "Europe/Lisbon");
    const auto inboxes = read([&](store::Reading& reading) { return store::list_inboxes(reading, found.id); });
    ASSERT_EQ(inboxes.size(), 2U);
    EXPECT_TRUE(std::ranges::any_of(inboxes, [&](const auto& inbox) { return inbox.key == company.chat_key; }));
  }

  void expect_people(const SampleCompany& company) {
    ASSERT_EQ(company.accounts.size(), 6U);
    std::map<std::string, int> roles;
    for (const auto& account : company.accounts) {
      const auto login = read([&](store::Reading& reading) { return store::find_login(reading, account.email); });
      ASSERT_TRUE(login.has_value()) << account.email;
      EXPECT_EQ(login->state, rights::UserState::active);
      ++roles[account.role];
    }
    const auto owner = read([&](store::Reading& reading) { return store::find_login(reading, company.accounts[0].email); });
    EXPECT_TRUE(workflow::verify_password(base::Secret(company.password), owner->password_hash));
    EXPECT_EQ(roles, (std::map<std::string, int>{{"owner", 1}, {"lead", 1}, {"agent", 3}, {"partner", 1}}));
  }

  // Mostly answered in time, sometimes late, some dismissed with a reason.
  void expect_fourteen_days() {
    const auto all = page(View::all);
    EXPECT_GE(all.size(), 130U);
    EXPECT_LE(all.size(), 190U);
    std::int64_t answered = 0, in_time = 0, chats = 0, dismissed = 0;
    std::set<std::chrono::sys_days> days;
    for (const auto& state : all) {
      const auto& c = state.conversation;
      EXPECT_GT(c.first_said_at, now_ - std::chrono::days{15});
      EXPECT_LE(c.last_said_at, now_);
      EXPECT_EQ(c.last_text.find('{'), std::string::npos) << c.last_text;
      days.insert(std::chrono::floor<std::chrono::days>(c.first_said_at));
      if (c.dismiss_reason && c.dismiss_reason != conversation::DismissReason::thanks_only) ++dismissed;
      if (!c.first_answered_at) continue;
      ++answered;
      if (!c.thread_key.empty()) continue;
      ++chats;
      if (*c.first_answered_at - c.first_said_at <= 5min) ++in_time;
    }
    EXPECT_GE(days.size(), 13U);
    EXPECT_GT(answered, static_cast<std::int64_t>(all.size()) * 3 / 4);
    EXPECT_GT(in_time, chats / 2);
    EXPECT_LT(in_time, chats);
    EXPECT_GT(dismissed, 5);
  }

  void expect_clocks_at_every_stage() {
    const auto owed = page(View::owed);
    EXPECT_GE(owed.size(), 9U);
    EXPECT_LE(owed.size(), 13U);
    int late = 0, within_a_minute = 0, calm = 0, assigned = 0, next = 0;
    for (const auto& state : owed) {
      const auto left = state.clock.value().due_at - now_;
      ++(left < 0min ? late : left <= 1min ? within_a_minute : calm);
      EXPECT_EQ(state.clock->breached_at.has_value(), left < 0min);
      if (state.conversation.assignee_id) ++assigned;
      if (state.clock->kind == sla::ClockKind::next_response) ++next;
    }
    EXPECT_GE(late, 2);
    EXPECT_GE(within_a_minute, 1);
    EXPECT_GE(calm, 3);
    EXPECT_GE(assigned, 3);
    EXPECT_GE(next, 1);
    EXPECT_EQ(page(View::snoozed).size(), 1U);
    EXPECT_GT(page(View::resolved).size(), 100U);
    const auto open = page(View::open);
    EXPECT_TRUE(std::ranges::any_of(open, [](const auto& state) { return state.conversation.status == Status::pending; }));
  }

  void expect_partner_sees_a_part(const SampleCompany& company) {
    const auto email = std::ranges::find(company.accounts, "partner", &SampleAccount::role)->email;
    const auto rita = read([&](store::Reading& reading) { return store::find_login(reading, email).value().id; });
    EXPECT_GE(page(View::all, rita).size(), 3U);
    EXPECT_LT(page(View::all, rita).size(), 20U);
    EXPECT_EQ(page(View::owed, rita).size(), 1U);
  }

  void expect_a_case_across_channels() {
    std::set<ids::Inbox> inboxes;
    for (const auto& state : page(View::all))
      if (state.conversation.case_id) inboxes.insert(state.conversation.inbox_id);
    EXPECT_EQ(inboxes.size(), 2U);
  }

  base::Time now_{};
  std::unique_ptr<store::Store> store_;
};

TEST_P(SampleCompanyTest, IsACompanyToLookAroundIn) {
  const auto company = fill("2026-11-21T15:30:00Z");
  ASSERT_TRUE(company) << company.error().message;
  EXPECT_TRUE(company->is_new);
  expect_whole();
  expect_marked(*company);
  expect_people(*company);
  expect_fourteen_days();
  expect_clocks_at_every_stage();
  expect_partner_sees_a_part(*company);
  expect_a_case_across_channels();

  const auto before = page(View::all).size();
  store_.reset();
  const auto again = fill("2026-11-22T15:30:00Z");
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->is_new) << "the second time it is found as it is";
  EXPECT_EQ(again->chat_key, company->chat_key);
  EXPECT_EQ(page(View::all).size(), before);
}

HEED_ON_BOTH_ENGINES(SampleCompanyTest);

// Whatever the hour of the first start, and across a change of the year.
TEST(SampleCompany, CanBeMadeAtAnyTime) {
  for (const char* now : {"2027-01-01T03:07:11.250Z", "2026-06-30T23:59:59Z"}) {
    const store::test::TestDatabase database(store::test::Backend::sqlite);
    const auto time = base::parse_rfc3339(now).value();
    store::StoreOptions options;
    options.url = database.url();
    const auto company = fill_sample_company(options, time, channel::all_channel_types());
    ASSERT_TRUE(company) << now << ": " << company.error().message;
    const base::FixedClock clock(time);
    base::IdMaker ids(clock, 0);
    const auto store = store::Store::open(options, clock, ids);
    const auto owed = store
                          ->read_blocking([](store::Reading& reading) -> base::Result<std::int64_t> {
                            const auto organization = store::first_organization(reading).value().id;
                            const auto breaches = store::verify(reading, organization).breaches;
                            for (const auto& breach : breaches) ADD_FAILURE() << breach.text << " " << breach.first.at(0);
                            return store::count_view(reading, organization, conversation::View::owed, {}, {}, {}).count;
                          })
                          .value();
    EXPECT_GE(owed, 9) << now;
    EXPECT_LE(owed, 13) << now;
  }
}

TEST(SampleCompany, LeavesAnotherCompanyAlone) {
  const TestFolder folder;
  Config config;
  config.data = folder.path();
  {
    Record record(config);
    ASSERT_TRUE(record.ensure_organization("Real company").has_value());
  }
  const auto refused = fill_sample_company(config, channel::all_channel_types());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, base::FailureKind::conflict);
}

TEST(SampleStories, AreWellFormed) {
  std::set<std::string> names;
  for (const auto& voice :
       {demo::portuguese(), demo::english(), demo::german(), demo::spanish(), demo::french(), demo::arabic()}) {
    for (const auto& person : voice.people) {
      EXPECT_EQ(person.handle[0], '@');
      EXPECT_TRUE(names.insert(person.name).second) << person.name << " is there twice";
    }
    for (const auto& story : voice.stories) {
      EXPECT_EQ(std::string(story.lines.at(0)).substr(0, 2), "> ") << "the customer begins";
      bool answered = false;
      for (const std::string line : story.lines) {
        EXPECT_TRUE(line.starts_with("> ") || line.starts_with("< ") || line.starts_with("# ")) << line;
        answered = answered || line.starts_with("< ");
      }
      EXPECT_EQ(answered, story.ending == demo::Ending::resolved || story.ending == demo::Ending::open) << story.lines[0];
    }
  }
}

}  // namespace
}  // namespace heed
