#pragma once
// A linear support vector machine with squared hinge loss, fitted by dual coordinate descent (Hsieh et al., ICML 2008): the
// method of liblinear's default solver, here over rows that many models share, in single precision, with its own seed, no
// global state and no BLAS. docs/decisions/0021 says why it is ours.

#include <cstdint>
#include <span>
#include <vector>

namespace triage {

// Rows of numbers, nearly all of them zero.
struct SparseRows {
  struct Cell {
    std::uint32_t column = 0;
    float value = 0;
  };
  std::vector<std::uint64_t> begins = {0};  // One more than there are rows.
  std::vector<Cell> cells;
  std::uint32_t columns = 0;

  [[nodiscard]] std::size_t size() const { return begins.size() - 1; }
  [[nodiscard]] std::span<const Cell> row(std::size_t index) const {
    return {cells.data() + begins[index], cells.data() + begins[index + 1]};
  }
  void end_row() { begins.push_back(cells.size()); }
};

struct Example {
  std::uint32_t row = 0;
  bool positive = false;
};

struct FitOptions {
  float cost = 0.1F;           // What a wrong answer costs beside large weights: liblinear's C.
  float positive_cost = 1.0F;  // Times `cost`, for the examples of either side.
  float negative_cost = 1.0F;
  std::uint64_t seed = 1;
  int most_rounds = 30;
  float tolerance = 0.1F;
};

struct LinearModel {
  std::vector<float> weights;  // One a column.
  float bias = 0;
  [[nodiscard]] float value(std::span<const SparseRows::Cell> row) const;
};

[[nodiscard]] LinearModel fit(const SparseRows& rows, std::span<const Example> examples, const FitOptions& options);

}  // namespace triage
