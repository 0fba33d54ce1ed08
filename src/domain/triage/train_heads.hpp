#pragma once
// The heads of one set of posts while a table is trained: fitted to rows of features, asked about rows, judged by the set's own
// measure. Part of train.cpp.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/triage/linear.hpp"
#include "domain/triage/train.hpp"

namespace triage {

inline constexpr std::size_t kManyHeads = 10;  // A set with so many tries fewer costs.
inline constexpr float kUsualCost = 0.1F;

struct Choice {
  float cost = kUsualCost;
  bool balanced = true;
};

using Heads = std::vector<LinearModel>;
// For each post of a set, the values of some heads.
using Values = std::vector<std::vector<float>>;

// A set, with its posts as rows of its table.
struct Prepared {
  LabelledSet* set = nullptr;
  std::vector<std::uint32_t> training;  // Rows.
  std::vector<std::uint32_t> validation;
  Choice choice;
  Heads heads;
  double alone = 0;
};

// One head is enough to tell two labels apart, where a post has one of them.
[[nodiscard]] std::size_t heads_of(const LabelledSet& set);
[[nodiscard]] bool speaks_for(const LabelledSet& set, const LabelledPost& post, std::size_t head);
// The set's task, with no thresholds yet.
[[nodiscard]] TaskModel plain_task(const LabelledSet& set);

// 0, 1, … count − 1.
[[nodiscard]] std::vector<std::uint32_t> all_of(std::size_t count);

// The heads of one set, fitted to some of its training posts. `row_of`: of each training post.
[[nodiscard]] Heads fit_heads(const LabelledSet& set, const SparseRows& rows, std::span<const std::uint32_t> row_of,
                              std::span<const std::uint32_t> posts, const Choice& choice, std::uint64_t seed);

// Appends what each head says of the row.
void values_of(const Heads& heads, std::span<const SparseRows::Cell> row, std::vector<float>& out);
[[nodiscard]] Values values_of(const Heads& heads, const SparseRows& rows, std::span<const std::uint32_t> row_of);

// The set's measure, were `values` said of its validation posts.
[[nodiscard]] double score_values(const LabelledSet& set, const Values& values);

}  // namespace triage
