#pragma once
// What training a layer and applying it share.

#include <cstdint>
#include <vector>

#include "domain/triage/features.hpp"
#include "domain/triage/judgement.hpp"
#include "domain/triage/layer.hpp"

namespace triage {

struct LayerCell {
  std::uint32_t word = 0;  // Place in LayerTask::words.
  float value = 0;
};

// How far beyond its threshold the shipped model finds each label, and the words of the message that the layer knows.
void layer_inputs(const LayerTask& task, const Opinion& opinion, const Features& features, std::vector<float>& shipped,
                  std::vector<LayerCell>& cells);
// One a label.
void layer_odds(const LayerTask& task, const std::vector<float>& shipped, const std::vector<LayerCell>& cells,
                std::vector<float>& out);
// What each of the cells' words, a row of `labels` numbers each, adds to the labels; and what the labels add to each of them.
// These two are nearly all that training takes.
void gather_words(const std::vector<LayerCell>& cells, const std::vector<float>& rows, std::vector<float>& labels);
void spread_words(const std::vector<LayerCell>& cells, const std::vector<float>& labels, std::vector<float>& rows);
void layer_probabilities(bool many_labels, std::vector<float>& odds);

}  // namespace triage
