#pragma once
// The second tier: a small transformer (Universal Sentence Encoder lite, taught the tasks of triage) that reads posts as rows of
// pieces, and a linear head over its pooled last layer for each label of each task. Everything is in eight bits. It lies in one
// file, made to be mapped (sections.hpp); tools/models/README.md says how it is made.
//
//   auto encoder = Encoder::read(bytes);     // The bytes outlive it.
//   encoder->read(posts, scores);            // posts × heads; several posts at once cost less each.
//
// It knows English. Of what is written in another language it says nothing sensible: ask it about English posts.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/triage/model.hpp"
#include "domain/triage/pieces.hpp"
#include "domain/triage/product.hpp"

namespace triage {

// How a task's answer is read: from the heads and from what the first tier's model says of the same labels.
struct SharpTask {
  TaskModel model;          // Its first_head and heads are places among the encoder's.
  float first_share = 0;    // What the first tier's log odds are multiplied with,
  float encoder_share = 1;  // and the encoder's scores, before they are added.
};

class Encoder {
 public:
  // Refuses, with a sentence, what is no encoder, of another version, cut short or damaged.
  [[nodiscard]] static base::Result<Encoder> read(std::string_view bytes /*outlives*/);

  [[nodiscard]] const std::vector<SharpTask>& tasks() const { return tasks_; }
  [[nodiscard]] const SharpTask* find(std::string_view task) const;
  [[nodiscard]] std::string_view card() const { return card_; }
  [[nodiscard]] std::size_t heads() const { return heads_.front().outputs(); }

  [[nodiscard]] const PieceReader& piece_reader() const { return pieces_; }

  // May be called by several threads at once.
  void read(std::span<const std::string_view> posts, std::vector<float>& scores) const;

 private:
  struct Layer {
    std::size_t width = 0;  // Of what comes in; what goes out is kWidth wide.
    std::span<const float> norm1_gain, norm1_bias, norm2_gain, norm2_bias;
    std::vector<Product> products;  // qkv, out, up, down, and skip where there is one.
  };
  // Rows of one batch of posts, one under the other.
  struct Rows {
    std::vector<float> values;
    std::vector<std::size_t> begins;  // One more than there are posts.
  };
  base::Result<void> read_layers(const class Sections& sections);
  void embed(std::span<const std::vector<Piece>> posts, Rows& rows) const;
  static void apply(const Layer& layer, Rows& rows);
  void pool(const Rows& rows, std::vector<float>& pooled) const;

  PieceReader pieces_;
  std::span<const std::int8_t> embedding_;
  std::span<const float> embedding_scale_;
  std::span<const float> timing_;
  std::span<const float> mean_gain_, mean_bias_, most_gain_, most_bias_;
  std::vector<Layer> layers_;
  std::vector<Product> pool_;   // One.
  std::vector<Product> heads_;  // One.
  std::vector<SharpTask> tasks_;
  std::string_view card_;
};

// The eight-bit file, of one whose weights are 32-bit floats as training leaves them.
struct EncoderHead {
  std::string task;
  std::vector<std::string> labels;
};
[[nodiscard]] base::Result<std::vector<EncoderHead>> heads_of_training(std::string_view bytes);
[[nodiscard]] base::Result<std::string> pack_encoder(std::string_view bytes, std::string_view card,
                                                     const std::vector<SharpTask>& tasks);

}  // namespace triage
