#include "domain/triage/measure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace triage {
namespace {

constexpr std::size_t kBins = 15;

struct Count {
  double hit = 0;
  double said = 0;
  double gold = 0;
  [[nodiscard]] double f1() const { return said + gold > 0 ? 2 * hit / (said + gold) : 0; }
  [[nodiscard]] double precision() const { return said > 0 ? hit / said : 0; }
  [[nodiscard]] double recall() const { return gold > 0 ? hit / gold : 0; }
};

bool has(const std::vector<Label>& labels, Label label) { return std::ranges::find(labels, label) != labels.end(); }

std::vector<Count> count(std::size_t labels, std::span<const Judged* const> posts) {
  std::vector<Count> counts(labels);
  for (const Judged* post : posts) {
    for (const Label label : post->gold) counts[label].gold += 1;
    for (const Label label : post->said) {
      counts[label].said += 1;
      if (has(post->gold, label)) counts[label].hit += 1;
    }
  }
  return counts;
}

template <class Of>
double mean_over_labels(const std::vector<Count>& counts, Of&& of) {
  double sum = 0;
  double seen = 0;
  for (const Count& one : counts) {
    if (one.gold + one.said == 0) continue;
    sum += of(one);
    seen += 1;
  }
  return seen > 0 ? sum / seen : 0;
}

double accuracy(std::span<const Judged* const> posts, int out_of_scope) {
  double right = 0;
  double all = 0;
  for (const Judged* post : posts) {
    if (out_of_scope >= 0 && has(post->gold, static_cast<Label>(out_of_scope))) continue;
    all += 1;
    if (post->gold == post->said) right += 1;
  }
  return all > 0 ? right / all : 0;
}

int place_of(std::span<const std::string> labels, const std::string& label) {
  const auto found = std::ranges::find(labels, label);
  return label.empty() || found == labels.end() ? -1 : static_cast<int>(found - labels.begin());
}

double macro_f1(std::size_t labels, std::span<const Judged* const> posts) {
  return mean_over_labels(count(labels, posts), [](const Count& one) { return one.f1(); });
}

double by_group(std::size_t labels, std::span<const Judged* const> posts) {
  std::vector<std::vector<const Judged*>> groups;
  for (const Judged* post : posts) {
    if (groups.size() <= post->group) groups.resize(post->group + 1U);
    groups[post->group].push_back(post);
  }
  double sum = 0;
  double seen = 0;
  for (const auto& group : groups) {
    if (group.empty()) continue;
    sum += macro_f1(labels, group);
    seen += 1;
  }
  return seen > 0 ? sum / seen : 0;
}

double score_of(const Task& task, std::span<const std::string> labels, std::span<const Judged* const> posts) {
  switch (task.measure) {
    case Measure::macro_f1: return macro_f1(labels.size(), posts);
    case Measure::average_recall:
      return mean_over_labels(count(labels.size(), posts), [](const Count& one) { return one.recall(); });
    case Measure::accuracy: return accuracy(posts, -1);
    case Measure::positive_f1: {
      const int positive = place_of(labels, task.positive);
      return positive < 0 ? 0 : count(labels.size(), posts)[static_cast<std::size_t>(positive)].f1();
    }
    case Measure::macro_f1_by_group: return by_group(labels.size(), posts);
    case Measure::in_scope_accuracy: return accuracy(posts, place_of(labels, task.rejected));
  }
  return 0;
}

std::vector<const Judged*> pointers(std::span<const Judged> posts) {
  std::vector<const Judged*> out;
  out.reserve(posts.size());
  for (const Judged& post : posts) out.push_back(&post);
  return out;
}

}  // namespace

double score(const Task& task, std::span<const std::string> labels, std::span<const Judged> posts) {
  return score_of(task, labels, pointers(posts));
}

double reject_recall(const Task& task, std::span<const std::string> labels, std::span<const Judged> posts) {
  const int rejected = place_of(labels, task.rejected);
  if (rejected < 0) return 0;
  return count(labels.size(), pointers(posts))[static_cast<std::size_t>(rejected)].recall();
}

std::vector<LabelMeasure> by_label(std::span<const std::string> labels, std::span<const Judged> posts) {
  std::vector<LabelMeasure> out;
  for (const Count& one : count(labels.size(), pointers(posts)))
    out.push_back({one.precision(), one.recall(), one.f1(), static_cast<std::size_t>(one.gold)});
  return out;
}

Interval bootstrap(const Task& task, std::span<const std::string> labels, std::span<const Judged> posts, std::size_t rounds,
                   std::uint64_t seed) {
  if (posts.empty() || rounds == 0) return {};
  std::mt19937_64 random(seed);
  std::vector<double> scores;
  std::vector<const Judged*> drawn(posts.size());
  for (std::size_t round = 0; round < rounds; ++round) {
    for (auto& one : drawn) one = &posts[random() % posts.size()];
    scores.push_back(score_of(task, labels, drawn));
  }
  std::ranges::sort(scores);
  const auto at = [&](double part) { return scores[static_cast<std::size_t>(part * static_cast<double>(rounds - 1))]; };
  return {at(0.025), at(0.975)};
}

bool is_right(const Judged& post) { return post.said.empty() ? post.gold.empty() : has(post.gold, post.said.front()); }

double calibration_error(std::span<const Judged> posts) {
  struct Bin {
    double confidence = 0;
    double right = 0;
    double posts = 0;
  };
  std::array<Bin, kBins> bins{};
  double all = 0;
  for (const Judged& post : posts) {
    if (post.said.empty()) continue;
    const auto place = static_cast<std::size_t>(std::clamp(post.confidence, 0.0F, 0.9999F) * kBins);
    bins[place].confidence += post.confidence;
    bins[place].right += is_right(post) ? 1 : 0;
    bins[place].posts += 1;
    all += 1;
  }
  double error = 0;
  for (const Bin& bin : bins) error += std::abs(bin.confidence - bin.right);
  return all > 0 ? error / all : 0;
}

}  // namespace triage
