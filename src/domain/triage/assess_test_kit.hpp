#pragma once
// A small model for tests and for fuzzing.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "domain/triage/train.hpp"

namespace triage {

// A model small enough for a test: care-intent, care-urgency and care-sentiment from a few words. Another praise makes another
// model; with a lexicon it counts concepts too.
inline std::string small_model(const char* praise = "what a lovely service", ConceptParts lexicon = {}) {
  struct Line {
    const char* text;
    std::vector<std::string> intents;
    const char* urgency;
    const char* sentiment;
  };
  const std::vector<Line> lines = {{"refund my money please", {"refund"}, "1", "negative"},
                                   {"please refund this order", {"refund"}, "1", "negative"},
                                   {"I want my money back, refund", {"refund"}, "1", "negative"},
                                   {"lovely shop, thank you", {"praise"}, "0", "positive"},
                                   {"you are lovely people", {"praise"}, "0", "positive"},
                                   {praise, {"praise"}, "0", "positive"}};
  const auto set = [&](const std::string& task, std::vector<std::string> labels, auto&& of) {
    LabelledSet set;
    set.task = task_called(task);
    set.table = "care";
    set.kept = true;
    set.concepts = !lexicon.keys.empty();
    set.labels = std::move(labels);
    for (const Line& line : lines) {
      LabelledPost post;
      post.text = line.text;
      for (const std::string& one : of(line))
        post.labels.push_back(static_cast<Label>(std::ranges::find(set.labels, one) - set.labels.begin()));
      set.training.push_back(post);
      post.text += " today";  // A post that is validated on is not trained on.
      set.validation.push_back(post);
    }
    return set;
  };
  std::vector<LabelledSet> sets;
  using Names = std::vector<std::string>;
  sets.push_back(set("care-intent", {"praise", "refund"}, [](const Line& line) { return line.intents; }));
  sets.push_back(set("care-urgency", {"0", "1", "2"}, [](const Line& line) { return Names{line.urgency}; }));
  sets.push_back(
      set("care-sentiment", {"negative", "neutral", "positive"}, [](const Line& line) { return Names{line.sentiment}; }));
  auto trained = train(std::move(sets), {.concepts = std::move(lexicon)});
  return trained ? write_model(trained->parts) : std::string();
}

// The concepts of the program's own lexicon, in the languages that the posts of a test are in.
inline ConceptParts small_lexicon() {
  const std::vector<LexiconText> files = {{"en.tsv", std::string(shipped_lexicon())},
                                          {"de.tsv", "refund\terstatt*, rückerstatt*, gutschrift*\nlove\tschön*, liebe*\n"}};
  return read_lexicon(files).value_or(ConceptParts());
}

}  // namespace triage
