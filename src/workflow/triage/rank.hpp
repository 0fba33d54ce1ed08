#pragma once
// From the words of a conversation to its priority: what is read, what is found out, what is written. Reading and writing are apart,
// so that the words are assessed between them, outside of any transaction.

#include <optional>
#include <string>
#include <vector>

#include "domain/contact/strike_level.hpp"
#include "domain/event.hpp"
#include "domain/priority/priority.hpp"
#include "domain/triage/facets.hpp"
#include "store/transaction.hpp"
#include "store/triage_store.hpp"
#include "workflow/triage/models.hpp"

namespace workflow {

// What the organization set.
struct TriageSettings {
  priority::Weights weights = priority::default_weights();
  triage::CompanyWords words = {};
  std::optional<triage::Nights> learning = {};  // None: as usual.
};
BOOST_DESCRIBE_STRUCT(TriageSettings, (), (weights, words, learning))
// Said by rules alone, and by people; never learnt.
inline constexpr const char* kOptOut = "opt_out";
// Every intent there is: those that models and rules know, and the organization's own.
[[nodiscard]] std::vector<std::string> intents_of(const TriageSettings& settings);
[[nodiscard]] TriageSettings read_triage_settings(const std::string& kept);
[[nodiscard]] TriageSettings triage_settings(store::Reading& reading, ids::Organization organization);

// A customer's word, with its verdict as people left it.
struct ReadWord {
  store::Word word;
  triage::Verdict verdict;
  bool is_new = false;  // Assessed just now, to be written.
};

struct Material {
  event::ConversationState state;
  std::vector<ReadWord> words;  // The latest first, and not more than are asked for.
  std::vector<triage::Correction> corrections;
  store::PriorityFacts facts;
  std::vector<base::Time> strikes;  // When those befell them that count,
  std::int64_t half_life_days = contact::kUsualHalfLife_days;
};
// None where there is no such conversation.
[[nodiscard]] std::optional<Material> gather(store::Reading& reading, ids::Organization organization,
                                             ids::Conversation conversation, std::int64_t most_words);

// Reads every word that is unread.
void assess_words(Material& material, const MessageReader& reader, const OwnTriage& own, base::Time now);

// New verdicts as they are, and the verdicts of deleted words gone.
void write_verdicts(store::Transaction& transaction, const Material& material);

// As the conversation stands, by what is known of its words.
[[nodiscard]] priority::Facts facts_of(const Material& material, const event::ConversationState& state, base::Time now);

// What it can be found by: its words as people left them.
[[nodiscard]] triage::Facets facets_of(const Material& material, const event::ConversationState& state);

// What somebody did to a message's triage.
struct Judgement {
  ids::Message message_id;
  std::optional<ids::User> by;
};

// Writes new verdicts, drops those of deleted words, and ranks the conversation as it stands now; tells of each new verdict and of
// `judged`, or else of a new rank or new facets. `quietly`: a later look will tell. Gives the state after it; none where the conversation is gone.
std::optional<event::ConversationState> write_material(store::Transaction& transaction, const Material& material,
                                                       const priority::Weights& weights, bool quietly = false,
                                                       const std::optional<Judgement>& judged = {});

}  // namespace workflow
