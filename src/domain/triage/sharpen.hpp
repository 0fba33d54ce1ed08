#pragma once
// What both tiers say together: the scores of the encoder's heads plus a share of what the first tier holds likely. The shares, and
// the thresholds and the confidence after them, are chosen on validation posts.
//
//   SecondTier tier(model, *encoder);                    // One a thread.
//   tier.read(posts);                                    // Some at once: it costs less each.
//   const Answer answer = tier.answer(0, *encoder.find("care-intent"));

#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/triage/encoder.hpp"
#include "domain/triage/judgement.hpp"
#include "domain/triage/train.hpp"

namespace triage {

// False where the encoder's vocabulary is not that of the post, so that the first tier's word stands.
[[nodiscard]] bool encoder_knows(std::string_view language);

class SecondTier {
 public:
  SecondTier(const Model& first /*outlives*/, const Encoder& encoder /*outlives*/);

  // The posts outlive what is asked of them.
  void read(std::span<const std::string_view> posts);
  void scores(std::size_t post, const SharpTask& task, std::vector<float>& out);
  [[nodiscard]] Answer answer(std::size_t post, const SharpTask& task);

 private:
  const Model& first_;
  const Encoder& encoder_;
  Scorer scorer_;
  std::span<const std::string_view> posts_;
  std::size_t read_by_first_ = 0;  // The post that scorer_ has read, plus one.
  std::vector<float> heads_;
  std::vector<float> likely_;
  std::vector<float> scores_;
};

// The second tier's word in an assessment (assess.hpp), of posts in a language that it knows. One a thread.
class SecondOpinion {
 public:
  SecondOpinion(const Model& first /*outlives*/, const Encoder& encoder /*outlives*/)
      : encoder_(encoder), tier_(first, encoder) {}
  void operator()(std::string_view text, Judgement& judgement);

 private:
  const Encoder& encoder_;
  SecondTier tier_;
  std::vector<float> scores_;
};

// Posts that go through the encoder together: enough to keep it busy, few enough for the rows to stay in the processor's cache.
inline constexpr std::size_t kPostsAtOnce = 4;

// A task as the encoder answers it, before anything is fitted.
[[nodiscard]] SharpTask sharp_task(const LabelledSet& set);

// Shares, thresholds and confidence of each task of the encoder that has a set. A report a task, `alone` being the first tier's.
[[nodiscard]] std::vector<TaskReport> fit_shares(const Model& first, const Encoder& encoder,
                                                 std::span<const LabelledSet> sets, std::vector<SharpTask>& tasks);

}  // namespace triage
