#pragma once
// The thread that learns from what people put right. Learning that was asked for stands in the record until it has ended, so a
// restart loses none of it; where a night, or another model, makes it due, it is asked for here. One training at a time, with the
// lowest priority of the machine, and never within a transaction.
//
// What was learnt serves from the next message on if it is better than the models alone, and not worse than the layer that serves,
// on corrections that neither has seen. If not, its figures are kept.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "domain/triage/layer.hpp"
#include "store/store.hpp"
#include "store/triage_layer_store.hpp"
#include "workflow/triage/models.hpp"

namespace workflow {

struct TrainerOptions {
  std::chrono::milliseconds every{30'000};  // How often it is looked whether learning is due.
  std::chrono::milliseconds pause{60'000};  // After a failure.
};

struct TrainerStats {
  std::int64_t trained = 0;  // Since the start.
  std::int64_t promoted = 0;
  std::int64_t failures = 0;
};

// One step after another, by hand: what the thread does. Belongs to one thread at a time.
class LayerWork {
 public:
  // `stop`: asked now and then while it learns; what was begun is begun anew another time.
  LayerWork(store::Store& store /*outlives*/, std::function<ServingModel()> serving, std::function<bool()> stop = nullptr);

  // Asks for what is due; whether anything was.
  [[nodiscard]] base::Result<bool> look();
  // Learns what was asked for first; whether there was anything.
  [[nodiscard]] base::Result<bool> learn();

  [[nodiscard]] TrainerStats stats() const { return {trained_, promoted_, 0}; }

 private:
  struct Material;
  [[nodiscard]] static Material gather(store::Reading& reading, const triage::Training& training, const std::string& model);
  [[nodiscard]] base::Result<void> keep(const Material& material, const triage::TrainedLayer& trained,
                                        const std::string& model);

  store::Store& store_;
  std::function<ServingModel()> serving_;
  std::function<bool()> stop_;
  std::atomic<std::int64_t> trained_ = 0;
  std::atomic<std::int64_t> promoted_ = 0;
};

class LayerTrainer {
 public:
  // `on_error` is told each failure once, on the trainer's thread.
  LayerTrainer(store::Store& store /*outlives*/, const TriageModels& models /*outlives*/,
               std::function<void(const std::string&)> on_error, TrainerOptions options = {});
  ~LayerTrainer();  // Call stop() before the store goes.
  LayerTrainer(const LayerTrainer&) = delete;
  LayerTrainer& operator=(const LayerTrainer&) = delete;

  void start();
  void stop();
  [[nodiscard]] TrainerStats stats() const;

 private:
  struct State;  // Shared with the store's listener, which may outlive this object.

  void run();
  [[nodiscard]] std::string do_everything();

  store::Store& store_;
  std::function<void(const std::string&)> on_error_;
  TrainerOptions options_;
  std::shared_ptr<State> state_;
  LayerWork work_;
  std::thread thread_;
};

}  // namespace workflow
