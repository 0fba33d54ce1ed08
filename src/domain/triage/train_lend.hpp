#pragma once
// What sets that share a table learn from each other: the second layer of train.hpp, multiplied into the first. Part of train.cpp.

#include <vector>

#include "domain/triage/train_heads.hpp"

namespace triage {

// The heads of `one`, better by what those of the other `sets` (among which it is) say of its posts; its own where nothing is.
[[nodiscard]] Heads lend(const Prepared& one, const std::vector<Prepared>& sets, const SparseRows& rows,
                         const TrainOptions& options);

}  // namespace triage
