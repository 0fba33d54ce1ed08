#pragma once
// Labelled posts from tab-separated files, gzipped or not: a header line that names the columns `label` and `text`, and
// perhaps `lang`, in any order and among others; then a post a line. A post of a task with many labels has them with |
// between.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/triage/train.hpp"

namespace workflow {

// Where the posts of one set are, and what may be done with them.
struct SetFiles {
  std::string task;
  std::string table = "posts";
  bool kept = true;
  std::string training;
  std::string validation;
  std::string source = {};
  std::string licence = {};
  std::size_t most_rows = 0;
  bool concepts = false;
};

// Reads both files; the labels are those of the training posts, in order of their letters. A post of validation with a label that
// training does not know is a failure that names its line.
[[nodiscard]] base::Result<triage::LabelledSet> read_set(const SetFiles& files);

// Posts to measure a model with, by the labels that it knows.
[[nodiscard]] base::Result<std::vector<triage::LabelledPost>> read_posts(const std::string& path, const triage::Task& task,
                                                                         const std::vector<std::string>& labels);

// A table of sets, tab-separated: task, table, kept (yes or no), training, validation, source, licence, and perhaps rows
// (of the table at most) and concepts (yes or no). Paths are taken from the folder of the list.
[[nodiscard]] base::Result<std::vector<SetFiles>> read_set_list(const std::string& path);

// The lexicon of a folder, a file a language; en.tsv is read first and names all concepts.
[[nodiscard]] base::Result<triage::ConceptParts> read_lexicon_folder(const std::string& path);

}  // namespace workflow
