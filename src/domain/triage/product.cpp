#include "domain/triage/product.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <dnnl.hpp>  // IWYU pragma: keep
#include <map>

#include "domain/triage/each_processor.hpp"

namespace triage {
namespace {

constexpr std::size_t kLanes = 16;  // Sums side by side, so that a sum of many numbers is made of few instructions.
constexpr float kLeastVariance = 1e-6F;
constexpr float kMostByte = 127;
// oneDNN makes its code for each number of rows; so the rows are filled up to one of these.
constexpr std::array<std::size_t, 9> kRowSteps = {8, 16, 32, 64, 96, 128, 192, 256, 384};
constexpr std::size_t kMostRows = kRowSteps.back();

HEED_FOR_EACH_PROCESSOR float largest(const float* values, std::size_t count) {
  std::array<float, kLanes> most{};
  for (std::size_t i = 0; i + kLanes <= count; i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) most[lane] = std::max(most[lane], std::fabs(values[i + lane]));
  return *std::ranges::max_element(most);
}

HEED_FOR_EACH_PROCESSOR void round_row(const float* values, std::size_t count, float times, std::int8_t* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::int8_t>(std::nearbyint(values[i] * times));
}

HEED_FOR_EACH_PROCESSOR void scale_row(const std::int32_t* sums, std::size_t count, float row_scale, const float* scale,
                                       const float* bias, float* out) {
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<float>(sums[i]) * row_scale * scale[i] + bias[i];
}

HEED_FOR_EACH_PROCESSOR float dot_lanes(const float* a, const float* b, std::size_t count) {
  std::array<float, kLanes> sums{};
  for (std::size_t i = 0; i + kLanes <= count; i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  float sum = 0;
  for (const float one : sums) sum += one;
  return sum;
}

HEED_FOR_EACH_PROCESSOR void add_times_lanes(float* sums, const float* what, std::size_t count, float times) {
  for (std::size_t i = 0; i < count; ++i) sums[i] += what[i] * times;
}

HEED_FOR_EACH_PROCESSOR void norm_row(const float* in, const float* gain, const float* bias, std::size_t count, float* out) {
  std::array<float, kLanes> sums{};
  std::array<float, kLanes> squares{};
  for (std::size_t i = 0; i + kLanes <= count; i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      sums[lane] += in[i + lane];
      squares[lane] += in[i + lane] * in[i + lane];
    }
  float sum = 0;
  float square = 0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    sum += sums[lane];
    square += squares[lane];
  }
  const float mean = sum / static_cast<float>(count);
  const float variance = std::max(square / static_cast<float>(count) - mean * mean, 0.0F);
  const float times = 1 / std::sqrt(variance + kLeastVariance);
  for (std::size_t i = 0; i < count; ++i) out[i] = (in[i] - mean) * times * gain[i] + bias[i];
}

HEED_FOR_EACH_PROCESSOR void drop_negatives_lanes(float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) values[i] = std::max(values[i], 0.0F);
}

using Type = dnnl::memory::data_type;
using Layout = dnnl::memory::format_tag;

dnnl::memory::dims dims_of(std::size_t rows, std::size_t columns) {
  return {static_cast<dnnl::memory::dim>(rows), static_cast<dnnl::memory::dim>(columns)};
}

const dnnl::engine& processor() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

// oneDNN shares a product among as many threads as there are cores, whose waiting takes more time than a small product saves. OpenMP, by
// which it does, is told so for each thread; it is found at run time, for Debian's compiler-independent packages have no header.
bool work_alone() {
  using SetThreads = void (*)(int);
  if (auto* const set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"))) set(1);
  return true;
}

// Of a thread.
struct Buffers {
  bool alone = work_alone();
  std::vector<std::int8_t> rows;
  std::vector<float> scale;
  std::vector<std::int32_t> sums;
  dnnl::stream stream{processor()};
};

Buffers& buffers() {
  thread_local Buffers mine;
  return mine;
}

}  // namespace

struct Product::Kernel {
  dnnl::memory weights;
  std::map<std::size_t, dnnl::matmul> by_rows;  // For each number of rows of kRowSteps.
};

Product::Product(const ProductParts& parts) : parts_(parts), kernel_(std::make_unique<Kernel>()) {
  const dnnl::memory::desc any_weights(dims_of(parts.inputs, parts.outputs), Type::s8, Layout::any);
  for (const std::size_t rows : kRowSteps) {
    const dnnl::memory::desc in(dims_of(rows, parts.inputs), Type::s8, Layout::ab);
    const dnnl::memory::desc out(dims_of(rows, parts.outputs), Type::s32, Layout::ab);
    // The first chooses how the weights lie; the others take them so.
    const auto& asked = kernel_->by_rows.empty() ? any_weights : kernel_->weights.get_desc();
    const dnnl::matmul::primitive_desc how(dnnl::matmul::desc(in, asked, out), processor());
    if (kernel_->by_rows.empty()) {
      kernel_->weights = dnnl::memory(how.weights_desc(), processor());
      const dnnl::memory plain({dims_of(parts.inputs, parts.outputs), Type::s8, Layout::ab}, processor(),
                               const_cast<std::int8_t*>(parts.weights.data()));
      dnnl::reorder(plain, kernel_->weights).execute(buffers().stream, const_cast<dnnl::memory&>(plain), kernel_->weights);
      buffers().stream.wait();
    }
    kernel_->by_rows.emplace(rows, dnnl::matmul(how));
  }
}

Product::~Product() = default;
Product::Product(Product&&) noexcept = default;
Product& Product::operator=(Product&&) noexcept = default;

void Product::multiply(std::span<const float> in, std::vector<float>& out) const {
  const std::size_t rows = in.size() / parts_.inputs;
  out.resize(rows * parts_.outputs);
  Buffers& mine = buffers();
  for (std::size_t begin = 0; begin < rows; begin += kMostRows) {
    const std::size_t count = std::min(rows - begin, kMostRows);
    const std::size_t filled = *std::ranges::lower_bound(kRowSteps, count);
    mine.rows.resize(filled * parts_.inputs);
    mine.scale.resize(count);
    mine.sums.resize(filled * parts_.outputs);
    for (std::size_t row = 0; row < count; ++row) {
      const float* values = in.data() + (begin + row) * parts_.inputs;
      const float most = std::max(largest(values, parts_.inputs), 1e-9F);
      mine.scale[row] = most / kMostByte;
      round_row(values, parts_.inputs, kMostByte / most, mine.rows.data() + row * parts_.inputs);
    }
    dnnl::memory from({dims_of(filled, parts_.inputs), Type::s8, Layout::ab}, processor(), mine.rows.data());
    dnnl::memory to({dims_of(filled, parts_.outputs), Type::s32, Layout::ab}, processor(), mine.sums.data());
    kernel_->by_rows.at(filled).execute(mine.stream,
                                        {{DNNL_ARG_SRC, from}, {DNNL_ARG_WEIGHTS, kernel_->weights}, {DNNL_ARG_DST, to}});
    mine.stream.wait();
    for (std::size_t row = 0; row < count; ++row)
      scale_row(mine.sums.data() + row * parts_.outputs, parts_.outputs, mine.scale[row], parts_.scale.data(),
                parts_.bias.data(), out.data() + (begin + row) * parts_.outputs);
  }
}

void add_to(std::span<float> sums, std::span<const float> what) {
  add_times_lanes(sums.data(), what.data(), sums.size(), 1);
}

void drop_negatives(std::span<float> values) { drop_negatives_lanes(values.data(), values.size()); }

float dot(std::span<const float> a, std::span<const float> b) { return dot_lanes(a.data(), b.data(), a.size()); }

void add_times(std::span<float> sums, std::span<const float> what, float times) {
  add_times_lanes(sums.data(), what.data(), sums.size(), times);
}

void norm_rows(std::span<const float> in, std::span<const float> gain, std::span<const float> bias,
               std::vector<float>& out) {
  out.resize(in.size());
  for (std::size_t at = 0; at + gain.size() <= in.size(); at += gain.size())
    norm_row(in.data() + at, gain.data(), bias.data(), gain.size(), out.data() + at);
}

}  // namespace triage
