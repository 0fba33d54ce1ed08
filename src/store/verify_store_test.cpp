#include "store/verify_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "store/clock_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/inbox_store.hpp"
#include "store/message_store.hpp"
#include "store/organization_store.hpp"
#include "store/store_test_kit.hpp"

namespace store {
namespace {

using conversation::Direction;
using namespace std::chrono_literals;

constexpr ids::Organization kOrganization{1}, kOther{2};
constexpr ids::Inbox kInbox{10}, kOtherInbox{11};
constexpr ids::Conversation kOwed{40}, kAnswered{41}, kDismissed{42};
constexpr base::Time kStart{std::chrono::milliseconds{1'795'200'000'000}};

class VerifyTest : public test::StoreTest {
 protected:
  // A small record that is whole: one conversation that is owed an answer, one answered, one dismissed.
  void fill(Store& store) {
    const auto done = store.transact_blocking([](Transaction& transaction) -> base::Result<void> {
      for (const auto organization : {kOrganization, kOther})
        insert_organization(transaction, {organization, "Lisbon Bikes", "en", "UTC", false, kStart});
      insert_inbox_with(transaction, kInbox, kOrganization);
      insert_inbox_with(transaction, kOtherInbox, kOther);
      insert_contact(transaction, {{20}, kOrganization, "Inês", std::nullopt, kStart});
      insert_contact(transaction, {{21}, kOther, "Rui", std::nullopt, kStart});
      insert_identity(transaction, {{30}, kOrganization, ids::Contact{20}, "chat", "v1", "blue otter", kStart});
      conversation::Conversation owed = blank(kOwed, "");
      owed.owed = true;
      owed.owed_since = kStart;
      owed.due_at = kStart + 5min;
      insert_conversation(transaction, owed);
      sla::Clock running{{60}, kOrganization, kOwed, sla::ClockKind::first_response, kStart, kStart + 5min, {}, {}, {}};
      running.next_at = kStart + 4min;
      insert_clock(transaction, running);
      say(transaction, 50, kOwed, Direction::inbound, kStart);

      conversation::Conversation answered = blank(kAnswered, "thread 1");
      answered.message_count = 2;
      answered.last_direction = Direction::outbound;
      answered.last_said_at = kStart + 1min;
      answered.first_answered_at = kStart + 1min;
      insert_conversation(transaction, answered);
      insert_clock(transaction, {{61},
                                 kOrganization,
                                 kAnswered,
                                 sla::ClockKind::first_response,
                                 kStart,
                                 kStart + 5min,
                                 {},
                                 kStart + 1min,
                                 sla::StopCause::answered});
      say(transaction, 51, kAnswered, Direction::inbound, kStart);
      say(transaction, 52, kAnswered, Direction::outbound, kStart + 1min);
      say(transaction, 53, kAnswered, Direction::internal, kStart + 2min);

      conversation::Conversation dismissed = blank(kDismissed, "thread 2");
      dismissed.status = conversation::Status::resolved;
      dismissed.resolved_at = kStart + 1min;
      dismissed.dismiss_reason = conversation::DismissReason::spam;
      insert_conversation(transaction, dismissed);
      say(transaction, 54, kDismissed, Direction::inbound, kStart);

      for (int i = 0; i < 3; ++i) transaction.publish(kOrganization, event::OrganizationChanged{kOrganization});
      transaction.publish(kOrganization, event::ConversationUpdated{{owed, "Inês", {}}, {}, {}, {}});
      return {};
    });
    ASSERT_TRUE(done);
  }

  static void insert_inbox_with(Transaction& transaction, ids::Inbox id, ids::Organization organization) {
    inbox::Inbox inbox;
    inbox.id = id;
    inbox.organization_id = organization;
    inbox.channel = "chat";
    inbox.name = "Chat";
    inbox.key = std::to_string(id.value);
    ASSERT_TRUE(insert_inbox(transaction, inbox));
  }

  static conversation::Conversation blank(ids::Conversation id, const std::string& thread) {
    conversation::Conversation c;
    c.id = id;
    c.organization_id = kOrganization;
    c.inbox_id = kInbox;
    c.contact_id = {20};
    c.thread_key = thread;
    c.message_count = 1;
    c.first_said_at = c.last_said_at = kStart;
    return c;
  }

  static void say(Transaction& transaction, std::int64_t id, ids::Conversation in, Direction direction, base::Time at) {
    conversation::Message m;
    m.id = {id};
    m.organization_id = kOrganization;
    m.inbox_id = kInbox;
    m.conversation_id = in;
    m.direction = direction;
    m.external_id = std::to_string(id);
    m.said_at = m.created_at = at;
    insert_message(transaction, m);
  }

