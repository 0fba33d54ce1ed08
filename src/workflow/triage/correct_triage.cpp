#include "workflow/triage/correct_triage.hpp"

#include <algorithm>

#include "base/json/encode.hpp"
#include "store/message_store.hpp"
#include "workflow/conversation_change.hpp"

namespace workflow {
namespace {

using base::FailureKind;

// Enough to find the message among, and to rank by.
constexpr std::int64_t kWords = 50;

// Ranks the conversation anew and tells of it.
base::Result<JudgedMessage> settle(store::Transaction& transaction, const rights::Principal& who, JudgedMessage judged) {
  const auto organization = who.organization_id;
  const auto material = gather(transaction, organization, judged.state.conversation.id, kWords);
  if (!material) return base::fail(FailureKind::not_found, "There is no such message.");
  auto verdict = store::find_verdict(transaction, organization, judged.message.id);
  if (!verdict) return base::fail(FailureKind::not_found, "There is no such message.");
  judged.verdict = *std::move(verdict);
  const bool is_among =
      std::ranges::any_of(material->words, [&](const ReadWord& read) { return read.word.id == judged.message.id; });
  const Judgement judgement{judged.message.id, who.user_id};
  auto state = write_material(transaction, *material, triage_settings(transaction, organization).weights, false,
                              is_among ? std::optional(judgement) : std::nullopt);
  if (state) judged.state = *std::move(state);
  if (!is_among) transaction.publish(organization, event::MessageTriaged{judged.verdict, judged.state, who.user_id});
  return judged;
}

}  // namespace

base::Result<JudgedMessage> find_judged(store::Reading& reading, const rights::Principal& who, ids::Message id) {
  const auto message = store::find_message(reading, who.organization_id, id);
  if (!message || !message->conversation_id) return base::fail(FailureKind::not_found, "There is no such message.");
  auto state = find_visible(reading, who, *message->conversation_id);
  if (!state) return base::fail(FailureKind::not_found, "There is no such message.");
  if (message->direction != conversation::Direction::inbound || message->deleted_at)
    return base::fail(FailureKind::conflict, "Only what customers say is sorted.");
  auto verdict = store::find_verdict(reading, who.organization_id, id);
  if (!verdict) return base::fail(FailureKind::conflict, "This message has not been read yet; try again in a moment.");
  return JudgedMessage{*message, *std::move(verdict), *std::move(state)};
}

base::Result<JudgedMessage> correct_triage(store::Transaction& transaction, const rights::Principal& who, ids::Message id,
                                           const RightValues& values) {
  if (values.empty()) return base::fail(FailureKind::invalid, "Say at least one field of the triage.");
  auto judged = find_judged(transaction, who, id);
  if (!judged) return judged;
  const auto intents = intents_of(triage_settings(transaction, who.organization_id));
  const auto bare = store::find_bare_verdict(transaction, who.organization_id, id);
  if (!bare) return base::fail(FailureKind::not_found, "There is no such message.");
  for (const auto& [field, value] : values) {
    auto meant = triage::check_value(field, value, intents);
    if (!meant) return base::pass_on(meant.error());
    triage::Correction correction;
    correction.id = transaction.new_id<ids::Correction>();
    correction.organization_id = who.organization_id;
    correction.message_id = id;
    correction.inbox_id = judged->message.inbox_id;
    correction.field = field;
    correction.said = value_of(bare->triage, field);
    correction.meant = *std::move(meant);
    correction.language = bare->triage.language;
    correction.model = bare->model;
    correction.corrected_by = who.user_id;
    correction.at = transaction.now();
    store::put_correction(transaction, correction);
  }
  return settle(transaction, who, *std::move(judged));
}

base::Result<JudgedMessage> undo_correction(store::Transaction& transaction, const rights::Principal& who, ids::Message id,
                                            triage::Field field) {
  auto judged = find_judged(transaction, who, id);
  if (!judged) return judged;
  if (!store::undo_correction(transaction, who.organization_id, id, field))
    return base::fail(FailureKind::not_found, "Nobody put that right.");
  return settle(transaction, who, *std::move(judged));
}

base::Result<TriageSettings> change_triage_settings(store::Transaction& transaction, const rights::Principal& who,
                                                    const TriageSettings& settings) {
  if (const auto good = priority::check(settings.weights); !good)
    return base::fail(FailureKind::invalid, "weights." + good.error().message, "weights." + good.error().field);
  if (const auto good = triage::Company::compile(settings.words); !good)
    return base::fail(FailureKind::invalid, good.error().message, "words." + good.error().field);
  if (settings.learning && (settings.learning->hour < 0 || settings.learning->hour > 23))
    return base::fail(FailureKind::invalid, "learning.hour: expected 0 to 23", "learning.hour");
  store::put_triage_settings(transaction, who.organization_id, base::encode(settings), who.user_id);
  store::rank_all_again(transaction, who.organization_id);
  transaction.publish(who.organization_id, event::OrganizationChanged{who.organization_id});
  return settings;
}

}  // namespace workflow
