// The same items in any order, in batches of any size, some handed over twice: the record ends the same (T-R13).

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <span>

#include "base/json/encode.hpp"
#include "store/clock_store.hpp"
#include "store/contact_join_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_pages.hpp"
#include "store/message_store.hpp"
#include "store/signal_store.hpp"
#include "store/timeline_store.hpp"
#include "workflow/test_office.hpp"

namespace workflow {
namespace {

using channel::InboundItem;
using channel::ItemKind;
using Items = std::vector<InboundItem>;
using Random = std::mt19937_64;

constexpr int kSets = 40;
constexpr int kOrders = 50;  // Of each set: 2,000 in all.

int below(Random& random, int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); }

channel::Author person(Random& random, int who) {
  channel::Author author;
  author.external_id = "person-" + std::to_string(who);
  author.handle = "@p" + std::to_string(who);
  author.name = "Person " + std::to_string(who) + (below(random, 8) == 0 ? " the Great" : "");
  author.followers = below(random, 4) * 100;
  // Some are one person, by one proof or by a chain of them; most items say nothing of it.
  if (below(random, 8) == 0)
    author.proofs.push_back({channel::ProofKind::email, "Pair" + std::to_string(who / 2) + "@example.org"});
  if (below(random, 16) == 0) author.proofs.push_back({channel::ProofKind::customer_id, std::to_string(who % 3)});
  return author;
}

// A public talk with replies to replies by several people and by us, private words, and what was done to them.
Items invent(Random& random, base::Time start) {
  Items items;
  const int count = 8 + below(random, 18);
  for (int i = 0; i < count; ++i) {
    InboundItem item;
    item.external_id = std::to_string(100 + i);
    item.said_at = start + std::chrono::minutes(below(random, 40));
    item.own = below(random, 4) == 0;
    item.author = item.own ? channel::Author{"us", "@us", "Us"} : person(random, below(random, 4));
    item.text = "text " + std::to_string(i);
    item.is_public = below(random, 5) != 0;
    item.by_replies = item.is_public;
    if (item.is_public && i > 0 && below(random, 5) != 0)
      item.parent_external_id = std::to_string(100 + below(random, i + 1));
    if (item.parent_external_id == item.external_id) item.parent_external_id = "99";  // A post that never comes.
    if (!item.is_public && item.own) item.recipient = person(random, below(random, 4));
    items.push_back(item);
  }
  const int done = below(random, 14);
  for (int i = 0; i < done; ++i) {
    constexpr ItemKind kKinds[] = {ItemKind::edit, ItemKind::edit, ItemKind::deletion, ItemKind::like, ItemKind::follow};
    InboundItem item;
    item.kind = kKinds[below(random, 5)];
    item.external_id = "done-" + std::to_string(i);
    item.author = person(random, below(random, 5));
    if (item.kind != ItemKind::follow) item.target_external_id = std::to_string(100 + below(random, count + 2));
    item.text = item.kind == ItemKind::edit ? "edited " + std::to_string(i) : "";
    item.said_at = start + std::chrono::minutes(below(random, 60));
    items.push_back(item);
  }
  return items;
}

std::string time_of(std::optional<base::Time> time) { return time ? base::to_rfc3339(*time) : "-"; }

// Everything that may be asked of the record, without ids and without when we heard of it.
class Dump {
 public:
  Dump(store::Reading& reading, const Office& office) : reading_(reading), office_(office) {
    store::ConversationFilter filter;
    filter.organization = office.organization;
    filter.view = conversation::View::all;
    filter.limit = 1000;
    for (const auto& state : store::page_conversations(reading, filter)) add(state);
    for (const auto& contact : store::page_contacts(reading, office.organization, "", {}, 1000)) add(contact);
    for (const auto& count : store::list_signal_counts(reading, office.organization, {}, 0, std::int64_t{1} << 40))
      lines_.push_back("count " + std::string(base::to_name(count.kind)) + ' ' + std::to_string(count.bucket) + ' ' +
                       std::to_string(count.count));
  }
  // Messages of ours that stand alone are in no list: looked up one by one.
  void add_posts(const Items& items) {
    for (const auto& item : items) {
      if (item.kind != ItemKind::message) continue;
      const auto message = store::find_message(reading_, office_.organization, item.external_id, office_.posts.id);
      lines_.push_back("post " + item.external_id + ' ' + (message && message->conversation_id ? "placed" : "alone") + ' ' +
                       (message ? message->text : "missing"));
    }
    std::ranges::sort(lines_);
    lines_.erase(std::ranges::unique(lines_).begin(), lines_.end());
  }
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const auto& line : lines_) all += line + '\n';
    return all;
  }

 private:
  std::string identities_of(ids::Contact contact) {
    std::vector<std::string> all;
    for (const auto& identity : store::list_identities(reading_, office_.organization, contact))
      all.push_back(identity.external_id + ' ' + identity.name + ' ' + std::to_string(identity.followers.value_or(-1)));
    std::ranges::sort(all);
    std::string text;
    for (const auto& one : all) text += '[' + one + ']';
    return text;
  }
  void add(const event::ConversationState& state) {
    const auto& c = state.conversation;
    std::string line = "conversation " + identities_of(c.contact_id) + ' ' + c.thread_key + ' ' +
                       std::string(base::to_name(c.status)) + (c.owed ? " owed " : " not owed ") + time_of(c.owed_since) +
                       ' ' + time_of(c.due_at) + ' ' + time_of(c.first_said_at) + ' ' + time_of(c.last_said_at) + ' ' +
                       c.last_text + ' ' + std::string(base::to_name(c.last_direction)) + ' ' +
                       std::to_string(c.message_count) + ' ' + time_of(c.first_answered_at);
    for (const auto& word : store::list_story(reading_, c.organization_id, c.id)) {
      const auto message = store::find_message(reading_, c.organization_id, word.id).value();
      line += "\n  " + word.external_id + ' ' + word.text + (word.deleted ? " deleted" : "") + ' ' +
              time_of(message.edited_at) + ' ' + message.original_text.value_or("-");
    }
    for (const auto& clock : store::list_clocks(reading_, c.id))
      line += "\n  clock " + std::string(base::to_name(clock.kind)) + ' ' + time_of(clock.started_at) + ' ' +
              time_of(clock.due_at) + ' ' + time_of(clock.stopped_at) + ' ' + time_of(clock.breached_at);
    lines_.push_back(line);
  }
  void add(const contact::Contact& contact) {
    std::string line = "contact " + contact.name + ' ' + identities_of(contact.id);
    std::vector<std::string> proofs;
    for (const auto& proof : store::list_proofs(reading_, contact.organization_id, contact.id))
      proofs.push_back(std::string(base::to_name(proof.kind)) + ' ' + proof.value);
    std::ranges::sort(proofs);
    for (const auto& proof : proofs) line += "\n  " + proof;
    std::vector<std::string> signals;
    for (const auto& m : store::page_timeline(reading_, contact.organization_id, contact.id, std::nullopt, 0, 1000)) {
      if (!m.signal) continue;
      signals.push_back(std::string(base::to_name(*m.signal)) + ' ' + time_of(m.at) + (m.message_id ? " linked" : ""));
    }
    std::ranges::sort(signals);
    for (const auto& signal : signals) line += "\n  " + signal;
    lines_.push_back(line);
  }

  store::Reading& reading_;
  const Office& office_;
  std::vector<std::string> lines_;
};

