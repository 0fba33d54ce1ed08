#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "channel/channel.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/child.hpp"
#include "main/record.hpp"
#include "store/clock_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/event_log.hpp"
#include "store/inbox_store.hpp"
#include "workflow/credential.hpp"

namespace heed {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::int64_t kPromised = 1'000'000;
constexpr std::int64_t kMinute = 100'000;
constexpr std::int64_t kDueSoon = 2'000;   // Clocks that come due while somebody looks.
constexpr milliseconds kDueAfter{25'000};  // After they were made: the server is up and was measured at rest by then.
constexpr milliseconds kDueWithin{20'000};
constexpr milliseconds kRest{10'000};
constexpr std::int64_t kAtOnce = 1'000;
constexpr double kPromisedFire_ms = 1'000;
constexpr double kPromisedRest_percent = 1;
constexpr double kPromisedReady_ms = 2'000;

struct Company {
  ids::Organization organization;
  ids::Inbox inbox;
  ids::Contact contact;
};

base::Result<Company> found(Record& record) {
  auto organization = record.ensure_organization("Bench");
  if (!organization) return base::pass_on(organization.error());
  return record.store().transact_blocking([&](store::Transaction& transaction) -> base::Result<Company> {
    Company company{organization->id, transaction.new_id<ids::Inbox>(), transaction.new_id<ids::Contact>()};
    inbox::Inbox inbox;
    inbox.id = company.inbox;
    inbox.organization_id = company.organization;
    inbox.channel = channel::all_channel_types().front().id;
    inbox.name = "Inbox";
    inbox.key = workflow::new_public_key();
    inbox.settings = "{}";
    inbox.created_at = transaction.now();
    if (!store::insert_inbox(transaction, inbox))
      return base::fail(base::FailureKind::conflict, "The record of the measurement is not empty.");
    contact::Contact contact;
    contact.id = company.contact;
    contact.organization_id = company.organization;
    contact.name = "Ann";
    contact.created_at = transaction.now();
    store::insert_contact(transaction, contact);
    return company;
  });
}

// A conversation that waits, with a clock whose next thing is due at `next`.
void wait_until(store::Transaction& transaction, const Company& company, base::Time next) {
  conversation::Conversation c;
  c.id = transaction.new_id<ids::Conversation>();
  c.organization_id = company.organization;
  c.inbox_id = company.inbox;
  c.contact_id = company.contact;
  c.thread_key = std::to_string(c.id.value);
  c.owed = true;
  c.owed_since = c.first_said_at = c.last_said_at = c.created_at = transaction.now();
  c.due_at = next - 1ms;
  c.message_count = 1;
  c.last_text = "Where is it?";
  sla::Clock clock;
  clock.id = transaction.new_id<ids::Clock>();
  clock.organization_id = company.organization;
  clock.conversation_id = c.id;
  clock.started_at = *c.owed_since;
  clock.due_at = *c.due_at;
  clock.next_at = next;
  store::insert_conversation(transaction, c);
  store::insert_clock(transaction, clock);
}

// `next_of(i)`: when the thing that is due next for the i-th of them is.
template <class Next>
base::Result<void> make_clocks(Record& record, const Company& company, std::int64_t count, Next next_of) {
  for (std::int64_t made = 0; made < count; made += kAtOnce) {
    auto work = [&](store::Transaction& transaction) -> base::Result<void> {
      for (std::int64_t i = made; i < std::min(count, made + kAtOnce); ++i) wait_until(transaction, company, next_of(i));
      return {};
    };
    if (auto done = record.store().transact_blocking(work, store::Priority::bulk); !done) return done;
  }
  return {};
}

// How long after their time breaches were told, in order; each has to be told once.
base::Result<std::vector<double>> lags_ms(Record& record, ids::Organization organization) {
  std::map<ids::Conversation, int> times;
  std::vector<double> lags;
  const auto events =
      record.store().read_blocking([&](store::Reading& reading) -> base::Result<std::vector<store::StoredEvent>> {
        return store::events_after(reading, organization, 0, 1'000'000);
      });
  if (!events) return base::pass_on(events.error());
  for (const auto& stored : *events) {
    if (stored.type != event::ClockBreached::kType || !stored.conversation_id) continue;
    const auto told = store::decode_event(stored.type, stored.body);
    if (!told) return base::pass_on(told.error());
    const auto* breached = std::get_if<event::ClockBreached>(&*told);
    if (breached == nullptr || !breached->state.clock) continue;
    ++times[*stored.conversation_id];
    lags.push_back(std::chrono::duration<double, std::milli>(stored.at - (breached->state.clock->due_at + 1ms)).count());
  }
  const bool each_once = std::ranges::all_of(times, [](const auto& one) { return one.second == 1; });
  if (!each_once || static_cast<std::int64_t>(times.size()) != kDueSoon)
    return base::fail(base::FailureKind::conflict, "Of " + std::to_string(kDueSoon) + " breaches " +
                                                       std::to_string(times.size()) + " were told, or some more than once.");
  std::ranges::sort(lags);
  return lags;
}

}  // namespace

base::Result<BenchResult> bench_clocks(const BenchOptions& options) {
  const ScratchFolder folder;
  Config config;
  config.data = folder.path() + "/data";
  std::filesystem::create_directories(config.data);
  const std::int64_t count = options.full_size ? kPromised : kMinute;
  Company company;
  base::Time last_due{};
  {
    Record record(config);
    auto made = found(record);
    if (!made) return base::pass_on(made.error());
    company = *made;
    const auto far = record.clock().now() + 24h;
    auto filled = make_clocks(record, company, count - kDueSoon, [&](std::int64_t i) { return far + milliseconds(i); });
    if (!filled) return base::pass_on(filled.error());
    const auto first = record.clock().now() + kDueAfter;
    last_due = first + kDueWithin;
    filled = make_clocks(record, company, kDueSoon, [&](std::int64_t i) { return first + kDueWithin * i / kDueSoon; });
    if (!filled) return base::pass_on(filled.error());
  }
  const std::vector<std::string> serve = {own_path(), "serve", "--data", config.data, "--listen", "127.0.0.1:0"};
  double ready_ms = 0, rest_percent = 0;
  {
    const auto began = steady_clock::now();
    auto server = Child::start(serve);
    if (!server) return base::pass_on(server.error());
    if (auto said = server->wait_for_line("http://", 20'000ms); !said) return base::pass_on(said.error());
    ready_ms = std::chrono::duration<double, std::milli>(steady_clock::now() - began).count();
    std::this_thread::sleep_for(5s);  // What a start leaves to be done behind it.
    const double before = server->cpu_seconds();
    std::this_thread::sleep_for(kRest);
    rest_percent = 100 * (server->cpu_seconds() - before) / std::chrono::duration<double>(kRest).count();
    const SystemClock clock;
    std::this_thread::sleep_for(std::max(milliseconds(0), last_due - clock.now()) + 2s);
  }
  Record record(config);
  const auto lags = lags_ms(record, company.organization);
  if (!lags) return base::pass_on(lags.error());
  const double p99 = lags->at(lags->size() * 99 / 100);
  BenchResult result;
  result.name = "clocks";
  result.figures = {{"clocks", static_cast<double>(count)},      {"ready_ms", ready_ms}, {"rest_cpu_percent", rest_percent},
                    {"fire_p50_ms", lags->at(lags->size() / 2)}, {"fire_p99_ms", p99},   {"fire_first_ms", lags->front()}};
  result.limits = {
      {"ready_ms", kPromisedReady_ms}, {"rest_cpu_percent", kPromisedRest_percent}, {"fire_p99_ms", kPromisedFire_ms}};
  result.ratios = {{"ready_ms", ready_ms / kPromisedReady_ms},
                   {"rest_cpu_percent", rest_percent / kPromisedRest_percent},
                   {"fire_p99_ms", p99 / kPromisedFire_ms}};
  return result;
}

}  // namespace heed
