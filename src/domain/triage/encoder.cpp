#include "domain/triage/encoder.hpp"

#include <algorithm>
#include <cmath>

#include "domain/triage/sections.hpp"
#include "domain/triage/task_format.hpp"

namespace triage {
namespace {

constexpr std::size_t kEmbedding = 256;  // What is known of a piece.
constexpr std::size_t kWidth = 512;      // Of the layers.
constexpr std::size_t kPooled = 3 * kWidth;
constexpr std::size_t kAttentions = 4;
constexpr std::size_t kLayers = 2;
constexpr float kEmbeddingTimes = 2;

// Places of a layer's products.
constexpr std::size_t kQkv = 0;
constexpr std::size_t kOut = 1;
constexpr std::size_t kUp = 2;
constexpr std::size_t kDown = 3;
constexpr std::size_t kSkip = 4;

// A product of the file, where its sections have the right sizes.
bool add_product(const Sections& sections, const std::string& name, std::size_t inputs, std::vector<Product>& products) {
  const auto bias = sections.numbers<float>(name + ".b");
  const ProductParts parts{inputs, bias.size(), sections.numbers<std::int8_t>(name + ".q"),
                           sections.numbers<float>(name + ".s"), bias};
  if (bias.empty() || parts.scale.size() != bias.size() || parts.weights.size() != inputs * bias.size() ||
      !all_finite(parts.scale) || !all_finite(bias))
    return false;
  products.emplace_back(parts);
  return true;
}

bool read_norm(const Sections& sections, const std::string& name, std::size_t width, std::span<const float>& gain,
               std::span<const float>& bias) {
  gain = sections.numbers<float>(name + ".g");
  bias = sections.numbers<float>(name + ".b");
  return gain.size() == width && bias.size() == width && all_finite(gain) && all_finite(bias);
}

// What each place of a post asks of the others: softmax(q·k)·v, of one post and one attention.
struct Attention {
  std::size_t width = 0;   // Of one.
  std::size_t stride = 0;  // Of a row of q, k and v.
  std::vector<float> weights;

