#pragma once
// What people do with triage: say what a message is in truth, take that back, change what a priority is made of. The
// conversation's place in the lists follows in the same transaction.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "domain/rights/rights.hpp"
#include "workflow/triage/rank.hpp"

namespace workflow {

// A message of a customer that the asker may see, and its conversation. Failure `not_found`; `conflict` where nothing has read it
// yet.
struct JudgedMessage {
  conversation::Message message;
  triage::Verdict verdict;  // As people left it.
  event::ConversationState state;
};
[[nodiscard]] base::Result<JudgedMessage> find_judged(store::Reading& reading, const rights::Principal& who,
                                                      ids::Message id);

// Field by field: the value as a correction has it.
using RightValues = std::vector<std::pair<triage::Field, std::string>>;

base::Result<JudgedMessage> correct_triage(store::Transaction& transaction, const rights::Principal& who, ids::Message id,
                                           const RightValues& values);
// What the models said holds again. Failure `not_found` where nobody said otherwise.
base::Result<JudgedMessage> undo_correction(store::Transaction& transaction, const rights::Principal& who, ids::Message id,
                                            triage::Field field);

// Every conversation under way is ranked anew by them, soon.
base::Result<TriageSettings> change_triage_settings(store::Transaction& transaction, const rights::Principal& who,
                                                    const TriageSettings& settings);

}  // namespace workflow
