#pragma once
// The posts of a table's sets as rows of its features while it is trained: which features there are, how rare each is, and which
// are worth keeping. Part of train.cpp.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/triage/concepts.hpp"
#include "domain/triage/features.hpp"
#include "domain/triage/linear.hpp"
#include "domain/triage/train_heads.hpp"

namespace triage {

class TableRows {
 public:
  // `lexicon`: null where the table counts no concepts.
  explicit TableRows(const ConceptParts* lexicon);
  TableRows(const TableRows&) = delete;  // The reader keeps the address of the concepts.
  TableRows& operator=(const TableRows&) = delete;

  // Every feature that so many of the training posts have, and the rows of all posts, which `sets` are told.
  void read(std::vector<Prepared>& sets, std::uint32_t fewest_posts);
  // Leaves the features that tell the sets' labels apart best.
  void keep_most_telling(std::vector<Prepared>& sets, std::size_t most);

  [[nodiscard]] bool counts_concepts() const { return !concepts_.empty(); }
  [[nodiscard]] const std::vector<std::uint32_t>& keys() const { return keys_; }  // Ascending.
  [[nodiscard]] const std::vector<std::uint8_t>& rarity() const { return rarity_; }
  [[nodiscard]] const SparseRows& rows() const { return rows_; }

 private:
  void collect_keys(const std::vector<Prepared>& sets, std::uint32_t fewest_posts);
  void fill(std::vector<Prepared>& sets);
  void add_block(const std::vector<Feature>& block);
  [[nodiscard]] std::vector<float> telling(const std::vector<Prepared>& sets) const;

  Concepts concepts_;
  FeatureReader reader_{&concepts_};
  std::vector<std::uint32_t> keys_;
  std::vector<std::uint8_t> rarity_;
  std::vector<std::uint32_t> starts_;  // By the upper half of a key: where those keys begin.
  SparseRows rows_;
};

}  // namespace triage
