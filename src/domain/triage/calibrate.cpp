#include "domain/triage/calibrate.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace triage {
namespace {

constexpr std::size_t kFewLabels = 10;  // So few are lifted one by one; of more there are too few posts each.
constexpr std::size_t kFewChoices = 4;  // So few labels get a preference.
constexpr double kWorthIt = 0.002;      // What a preference has to gain.
constexpr int kRounds = 600;
constexpr double kSpeed = 0.05;
constexpr int kNewtonRounds = 20;
constexpr double kPull = 1;
constexpr int kGrid = 20;  // Steps to either side.
constexpr float kGridStep = 0.05F;
constexpr int kSmooth = 2;  // Neighbours of the grid that count too: a peak of one post is no peak.
constexpr double kCautiousPrecision = 0.6;
constexpr double kInScopeGivenUp = 0.015;  // For telling what is out of scope.

bool has(const std::vector<Label>& labels, Label label) { return std::ranges::find(labels, label) != labels.end(); }

// Gradient descent on the log loss with a step of its own for each number (RMSprop); convex, so the start does not matter.
void fit_confidence(TaskModel& model, std::span<const Scored> posts) {
  const std::size_t labels = model.labels.size();
  const bool lifts = model.many_labels || labels <= kFewLabels;
  std::vector<double> slopes(labels + 1);
  std::vector<double> squares(labels + 1, 0.0);
  std::vector<float> probability;
  const auto move = [&](std::size_t which, float& number, int round) {
    squares[which] = 0.9 * squares[which] + 0.1 * slopes[which] * slopes[which];
    const double speed = kSpeed * (1.0 - static_cast<double>(round) / kRounds);
    number -= static_cast<float>(speed * slopes[which] / (std::sqrt(squares[which]) + 1e-9));
  };
  for (int round = 0; round < kRounds; ++round) {
    std::ranges::fill(slopes, 0.0);
    for (const Scored& post : posts) {
      probabilities_of(model, post.scores, probability);
      for (std::size_t label = 0; label < labels; ++label) {
        const double excess = probability[label] - (has(post.gold, static_cast<Label>(label)) ? 1.0 : 0.0);
        slopes[label] += excess;
        slopes[labels] += excess * post.scores[label];
      }
    }
    if (lifts)
      for (std::size_t label = 0; label < labels; ++label) move(label, model.lift[label], round);
    move(labels, model.steepness, round);
    model.steepness = std::max(model.steepness, 0.01F);
  }
}

// The best place of a grid, its neighbours counted in.
template <class Value>
float best_on_grid(float middle, Value&& value) {
  std::vector<double> values;
  for (int i = -kGrid; i <= kGrid; ++i) values.push_back(value(middle + kGridStep * static_cast<float>(i)));
  double best = -1;
  float place = middle;
  for (int i = 0; i < static_cast<int>(values.size()); ++i) {
    double sum = 0;
    double count = 0;
    for (int k = std::max(0, i - kSmooth); k <= std::min(static_cast<int>(values.size()) - 1, i + kSmooth); ++k) {
      sum += values[static_cast<std::size_t>(k)];
      count += 1;
    }
    if (sum / count > best + 1e-9) {
      best = sum / count;
      place = middle + kGridStep * static_cast<float>(i - kGrid);
    }
  }
  return place;
}

void prefer_among_few(const Task& task, TaskModel& model, std::span<const Scored> posts) {
  const double plain = score(task, model.labels, decide_all(model, posts));
  // The first label stays where it is: only the differences count.
  for (int pass = 0; pass < 2; ++pass) {
    for (std::size_t label = 1; label < model.labels.size(); ++label) {
      model.preference[label] = best_on_grid(model.preference[label], [&](float preference) {
        model.preference[label] = preference;
        return score(task, model.labels, decide_all(model, posts));
      });
    }
  }
  if (score(task, model.labels, decide_all(model, posts)) < plain + kWorthIt) std::ranges::fill(model.preference, 0.0F);
}

// Prefers the label as far as the precision of saying it stays what it must be.
void be_cautious(const Task& task, TaskModel& model, std::span<const Scored> posts) {
  const auto found = std::ranges::find(model.labels, task.cautious);
  if (found == model.labels.end()) return;
  const auto label = static_cast<std::size_t>(found - model.labels.begin());
  float& preference = model.preference[label];
  for (int i = 0; i < 2 * kGrid; ++i) {
    preference += kGridStep;
    if (by_label(model.labels, decide_all(model, posts))[label].precision < kCautiousPrecision) {
      preference -= kGridStep;
      return;
    }
  }
}

void find_rejection(const Task& task, TaskModel& model, std::span<const Scored> posts) {
  const double plain = score(task, model.labels, decide_all(model, posts));
  float best = 0;
  for (float below = 0.01F; below < 0.9F; below += 0.01F) {
    model.reject_below = below;
    if (score(task, model.labels, decide_all(model, posts)) < plain - kInScopeGivenUp) break;
    best = below;
  }
  model.reject_below = best;
}

// Two numbers for all labels: what was chosen by its measure is right more or less often than its probability says.
void fit_sureness(TaskModel& model, std::span<const Scored> posts) {
  const auto judged = decide_all(model, posts);
  double slope = 1;
  double shift = 0;
  for (int round = 0; round < kNewtonRounds; ++round) {
    // Pulled a little towards leaving things as they are, so that a few posts cannot say "never" or "always".
    std::array<double, 2> gradient = {kPull * (slope - 1), kPull * shift};
    double by_slope = kPull, by_shift = kPull, by_both = 0;
    for (const Judged& post : judged) {
      const double odds = log_odds(post.confidence);
      const double sure = 1 / (1 + std::exp(-(slope * odds + shift)));
      const double excess = sure - (is_right(post) ? 1 : 0);
      const double bend = sure * (1 - sure);
      gradient[0] += excess * odds;
      gradient[1] += excess;
      by_slope += bend * odds * odds;
      by_both += bend * odds;
      by_shift += bend;
    }
    const double determinant = by_slope * by_shift - by_both * by_both;
    if (determinant <= 0) break;
    slope -= (by_shift * gradient[0] - by_both * gradient[1]) / determinant;
    shift -= (by_slope * gradient[1] - by_both * gradient[0]) / determinant;
  }
  model.sure_slope = static_cast<float>(std::clamp(slope, 0.0, 10.0));
  model.sure_shift = static_cast<float>(std::clamp(shift, -10.0, 10.0));
}

}  // namespace