  // What the record looks like after `sql` was run beside the store.
  Verification after(const std::string& sql) {
    if (store_ == nullptr) store_ = open();
    database_->administer(
        "DELETE FROM resolutions; DELETE FROM acknowledgements; DELETE FROM follow_ups; DELETE FROM attachments; DELETE FROM visitors; DELETE FROM contact_proofs; DELETE FROM contact_joins; DELETE FROM cases; DELETE FROM events; DELETE FROM clocks; DELETE FROM outbound; DELETE FROM messages; DELETE FROM conversations; "
        "DELETE FROM identities; DELETE FROM contacts; DELETE FROM inboxes; DELETE FROM team_members; DELETE FROM teams; "
        "DELETE FROM users; DELETE FROM organizations");
    fill(*store_);
    if (!sql.empty()) database_->administer(sql);
    return store_
        ->read_blocking([](Reading& reading) -> base::Result<Verification> { return verify(reading, kOrganization); })
        .value();
  }

  std::unique_ptr<Store> store_;
};

TEST_P(VerifyTest, AWholeRecordKeepsEveryRule) {
  const auto verified = after("");
  for (const auto& breach : verified.breaches) ADD_FAILURE() << breach.rule << ": " << breach.first.at(0);
  EXPECT_EQ(verified.rules, 28);
  EXPECT_EQ(verified.looked_at.conversations, 3);
  EXPECT_EQ(verified.looked_at.messages, 5);
  EXPECT_EQ(verified.looked_at.clocks, 2);
  EXPECT_EQ(verified.looked_at.contacts, 1) << "of this organization";
  EXPECT_EQ(verified.looked_at.events, 4);
}

// Each rule, a change that breaks it, and the row that is named.
struct Break {
  const char* rule;
  const char* sql;
  const char* row;
};

constexpr Break kBreaks[] = {
    {"owed_clock", "UPDATE clocks SET stopped_at = due_at WHERE id = 60", "conversation 40"},
    {"owed_clock", "UPDATE clocks SET stopped_at = NULL WHERE id = 61", "conversation 41"},
    {"owed_clock",
     "INSERT INTO clocks (id, organization_id, conversation_id, kind, started_at, due_at) VALUES (62, 1, 40, 'next_response', 1, 2)",
     "conversation 40"},
    {"ledger_began", "UPDATE clocks SET started_at = started_at + 1 WHERE id = 61", "clock 61"},
    {"ledger_answered", "UPDATE clocks SET stopped_at = stopped_at + 1 WHERE id = 61", "clock 61"},
    {"ledger_answered", "UPDATE messages SET delivery = 'failed' WHERE id = 52", "clock 61"},
    {"clock_steps", "UPDATE clocks SET next_at = NULL WHERE id = 60", "clock 60"},
    {"clock_steps", "UPDATE clocks SET next_at = 5 WHERE id = 61", "clock 61"},
    {"clock_steps", "UPDATE clocks SET stop_cause = NULL WHERE id = 61", "clock 61"},
    {"clock_steps", "UPDATE clocks SET breached_at = due_at + 1 WHERE id = 60", "clock 60"},
    {"owed_due", "UPDATE conversations SET due_at = due_at + 1 WHERE id = 40", "conversation 40"},
    {"owed_due", "UPDATE conversations SET due_at = NULL WHERE id = 40", "conversation 40"},
    {"owed_due", "UPDATE conversations SET owed_since = NULL WHERE id = 40", "conversation 40"},
    {"owed_due", "UPDATE conversations SET due_at = 5 WHERE id = 41", "conversation 41"},
    {"unheard", "UPDATE messages SET direction = 'inbound' WHERE id = 52", "conversation 41"},
    {"unheard", "UPDATE conversations SET dismiss_reason = NULL WHERE id = 42", "conversation 42"},
    {"owed_answered", "UPDATE messages SET direction = 'outbound' WHERE id = 50", "conversation 40"},
    {"owed_answered", "DELETE FROM messages WHERE id = 50", "conversation 40"},
    {"status", "UPDATE conversations SET status = 'snoozed' WHERE id = 41", "conversation 41"},
    {"status", "UPDATE conversations SET snoozed_until = 5 WHERE id = 41", "conversation 41"},
    {"status", "UPDATE conversations SET resolved_at = NULL WHERE id = 42", "conversation 42"},
    {"status", "UPDATE conversations SET status = 'resolved', resolved_at = 5 WHERE id = 40", "conversation 40"},
    {"status", "UPDATE conversations SET dismiss_reason = 'spam' WHERE id = 40", "conversation 40"},
    {"message_count", "UPDATE conversations SET message_count = 3 WHERE id = 41", "conversation 41"},
    {"message_count", "DELETE FROM messages WHERE id = 51", "conversation 41"},
    {"last_word", "UPDATE conversations SET last_said_at = last_said_at + 1 WHERE id = 41", "conversation 41"},
    {"last_word", "UPDATE conversations SET first_said_at = first_said_at - 1 WHERE id = 40", "conversation 40"},
    {"last_word", "UPDATE conversations SET last_direction = 'inbound' WHERE id = 41", "conversation 41"},
    {"first_answer", "UPDATE conversations SET first_answered_at = NULL WHERE id = 41", "conversation 41"},
    {"first_answer", "UPDATE conversations SET first_answered_at = 7 WHERE id = 40", "conversation 40"},
    {"unheard", "UPDATE messages SET is_automatic = TRUE WHERE id = 52", "conversation 41"},
    {"first_answer", "UPDATE messages SET is_automatic = TRUE WHERE id = 52", "conversation 41"},
    {"acknowledged",
     "INSERT INTO acknowledgements (conversation_id, organization_id, due_at, outcome) VALUES (40, 1, 1, 'said')",
     "conversation 40"},
    {"acknowledged",
     "INSERT INTO acknowledgements (conversation_id, organization_id, due_at, outcome, message_id) VALUES (41, 1, 1, 'said', 52)",
     "conversation 41"},
    {"follow_ups",
     "INSERT INTO follow_ups (id, organization_id, conversation_id, kind, text, phone, due_at, made_at, state) VALUES "
     "(95, 1, 40, 'reminder', '', '', 5, 1, 'done')",
     "follow_up 95"},
    {"resolutions",
     "INSERT INTO resolutions (id, organization_id, conversation_id, started_at, due_at) VALUES (96, 1, 40, 1, 2)",
     "conversation 40"},
    {"resolutions",
     "INSERT INTO resolutions (id, organization_id, conversation_id, started_at, due_at, next_at) VALUES (96, 1, 42, 1, 2, 2)",
     "conversation 42"},
    {"resolutions",
     "INSERT INTO resolutions (id, organization_id, conversation_id, started_at, due_at, stopped_at) VALUES (96, 1, 42, 1, 2, 2)",
     "conversation 42"},
    {"cases", "UPDATE conversations SET case_id = 81 WHERE id = 41", "conversation 41"},
    {"cases", "INSERT INTO cases (id, organization_id, title, created_at) VALUES (80, 1, 'Parcel', 1)", "case 80"},
    {"cases",
     "INSERT INTO cases (id, organization_id, title, created_at) VALUES (80, 2, 'Parcel', 1); "
     "UPDATE conversations SET case_id = 80 WHERE id = 41",
     "conversation 41"},
    {"joined", "UPDATE contacts SET joined_into_id = 20 WHERE id = 20", "contact 20"},
    {"message_inbox", "UPDATE messages SET inbox_id = 11 WHERE id = 52", "message 52"},
    {"links", "UPDATE messages SET inbox_id = 11 WHERE id = 52", "message 52"},
    {"links",
     "UPDATE messages SET organization_id = 2 WHERE id = 52; UPDATE clocks SET conversation_id = 41, organization_id = 1 WHERE id = 60; "
     "UPDATE conversations SET organization_id = 2 WHERE id = 41",
     "clock 60"},
    {"links", "UPDATE conversations SET contact_id = 21 WHERE id = 41", "conversation 41"},
    {"links", "UPDATE conversations SET inbox_id = 11 WHERE id = 42", "conversation 42"},
    {"links", "UPDATE identities SET contact_id = 21", "identity 30"},
    {"links",
     "INSERT INTO users VALUES (70, 2, 'rui@example.org', 'Rui', 'agent', 'active', '', 1); UPDATE conversations SET assignee_id = 70 WHERE id = 41",
     "conversation 41"},
    {"links", "INSERT INTO teams VALUES (71, 2, 'Care', FALSE, 1); UPDATE inboxes SET team_id = 71 WHERE id = 10",
     "inbox 10"},
    {"links",
     "INSERT INTO teams VALUES (71, 1, 'Care', FALSE, 1); INSERT INTO users VALUES (70, 2, 'rui@example.org', 'Rui', 'agent', 'active', '', 1); "
     "INSERT INTO team_members VALUES (1, 71, 70)",
     "team 71"},
    {"links", "UPDATE contacts SET joined_into_id = 21 WHERE id = 20", "contact 20"},
    {"links", "INSERT INTO contact_proofs VALUES (1, 'email', 'ann@example.org', 30, 11, 1)", "identity 30"},
    {"links", "INSERT INTO contact_joins VALUES (90, 1, 20, 21, 'hand', '[]', '[]', '[]', FALSE, NULL, 1, NULL)", "join 90"},
    {"links", "INSERT INTO visitors VALUES ('hash', 1, 11, 30, 1)", "identity 30"},
    {"event_numbers", "DELETE FROM events WHERE seq = 2", "event 2"},
    {"event_numbers", "DELETE FROM events WHERE seq = 1", "event 1"},
    {"event_numbers", "DELETE FROM events WHERE seq = 4", "event 4"},
    {"event_numbers", "UPDATE organizations SET event_seq = 9 WHERE id = 1", "event 9"},
    {"event_rows", "UPDATE events SET conversation_id = 99 WHERE seq = 4", "event 4"},
    {"sending", "UPDATE messages SET delivery = 'sending' WHERE id = 52", "message 52"},
    {"outbound", "UPDATE messages SET delivery = 'queued' WHERE id = 52", "message 52"},
    {"outbound",
     "UPDATE messages SET delivery = 'failed' WHERE id = 52; "
     "INSERT INTO outbound VALUES (52, 1, 10, NULL, '', 1, 1, 1, NULL, NULL, '', '', NULL, NULL)",
     "message 52"},
    {"outbound_order",
     "INSERT INTO outbound VALUES (52, 1, 10, 50, '', 1, 1, 1, NULL, NULL, '', '', NULL, NULL); "
     "UPDATE messages SET delivery = 'queued' WHERE id = 50; UPDATE messages SET delivery = 'sent' WHERE id = 52",
     "message 52"},
    {"files", "INSERT INTO attachments VALUES (95, 1, 50, 'a.png', 'image/png', 7, '', FALSE, '', '', '', TRUE)",
     "attachment 95"},
    // The last one, for the index that forbids it is gone then.
    {"one_open", "DROP INDEX conversations_one_open; UPDATE conversations SET thread_key = ''", "contact 20"},
};

TEST_P(VerifyTest, FindsEveryBreach) {
  for (const auto& [rule, sql, row] : kBreaks) {
    const auto verified = after(sql);
    const auto found = std::ranges::find(verified.breaches, rule, &Breach::rule);
    if (found == verified.breaches.end()) {
      ADD_FAILURE() << rule << " is not found broken after: " << sql;
      continue;
    }
    EXPECT_NE(std::ranges::find(found->first, row), found->first.end())
        << rule << " names " << found->first.at(0) << " after: " << sql;
    EXPECT_EQ(found->count, static_cast<std::int64_t>(found->first.size()));
  }
}

TEST_P(VerifyTest, WhatIsBeingSentJustNowIsNotStuck) {
  EXPECT_TRUE(after("UPDATE messages SET delivery = 'sending' WHERE id = 52; INSERT INTO outbound VALUES "
                    "(52, 1, 10, NULL, '', 1, 1, " +
                    std::to_string((clock_.now() - 9min).time_since_epoch().count()) + ", NULL, NULL, '', '', NULL, NULL)")
                  .breaches.empty());
}

TEST_P(VerifyTest, NamesSomeAndCountsAll) {
  std::string sql;
  for (int i = 0; i < 30; ++i) {
    sql +=
        "INSERT INTO messages (id, organization_id, inbox_id, direction, is_public, text, external_id, parent_external_id, delivery, said_at, "
        "created_at) VALUES (" +
        std::to_string(500 + i) + ", 1, 10, 'outbound', FALSE, '', 'x" + std::to_string(i) +
        "', '', 'sending', 1, 1); INSERT INTO outbound VALUES (" + std::to_string(500 + i) +
        ", 1, 10, NULL, '', 1, 1, 1, NULL, NULL, '', '', NULL, NULL);";
  }
  const auto verified = after(sql);
  ASSERT_EQ(verified.breaches.size(), 1U);
  EXPECT_EQ(verified.breaches[0].count, 30);
  EXPECT_EQ(verified.breaches[0].first.size(), kShownBreaches);
}

TEST_P(VerifyTest, LooksAtOneOrganization) {
  (void)after("UPDATE organizations SET event_seq = 9 WHERE id = 2");
  const auto breaches = [&](ids::Organization of) {
    return store_
        ->read_blocking([of](Reading& reading) -> base::Result<std::size_t> { return verify(reading, of).breaches.size(); })
        .value();
  };
  EXPECT_EQ(breaches(kOrganization), 0U);
  EXPECT_EQ(breaches(kOther), 1U);
}

HEED_ON_BOTH_ENGINES(VerifyTest);

}  // namespace
}  // namespace store
