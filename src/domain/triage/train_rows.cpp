#include "domain/triage/train_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace triage {

TableRows::TableRows(const ConceptParts* lexicon)
    : concepts_(lexicon == nullptr ? Concepts() : Concepts(lexicon->keys, lexicon->concepts)) {}

void TableRows::read(std::vector<Prepared>& sets, std::uint32_t fewest_posts) {
  collect_keys(sets, fewest_posts);
  fill(sets);
}

void TableRows::collect_keys(const std::vector<Prepared>& sets, std::uint32_t fewest_posts) {
  std::vector<std::uint32_t> all;
  std::size_t posts = 0;
  for (const Prepared& one : sets) {
    posts += one.set->training.size();
    for (const LabelledPost& post : one.set->training)
      for (const auto* block : reader_.read(post.text).blocks())
        for (const Feature& feature : *block) all.push_back(feature.key);
  }
  std::ranges::sort(all);
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i;
    while (end < all.size() && all[end] == all[i]) ++end;
    if (end - i >= fewest_posts) {
      keys_.push_back(all[i]);
      const double idf = std::log((1.0 + static_cast<double>(posts)) / (1.0 + static_cast<double>(end - i))) + 1;
      rarity_.push_back(static_cast<std::uint8_t>(std::lround(std::min(15.9, idf) * 16)));
    }
    i = end;
  }
}

void TableRows::add_block(const std::vector<Feature>& block) {
  const std::size_t begin = rows_.cells.size();
  float squares = 0;
  for (const Feature& feature : block) {
    const std::uint32_t upper = feature.key >> 16U;
    const auto first = keys_.begin() + starts_[upper];
    const auto last = keys_.begin() + starts_[upper + 1];
    const auto found = std::lower_bound(first, last, feature.key);
    if (found == last || *found != feature.key) continue;
    const auto column = static_cast<std::uint32_t>(found - keys_.begin());
    const float value = feature.weight * static_cast<float>(rarity_[column]) * kRarityStep;
    squares += value * value;
    rows_.cells.push_back({column, value});
  }
  const float length = squares > 0 ? 1.0F / std::sqrt(squares) : 0;
  for (std::size_t i = begin; i < rows_.cells.size(); ++i) rows_.cells[i].value *= length;
}

void TableRows::fill(std::vector<Prepared>& sets) {
  starts_.assign((1U << 16U) + 1, 0);
  for (const std::uint32_t key : keys_) ++starts_[(key >> 16U) + 1];
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  rows_ = {};
  rows_.columns = static_cast<std::uint32_t>(keys_.size());
  const auto add = [this](const std::vector<LabelledPost>& posts, std::vector<std::uint32_t>& rows) {
    rows.clear();
    for (const LabelledPost& post : posts) {
      rows.push_back(static_cast<std::uint32_t>(rows_.size()));
      for (const auto* block : reader_.read(post.text).blocks()) add_block(*block);
      rows_.end_row();
    }
  };
  for (Prepared& one : sets) {
    add(one.set->training, one.training);
    add(one.set->validation, one.validation);
  }
}

// Features by how far the labels of the posts that have them are from the labels of all posts: the chi-squared statistic,
// summed over the heads of a set. The sums of the sets are damped, or the sets of many posts would leave nothing to the others.
std::vector<float> TableRows::telling(const std::vector<Prepared>& sets) const {
  std::vector<float> sums(keys_.size(), 0.0F);
  std::vector<float> of_set(keys_.size());
  std::vector<float> all(keys_.size());
  std::vector<float> positive(keys_.size());
  for (const Prepared& one : sets) {
    std::ranges::fill(of_set, 0.0F);
    std::ranges::fill(all, 0.0F);
    for (const std::uint32_t row : one.training)
      for (const auto& cell : rows_.row(row)) all[cell.column] += 1;
    for (std::size_t head = 0; head < heads_of(*one.set); ++head) {
      std::ranges::fill(positive, 0.0F);
      float positives = 0;
      for (std::size_t i = 0; i < one.training.size(); ++i) {
        if (!speaks_for(*one.set, one.set->training[i], head)) continue;
        positives += 1;
        for (const auto& cell : rows_.row(one.training[i])) positive[cell.column] += 1;
      }
      const float share = positives / static_cast<float>(one.training.size());
      if (share <= 0 || share >= 1) continue;
      for (std::size_t i = 0; i < sums.size(); ++i) {
        if (all[i] == 0) continue;
        const float excess = positive[i] - all[i] * share;
        of_set[i] += excess * excess / (all[i] * share * (1 - share));
      }
    }
    const double total = std::accumulate(of_set.begin(), of_set.end(), 0.0);
    if (total == 0) continue;
    const auto damped = static_cast<float>(1 / std::sqrt(total));
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += of_set[i] * damped;
  }
  return sums;
}

void TableRows::keep_most_telling(std::vector<Prepared>& sets, std::size_t most) {
  const auto telling_of = telling(sets);
  auto order = all_of(keys_.size());
  std::ranges::nth_element(order, order.begin() + static_cast<std::ptrdiff_t>(most), [&](std::uint32_t a, std::uint32_t b) {
    return telling_of[a] != telling_of[b] ? telling_of[a] > telling_of[b] : a < b;
  });
  order.resize(most);
  std::ranges::sort(order);
  std::vector<std::uint32_t> keys;
  std::vector<std::uint8_t> rarity;
  for (const std::uint32_t i : order) {
    keys.push_back(keys_[i]);
    rarity.push_back(rarity_[i]);
  }
  keys_ = std::move(keys);
  rarity_ = std::move(rarity);
  fill(sets);
}

}  // namespace triage