std::vector<Judged> decide_all(const TaskModel& model, std::span<const Scored> posts) {
  std::vector<Judged> judged;
  judged.reserve(posts.size());
  for (const Scored& post : posts) {
    Answer answer = decide(model, post.scores);
    judged.push_back({post.gold, std::move(answer.labels), answer.confidence, post.group});
  }
  return judged;
}

void prefer_among_many(TaskModel& model, std::span<const Scored> posts) {
  for (std::size_t label = 0; label < model.labels.size(); ++label) {
    model.preference[label] = best_on_grid(0, [&](float preference) {
      double hit = 0;
      double all = 0;
      for (const Scored& post : posts) {
        const bool said = post.scores[label] + preference > 0;
        const bool gold = has(post.gold, static_cast<Label>(label));
        hit += said && gold ? 2 : 0;
        all += (said ? 1 : 0) + (gold ? 1 : 0);
      }
      return all > 0 ? hit / all : 0;
    });
  }
}

void calibrate(const Task& task, TaskModel& model, std::span<const Scored> posts) {
  model.steepness = 1;
  model.lift.assign(model.labels.size(), 0.0F);
  model.preference.assign(model.labels.size(), 0.0F);
  model.reject_below = 0;
  model.sure_slope = 1;
  model.sure_shift = 0;
  if (posts.empty()) return;
  fit_confidence(model, posts);
  if (model.many_labels) prefer_among_many(model, posts);
  else if (model.labels.size() <= kFewChoices) prefer_among_few(task, model, posts);
  if (!task.cautious.empty()) be_cautious(task, model, posts);
  if (model.rejected >= 0) find_rejection(task, model, posts);
  fit_sureness(model, posts);
}

}  // namespace triage
