#pragma once
// The thread that reads what customers say. It follows the events from a stored position, has every new word assessed, ranks the
// conversations in which something happened, and writes that in transactions of the store, which never waits for it. A crash
// between two batches costs nothing but doing the last one again, which changes nothing.
//
// In a flood it rests, so that words are taken in and shown at their pace, and catches up when it is over; the second tier, which
// takes a hundred times as long as the first, reads no more than it may each second. What is new comes first. Then conversations
// whose clock has come to its next step, and last, with the store's low priority, the words of archives that were imported, which
// get a verdict but are told of to nobody.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "store/store.hpp"
#include "store/triage_layer_store.hpp"
#include "store/triage_store.hpp"
#include "workflow/triage/models.hpp"
#include "workflow/triage/rank.hpp"

namespace workflow {

struct TriageFollowerOptions {
  std::int64_t events_at_once = 400;
  std::int64_t conversations_at_once = 50;
  std::int64_t words_at_once = 20;            // Of one conversation, the latest; the rest is read with the archives.
  std::int64_t old_words_at_once = 200;       // Of one conversation.
  std::chrono::hours old_after{72};           // What was said before that is an archive's.
  std::chrono::milliseconds gather{50};       // How long an event waits for others to be read with.
  std::int64_t flood = 100;                   // New words within that time: then the intake has the machine for itself,
  std::chrono::milliseconds rest{30'000};     // but not longer than this.
  std::chrono::milliseconds calm{500};        // No window within it was a flood: it is over.
  std::int64_t deep_per_s = 100;              // Words that the second tier may read: an eighth of a core.
  std::chrono::milliseconds every{1000};      // How often clocks are looked at.
  std::chrono::milliseconds pause{1000};      // After a failure.
  std::chrono::milliseconds look_at{10'000};  // How often for another model.
};

// How many words the second tier may still read: so many each second, and never more than a second's worth at once.
class DeepAllowance {
 public:
  explicit DeepAllowance(std::int64_t per_s) : per_s_(per_s), left_(static_cast<double>(per_s)) {}
  void refill(base::Time now);
  [[nodiscard]] bool any() const { return left_ >= 1; }
  void take() { left_ -= 1; }

 private:
  std::int64_t per_s_;
  double left_;
  std::optional<base::Time> at_;
};

// One step after another, by hand: what the thread does. Belongs to one thread at a time.
class TriageWork {
 public:
  // `reader`: asked before each batch.
  TriageWork(store::Store& store /*outlives*/, std::function<MessageReader()> reader, TriageFollowerOptions options = {});

  // Each does a bounded piece and says whether there was one.
  [[nodiscard]] base::Result<bool> follow();
  [[nodiscard]] base::Result<bool> look_again();
  [[nodiscard]] base::Result<bool> read_archives();
  // All three until nothing is left.
  [[nodiscard]] base::Result<void> catch_up();

  [[nodiscard]] std::int64_t assessed() const { return assessed_; }
  // Events that nobody has followed yet, of all organizations.
  [[nodiscard]] base::Result<std::int64_t> behind();

 private:
  struct Batch {
    ids::Organization organization;
    std::vector<ids::Conversation> conversations;
    std::optional<std::int64_t> seq;  // Followed up to here, once they are done.
  };
  [[nodiscard]] base::Result<std::vector<ids::Organization>> organizations();
  // What an organization set, ready for use; made anew only where it changed.
  struct Prepared {
    TriageSettings settings;
    std::string kept;  // As it is stored.
    std::optional<triage::Company> company;
    std::optional<store::ServingLayer> serving;
    std::optional<triage::Layer> layer;  // That serves, where it stands on the model that reads.
    [[nodiscard]] OwnTriage own();
  };
  // As the record has it.
  struct Kept {
    std::optional<std::string> settings;
    std::optional<store::ServingLayer> serving;
  };
  [[nodiscard]] static Kept find_kept(store::Reading& reading, ids::Organization organization);
  [[nodiscard]] base::Result<Prepared*> prepare(ids::Organization organization, const Kept& kept, const std::string& model);
  [[nodiscard]] base::Result<bool> follow(ids::Organization organization);
  [[nodiscard]] base::Result<bool> read_archive(ids::Organization organization);
  [[nodiscard]] base::Result<void> rank(const Batch& batch, bool archives_too, store::Priority priority);
  // What reads at `now`, within the second tier's allowance.
  [[nodiscard]] MessageReader reader_at(base::Time now);

  store::Store& store_;
  std::function<MessageReader()> reader_;
  TriageFollowerOptions options_;
  DeepAllowance deep_;
  std::map<ids::Organization, Prepared> prepared_;
  std::atomic<std::int64_t> assessed_ = 0;
};

struct TriageStats {
  std::int64_t assessed = 0;  // Since the start.
  std::int64_t behind = 0;    // Events that wait, as of the last look.
  std::int64_t failures = 0;
};

class TriageFollower {
 public:
  // `on_error` is told each failure once, on the follower's thread.
  TriageFollower(store::Store& store /*outlives*/, TriageModels& models /*outlives*/,
                 std::function<void(const std::string&)> on_error, TriageFollowerOptions options = {});
  ~TriageFollower();  // Call stop() before the store goes.
  TriageFollower(const TriageFollower&) = delete;
  TriageFollower& operator=(const TriageFollower&) = delete;

  void start();
  void stop();
  [[nodiscard]] TriageStats stats() const;

 private:
  struct State;  // Shared with the store's listener, which may outlive this object.

  void run();
  void gather(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] base::Result<bool> do_something();

  store::Store& store_;
  TriageModels& models_;
  std::function<void(const std::string&)> on_error_;
  TriageFollowerOptions options_;
  TriageWork work_;
  std::shared_ptr<State> state_;
  std::thread thread_;
};

}  // namespace workflow
