#pragma once
// A layer of the encoder: rows of numbers times a matrix of eight-bit weights, plus a bias. Each row is rounded to eight bits
// by its own largest number, so what comes out for a post does not depend on the posts read together with it.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace triage {

struct ProductParts {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  std::span<const std::int8_t> weights;  // inputs × outputs
  std::span<const float> scale;          // Of each output.
  std::span<const float> bias;
};

class Product {
 public:
  explicit Product(
      const ProductParts& parts);  // The weights are copied, in the order the processor likes; the rest outlives.
  ~Product();
  Product(Product&&) noexcept;
  Product& operator=(Product&&) noexcept;

  [[nodiscard]] std::size_t inputs() const { return parts_.inputs; }
  [[nodiscard]] std::size_t outputs() const { return parts_.outputs; }

  // `in` has whole rows; `out` is made as long as needed. May be called by several threads at once.
  void multiply(std::span<const float> in, std::vector<float>& out) const;

 private:
  struct Kernel;
  ProductParts parts_;
  std::unique_ptr<Kernel> kernel_;
};

// Functions of rows of numbers, by the widest instructions that the processor has.
void add_to(std::span<float> sums, std::span<const float> what);
void drop_negatives(std::span<float> values);
[[nodiscard]] float dot(std::span<const float> a, std::span<const float> b);
void add_times(std::span<float> sums, std::span<const float> what, float times);
// Mean 0 and variance 1 over each row as long as `gain`, then times gain plus bias.
void norm_rows(std::span<const float> in, std::span<const float> gain, std::span<const float> bias, std::vector<float>& out);

}  // namespace triage
