// Whatever breaks, and whenever: nothing is said twice, and nothing is lost without somebody being told. Every message ends as
// sent and seen once, or where a person looks at it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <utility>

#include "workflow/deliver.hpp"
#include "workflow/test_outbound.hpp"

namespace workflow {
namespace {

using conversation::Delivery;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given != nullptr && *given != '\0' ? std::strtoull(given, nullptr, 10) : otherwise;
}

// What a platform offers against double sending.
struct Kind {
  const char* name;
  bool remembers_keys;
  std::optional<std::int64_t> key_s;
  bool can_look_up;
};

constexpr Kind kKinds[] = {
    {"nothing", false, {}, false},  {"a key for ever", true, {}, false},       {"a key for an hour", true, 3600, false},
    {"a look-up", false, {}, true}, {"a look-up and a key", true, 3600, true},
};

class NeverTwiceTest : public OutboundTest {
 protected:
  void be(const Kind& kind) {
    capabilities().resending = kind.remembers_keys ? channel::Resending::same_key : channel::Resending::uncertain;
    capabilities().same_key_s = kind.key_s;
    capabilities().can_look_up = kind.can_look_up;
    peer_.remembers_keys = kind.remembers_keys;
    peer_.posts.clear();
    peer_.next_fault = [] { return Fault::none; };
    peer_.is_blind = [] { return false; };
  }

  // Answers to these people, in turn, so many each.
  std::vector<ids::Message> answer(const std::vector<ids::Conversation>& conversations, int each) {
    const auto who = office().as(office().mira);
    std::vector<ids::Message> messages;
    (void)office().transact([&](store::Transaction& t) -> base::Result<bool> {
      for (int i = 0; i < each; ++i) {
        for (const auto id : conversations)
          messages.push_back(send_reply(t, who, {id, "Word " + std::to_string(i)}, office().channels).value().message.id);
      }
      return true;
    });
    let_undo_pass();
    return messages;
  }

  void step_forward() {
    if (const auto next = step(); next && *next > clock_.now()) clock_.set(*next);
  }

  // Every message is settled, and as the platform shows it.
  void expect_settled(const std::vector<ids::Message>& messages, const std::string& where) {
    for (const auto id : messages) {
      const auto delivery = message(id).delivery;
      const int seen = peer_.times_seen(outbound_key(id));
      EXPECT_LE(seen, 1) << where << ": said twice";
      switch (delivery) {
        case Delivery::sent: EXPECT_EQ(seen, 1) << where << ": lost"; break;
        case Delivery::failed: EXPECT_EQ(seen, 0) << where << ": it is there, and we say that it is not"; break;
        case Delivery::uncertain: EXPECT_NE(outbound(id).reason, ""); break;
        default: ADD_FAILURE() << where << ": left as " << static_cast<int>(delivery);
      }
    }
  }

  // Within a conversation nothing overtakes.
  void expect_order(const std::string& where) {
    std::map<std::string, std::pair<std::size_t, std::string>> last;
    for (const auto& post : peer_.posts) {
      const std::pair now(post.message.key.size(), post.message.key);
      EXPECT_LT(last[post.message.thread_key], now) << where << ": overtaken";
      last[post.message.thread_key] = now;
    }
  }
};

// Where the program dies.
enum class Point { before_claim, before_send, before_record, after_record };

TEST_P(NeverTwiceTest, ACrashAtAnyPointOfAnAttempt) {
  const auto seeds = from_environment("HEED_CRASH_SEEDS", is_postgres() ? 5 : 50);
  const std::vector<ids::Conversation> conversations{asked("ann"), asked("bo")};
  int sent = 0, uncertain = 0;
  for (const auto& kind : kKinds) {
    for (const auto point : {Point::before_claim, Point::before_send, Point::before_record, Point::after_record}) {
      be(kind);
      std::vector<ids::Message> all;
      for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        std::mt19937_64 random(seed);
        const auto messages = answer(conversations, 1);
        all.insert(all.end(), messages.begin(), messages.end());
        start();
        if (random() % 2 == 0) step_forward();  // The first goes well.
        if (point == Point::after_record) step_forward();
        if (point == Point::before_send || point == Point::before_record) {
          auto claim = office()
                           .transact([&](store::Transaction& t) -> base::Result<std::optional<Claim>> {
                             return claim_next(t, social_, channel(), false).claim;
                           })
                           .value();
          ASSERT_TRUE(claim);
          if (point == Point::before_record) (void)run(peer_.send(claim->message));
        }
        clock_.advance(std::chrono::seconds(random() % 120));
        start();  // The next life.
        drain();
      }
      const auto where = std::string(kind.name) + ", crash " + std::to_string(static_cast<int>(point));
      expect_settled(all, where);
      for (const auto id : all) ++(message(id).delivery == Delivery::sent ? sent : uncertain);
      if (!kind.remembers_keys && !kind.can_look_up) continue;
      for (const auto id : all) EXPECT_EQ(message(id).delivery, Delivery::sent) << where << ": nobody had to be asked";
    }
  }
  RecordProperty("sent", sent);
  RecordProperty("uncertain", uncertain);
  std::cout << "crashes: " << seeds * 4 * std::size(kKinds) << ", sent " << sent << ", a person asked " << uncertain << "\n";
}

TEST_P(NeverTwiceTest, FaultsOfThePlatform) {
  const auto seeds = from_environment("HEED_FAULT_SEEDS", is_postgres() ? 1 : 5);
  const auto faults = static_cast<int>(from_environment("HEED_FAULTS", is_postgres() ? 200 : 2000));
  std::vector<ids::Conversation> conversations;
  for (const char* person : {"ann", "bo", "cy", "di", "ed", "flo"}) conversations.push_back(asked(person));
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const auto& kind = kKinds[seed % std::size(kKinds)];
    be(kind);
    std::mt19937_64 random(seed);
    int left = faults;
    peer_.next_fault = [&] {
      if (left <= 0 || random() % 10 < 2) return Fault::none;
      --left;
      constexpr Fault kFaults[] = {Fault::busy,   Fault::busy,        Fault::limit,      Fault::login,
                                   Fault::refuse, Fault::lose_before, Fault::lose_after, Fault::crash};
      return kFaults[random() % std::size(kFaults)];
    };
    peer_.is_blind = [&] { return random() % 3 == 0; };
    std::vector<ids::Message> all;
    start();
    while (left > 0) {
      const auto messages = answer(conversations, 5);
      all.insert(all.end(), messages.begin(), messages.end());
      if (random() % 8 == 0) start();  // A restart between two attempts.
      drain(100'000);
    }
    const auto where = std::string(kind.name) + ", seed " + std::to_string(seed);
    expect_settled(all, where);
    expect_order(where);
    std::cout << where << ": " << faults << " faults, " << all.size() << " messages, " << peer_.posts.size() << " seen\n";
  }
}

HEED_ON_BOTH_ENGINES(NeverTwiceTest);

}  // namespace
}  // namespace workflow
