#pragma once
// Everything triage says of a message: the models' word and the rules', put together.
//
//   Assessor assessor(model, Rules::shipped());           // One a thread; model and rules are shared.
//   Triage triage = assessor.assess(text, {.explain = true});
//
// A task that the model does not have is left out of the answer. Any bytes may come in, of any length; the time is bounded:
// models read the first kMostBytes, rules the first kMostPlainBytes.

#include <functional>
#include <string_view>
#include <vector>

#include "domain/triage/company.hpp"
#include "domain/triage/explain.hpp"
#include "domain/triage/judgement.hpp"
#include "domain/triage/language.hpp"
#include "domain/triage/rules.hpp"
#include "domain/triage/triage.hpp"

namespace triage {

// Changes what the models said: the second tier, a company's own layer. An opinion may be given another task, with thresholds of its
// own; it outlives the call.
using Sharpen = std::function<void(std::string_view text, Judgement& judgement)>;

struct AssessOptions {
  const Company* company = nullptr;
  const Sharpen* sharpen = nullptr;
  bool explain = false;  // Name the words that moved the models most; rules that fired are always named.
};

class Assessor {
 public:
  Assessor(const Model& model /*outlives*/, const Rules& rules /*outlives*/);
  [[nodiscard]] Triage assess(std::string_view text, const AssessOptions& options = {});

  // The parts, for measuring what each takes.
  const Judgement& judge(std::string_view text);
  // With the word of whoever knows better.
  const Judgement& judge(std::string_view text, const Sharpen* sharpen);
  std::span<const RuleHit> match_rules(std::string_view text);

 private:
  Spoken hear(std::string_view text, const Sharpen* sharpen);
  void conclude(Triage& triage) const;
  void apply_rules(const AssessOptions& options, Triage& triage);
  void find_facts(std::string_view text, const AssessOptions& options, Triage& triage) const;
  void explain(std::string_view text, Triage& triage);

  const Rules& rules_;
  std::array<const TaskModel*, kAsked> tasks_{};  // The model's own, null where it has none.
  const TaskModel* language_ = nullptr;
  Scorer scorer_;
  Explainer explainer_;
  RuleFinder finder_;
  PlainText plain_;
  Judgement judgement_;
};

}  // namespace triage