class AnyOrderTest : public OfficeTest {
 protected:
  std::string end_of(Random& random, Items items) {
    Office company(*store_, clock_, "Company " + std::to_string(++companies_));
    const Items twice(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(items.size() / 3));
    items.insert(items.end(), twice.begin(), twice.end());
    if (companies_ % kOrders != 1) std::ranges::shuffle(items, random);
    for (std::size_t done = 0; done < items.size();) {
      const auto batch = std::min<std::size_t>(items.size() - done, 1 + random() % 8);
      (void)company.transact([&](store::Transaction& t) -> base::Result<bool> {
        Receiving receiving(t);
        receiving.expect(company.posts, std::span(items).subspan(done, batch));
        for (std::size_t i = 0; i < batch; ++i) (void)receiving.receive(company.posts, items[done + i]);
        receiving.finish();
        return true;
      });
      done += batch;
    }
    if (companies_ % 10 == 0) expect_whole(company);
    return company
        .read([&](store::Reading& reading) -> base::Result<std::string> {
          Dump dump(reading, company);
          dump.add_posts(items);
          return dump.text();
        })
        .value();
  }

  int companies_ = 0;
};

TEST_P(AnyOrderTest, EndsInTheSameRecord) {
  const int sets = GetParam() == store::test::Backend::sqlite ? kSets : 2;
  int joins = 0;  // Sets in which somebody has two handles.
  for (int set = 0; set < sets; ++set) {
    Random random(static_cast<std::uint64_t>(set) + 1);
    Items items = invent(random, clock_.now() - std::chrono::hours(3));
    companies_ = (companies_ + kOrders - 1) / kOrders * kOrders;
    const std::string expected = end_of(random, items);
    joins += expected.find("][") != std::string::npos ? 1 : 0;
    for (int order = 1; order < kOrders; ++order) {
      const std::string got = end_of(random, items);
      ASSERT_EQ(got, expected) << "set " << set << ", order " << order;
    }
  }
  EXPECT_GT(joins, sets / 4);
}

HEED_ON_BOTH_ENGINES(AnyOrderTest);

}  // namespace
}  // namespace workflow