  void apply(const float* queries, std::size_t places, float* out, std::size_t out_stride) {
    const float times = 1 / std::sqrt(static_cast<float>(width));
    const std::size_t all = stride / 3;
    weights.resize(places);
    for (std::size_t i = 0; i < places; ++i) {
      const std::span<const float> query(queries + i * stride, width);
      float most = -1e30F;
      for (std::size_t j = 0; j < places; ++j) {
        weights[j] = dot(query, {queries + j * stride + all, width}) * times;
        most = std::max(most, weights[j]);
      }
      float sum = 0;
      for (float& one : weights) sum += one = std::exp(one - most);
      const std::span<float> seen(out + i * out_stride, width);
      std::ranges::fill(seen, 0.0F);
      for (std::size_t j = 0; j < places; ++j) add_times(seen, {queries + j * stride + 2 * all, width}, weights[j] / sum);
    }
  }
};

}  // namespace

base::Result<Encoder> Encoder::read(std::string_view bytes) {
  const auto sections = Sections::read(kEncoderFile, bytes);
  if (!sections) return base::pass_on(sections.error());
  Encoder encoder;
  auto pieces = PieceReader::read(sections->find("vocabulary").value_or(""), sections->find("emoji").value_or(""));
  if (!pieces) return base::pass_on(pieces.error());
  encoder.pieces_ = *std::move(pieces);
  encoder.card_ = sections->find("card").value_or("");
  if (auto layers = encoder.read_layers(*sections); !layers) return base::pass_on(layers.error());
  auto tasks = read_tasks(sections->find("tasks").value_or(""),
                          [&encoder](std::uint32_t table) { return table == 0 ? encoder.heads() : 0; });
  if (!tasks) return base::pass_on(tasks.error());
  const auto shares = sections->numbers<float>("shares");
  if (shares.size() != 2 * tasks->size() || !all_finite(shares)) return refuse_model("its tasks have no shares");
  for (std::size_t i = 0; i < tasks->size(); ++i) {
    if ((*tasks)[i].heads != (*tasks)[i].labels.size()) return refuse_model("a task has not a head for each label");
    encoder.tasks_.push_back({std::move((*tasks)[i]), shares[2 * i], shares[2 * i + 1]});
  }
  return encoder;
}

base::Result<void> Encoder::read_layers(const Sections& sections) {
  embedding_ = sections.numbers<std::int8_t>("embedding.q");
  embedding_scale_ = sections.numbers<float>("embedding.s");
  timing_ = sections.numbers<float>("timing");
  if (embedding_scale_.size() < pieces_.pieces() || embedding_.size() != embedding_scale_.size() * kEmbedding ||
      !all_finite(embedding_scale_) || timing_.size() != kEmbedding / 2 || !all_finite(timing_))
    return refuse_model("its pieces do not fit together");
  for (std::size_t i = 0; i < kLayers; ++i) {
    const std::string name = "l" + std::to_string(i) + ".";
    Layer layer;
    layer.width = i == 0 ? kEmbedding : kWidth;
    const bool fits =
        read_norm(sections, name + "norm1", layer.width, layer.norm1_gain, layer.norm1_bias) &&
        read_norm(sections, name + "norm2", kWidth, layer.norm2_gain, layer.norm2_bias) &&
        add_product(sections, name + "qkv", layer.width, layer.products) &&
        layer.products[kQkv].outputs() == 3 * layer.width &&
        add_product(sections, name + "out", layer.width, layer.products) && layer.products[kOut].outputs() == kWidth &&
        add_product(sections, name + "up", kWidth, layer.products) &&
        add_product(sections, name + "down", layer.products[kUp].outputs(), layer.products) &&
        layer.products[kDown].outputs() == kWidth &&
        (layer.width == kWidth ||
         (add_product(sections, name + "skip", layer.width, layer.products) && layer.products[kSkip].outputs() == kWidth));
    if (!fits) return refuse_model("its layer " + std::to_string(i) + " does not fit together");
    layers_.push_back(std::move(layer));
  }
  const bool fits = add_product(sections, "pool", kWidth, pool_) && pool_.front().outputs() == kWidth &&
                    add_product(sections, "heads", kPooled, heads_) &&
                    read_norm(sections, "mean", kWidth, mean_gain_, mean_bias_) &&
                    read_norm(sections, "most", kWidth, most_gain_, most_bias_);
  if (!fits) return refuse_model("its heads do not fit together");
  return {};
}

const SharpTask* Encoder::find(std::string_view task) const {
  const auto found = std::ranges::find(tasks_, task, [](const SharpTask& one) { return std::string_view(one.model.name); });
  return found == tasks_.end() ? nullptr : &*found;
}

void Encoder::read(std::span<const std::string_view> posts, std::vector<float>& scores) const {
  std::vector<std::vector<Piece>> cut(posts.size());
  for (std::size_t i = 0; i < posts.size(); ++i) pieces_.cut(posts[i], cut[i]);
  Rows rows;
  embed(cut, rows);
  for (const Layer& layer : layers_) apply(layer, rows);
  std::vector<float> pooled;
  pool(rows, pooled);
  heads_.front().multiply(pooled, scores);
}

void Encoder::embed(std::span<const std::vector<Piece>> posts, Rows& rows) const {
  rows.begins = {0};
  for (const auto& post : posts) rows.begins.push_back(rows.begins.back() + post.size());
  rows.values.resize(rows.begins.back() * kEmbedding);
  float* row = rows.values.data();
  for (const auto& post : posts) {
    for (std::size_t place = 0; place < post.size(); ++place, row += kEmbedding) {
      const std::int8_t* piece = embedding_.data() + post[place] * kEmbedding;
      const float times = kEmbeddingTimes * embedding_scale_[post[place]];
      for (std::size_t i = 0; i < timing_.size(); ++i) {
        const float turn = static_cast<float>(place) * timing_[i];
        row[i] = static_cast<float>(piece[i]) * times + std::sin(turn);
        row[timing_.size() + i] = static_cast<float>(piece[timing_.size() + i]) * times + std::cos(turn);
      }
    }
  }
}

void Encoder::apply(const Layer& layer, Rows& rows) {
  std::vector<float> normed;
  std::vector<float> wide;
  norm_rows(rows.values, layer.norm1_gain, layer.norm1_bias, normed);
  layer.products[kQkv].multiply(normed, wide);
  std::vector<float> seen(normed.size());
  Attention attention{layer.width / kAttentions, 3 * layer.width, {}};
  for (std::size_t post = 0; post + 1 < rows.begins.size(); ++post)
    for (std::size_t which = 0; which < kAttentions; ++which)
      attention.apply(wide.data() + rows.begins[post] * attention.stride + which * attention.width,
                      rows.begins[post + 1] - rows.begins[post],
                      seen.data() + rows.begins[post] * layer.width + which * attention.width, layer.width);
  std::vector<float> out;
  layer.products[kOut].multiply(seen, out);
  if (layer.products.size() > kSkip) {
    layer.products[kSkip].multiply(rows.values, normed);
    add_to(out, normed);
  } else {
    add_to(out, rows.values);
  }
  norm_rows(out, layer.norm2_gain, layer.norm2_bias, normed);
  layer.products[kUp].multiply(normed, wide);
  drop_negatives(wide);
  layer.products[kDown].multiply(wide, normed);
  add_to(out, normed);
  rows.values = std::move(out);
}

// Of each post: what its mean goes through, of length √width; its mean; its largest.
void Encoder::pool(const Rows& rows, std::vector<float>& pooled) const {
  const std::size_t posts = rows.begins.size() - 1;
  std::vector<float> mean(posts * kWidth, 0.0F);
  std::vector<float> most(posts * kWidth, -1e4F);
  for (std::size_t post = 0; post < posts; ++post) {
    const std::span<float> mean_of(mean.data() + post * kWidth, kWidth);
    const float share = 1 / static_cast<float>(rows.begins[post + 1] - rows.begins[post]);
    for (std::size_t row = rows.begins[post]; row < rows.begins[post + 1]; ++row) {
      const std::span<const float> values(rows.values.data() + row * kWidth, kWidth);
      add_times(mean_of, values, share);
      for (std::size_t i = 0; i < kWidth; ++i) most[post * kWidth + i] = std::max(most[post * kWidth + i], values[i]);
    }
  }
  std::vector<float> told;
  std::vector<float> mean_normed;
  std::vector<float> most_normed;
  pool_.front().multiply(mean, told);
  norm_rows(mean, mean_gain_, mean_bias_, mean_normed);
  norm_rows(most, most_gain_, most_bias_, most_normed);
  pooled.resize(posts * kPooled);
  for (std::size_t post = 0; post < posts; ++post) {
    const auto row = pooled.begin() + static_cast<std::ptrdiff_t>(post * kPooled);
    const auto begin = static_cast<std::ptrdiff_t>(post * kWidth);
    const std::span<float> told_of(told.data() + begin, kWidth);
    for (float& one : told_of) one = std::tanh(one);
    const float length = std::sqrt(std::max(dot(told_of, told_of), 1e-12F));
    for (float& one : told_of) one *= std::sqrt(static_cast<float>(kWidth)) / length;
    std::ranges::copy(told_of, row);
    std::copy_n(mean_normed.begin() + begin, kWidth, row + kWidth);
    std::copy_n(most_normed.begin() + begin, kWidth, row + 2 * kWidth);
  }
}

}  // namespace triage
