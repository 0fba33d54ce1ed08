// The eight-bit file of an encoder, made of what training leaves.
#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "domain/triage/encoder.hpp"
#include "domain/triage/sections.hpp"
#include "domain/triage/task_format.hpp"

namespace triage {
namespace {

constexpr float kMostByte = 127;
constexpr std::size_t kEmbedding = 256;

struct Rounded {
  std::vector<std::int8_t> weights;
  std::vector<float> scale;
};

// Rounds by the largest of each group: a row's (`by_row`) or a column's.
Rounded rounded(std::span<const float> values, std::size_t columns, bool by_row) {
  const std::size_t rows = values.size() / columns;
  Rounded out{std::vector<std::int8_t>(values.size()), std::vector<float>(by_row ? rows : columns, 1e-9F)};
  const auto group = [&](std::size_t i) { return by_row ? i / columns : i % columns; };
  for (std::size_t i = 0; i < values.size(); ++i)
    out.scale[group(i)] = std::max(out.scale[group(i)], std::fabs(values[i]) / kMostByte);
  for (std::size_t i = 0; i < values.size(); ++i)
    out.weights[i] = static_cast<std::int8_t>(std::lround(values[i] / out.scale[group(i)]));
  return out;
}

void add(NamedSections& out, const std::string& name, const Rounded& rounded) {
  out.emplace_back(name + ".q", bytes_of(rounded.weights));
  out.emplace_back(name + ".s", bytes_of(rounded.scale));
}

// Copies the heads so that those of a task stand together, in the order of its labels.
base::Result<void> add_heads(const Sections& from, const std::vector<EncoderHead>& trained,
                             const std::vector<SharpTask>& tasks, NamedSections& out) {
  std::vector<std::size_t> columns;
  for (const SharpTask& task : tasks) {
    std::size_t first = 0;
    const auto head = std::ranges::find_if(trained, [&](const EncoderHead& one) {
      if (one.task == task.model.name) return true;
      first += one.labels.size();
      return false;
    });
    if (head == trained.end()) return refuse_model("it has no heads of " + task.model.name);
    for (const auto& label : task.model.labels) {
      const auto place = std::ranges::find(head->labels, label);
      if (place == head->labels.end()) return refuse_model("it has no head of " + task.model.name + ", " + label);
      columns.push_back(first + static_cast<std::size_t>(place - head->labels.begin()));
    }
  }
  const auto weights = from.numbers<float>("heads.w");
  const auto bias = from.numbers<float>("heads.b");
  if (bias.empty() || weights.size() % bias.size() != 0) return refuse_model("its heads do not fit together");
  std::vector<float> chosen;
  std::vector<float> chosen_bias;
  for (std::size_t row = 0; row < weights.size() / bias.size(); ++row)
    for (const std::size_t column : columns) chosen.push_back(weights[row * bias.size() + column]);
  for (const std::size_t column : columns) chosen_bias.push_back(bias[column]);
  add(out, "heads", rounded(chosen, columns.size(), false));
  out.emplace_back("heads.b", bytes_of(chosen_bias));
  return {};
}

}  // namespace

base::Result<std::vector<EncoderHead>> heads_of_training(std::string_view bytes) {
  const auto sections = Sections::read(kEncoderFile, bytes);
  if (!sections) return base::pass_on(sections.error());
  std::vector<EncoderHead> heads;
  std::size_t all = 0;
  for (const std::string_view line : base::split(sections->find("heads").value_or(""), '\n')) {
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) return refuse_model("it has no heads; finetune_encoder.py gives it some");
    if (heads.empty() || heads.back().task != line.substr(0, tab)) heads.push_back({std::string(line.substr(0, tab)), {}});
    heads.back().labels.emplace_back(line.substr(tab + 1));
    ++all;
  }
  if (sections->numbers<float>("heads.b").size() != all) return refuse_model("its heads do not fit together");
  return heads;
}

base::Result<std::string> pack_encoder(std::string_view bytes, std::string_view card, const std::vector<SharpTask>& tasks) {
  const auto trained = heads_of_training(bytes);
  if (!trained) return base::pass_on(trained.error());
  const auto sections = Sections::read(kEncoderFile, bytes);
  NamedSections out = {{"card", std::string(card)}};
  for (const std::string name : {"vocabulary", "emoji", "timing"})
    out.emplace_back(name, std::string(sections->find(name).value_or("")));
  add(out, "embedding", rounded(sections->numbers<float>("embedding"), kEmbedding, true));
  for (const std::string layer : {"l0.", "l1."})
    for (const std::string part : {"qkv", "out", "up", "down", "skip"}) {
      const auto bias = sections->numbers<float>(layer + part + ".b");
      if (bias.empty()) continue;
      add(out, layer + part, rounded(sections->numbers<float>(layer + part + ".w"), bias.size(), false));
    }
  const auto pool_bias = sections->numbers<float>("pool.b");
  if (pool_bias.empty()) return refuse_model("it has no pool");
  add(out, "pool", rounded(sections->numbers<float>("pool.w"), pool_bias.size(), false));
  for (const std::string name : {"l0.norm1", "l0.norm2", "l1.norm1", "l1.norm2", "mean", "most"})
    out.emplace_back(name + ".g", std::string(sections->find(name + ".g").value_or("")));
  for (const std::string name : {"l0.norm1", "l0.norm2", "l1.norm1", "l1.norm2", "mean", "most", "l0.qkv", "l0.out", "l0.up",
                                 "l0.down", "l0.skip", "l1.qkv", "l1.out", "l1.up", "l1.down", "pool"})
    out.emplace_back(name + ".b", std::string(sections->find(name + ".b").value_or("")));
  if (auto heads = add_heads(*sections, *trained, tasks, out); !heads) return base::pass_on(heads.error());
  std::vector<TaskModel> models;
  std::vector<float> shares;
  std::uint32_t first = 0;
  for (const SharpTask& task : tasks) {
    models.push_back(task.model);
    models.back().table = 0;
    models.back().first_head = first;
    models.back().heads = static_cast<std::uint32_t>(task.model.labels.size());
    first += models.back().heads;
    shares.push_back(task.first_share);
    shares.push_back(task.encoder_share);
  }
  out.emplace_back("tasks", write_tasks(models));
  out.emplace_back("shares", bytes_of(shares));
  return write_sections(kEncoderFile, out);
}

}  // namespace triage
