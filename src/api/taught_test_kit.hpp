#pragma once
// For tests of what triage learns: messages of two kinds, and what people say that they are.

#include <string>

#include "api/api_test_kit.hpp"
#include "domain/triage/assess_test_kit.hpp"
#include "store/triage_store.hpp"
#include "workflow/receive_items.hpp"

namespace api::test {

// A model for all the tests of a program.
inline const workflow::TriageModels& small_models() {
  static const std::string kBytes = triage::small_model();
  static const workflow::TriageModels kModels(*workflow::ModelFile::in_memory(kBytes), "");
  return kModels;
}

// The first is the number of messages that were taught before.
inline void teach(TestApi& server, const inbox::Inbox& inbox, int first, int count) {
  server.write([&](store::Transaction& t) -> base::Result<void> {
    workflow::Receiving receiving(t);
    for (int i = first; i < first + count; ++i) {
      channel::InboundItem item;
      item.external_id = "taught-" + std::to_string(i);
      item.author.external_id = "ann";
      item.author.name = "Ann";
      item.text = std::string(i % 2 == 0 ? "the lamp flickers " : "give back what I paid ") + std::to_string(i);
      item.said_at = server.clock.now();
      const auto said = receiving.say(inbox, item);
      for (const auto& [field, meant] : {std::pair(triage::Field::urgency, i % 2 == 0 ? "2" : "0"),
                                         std::pair(triage::Field::sentiment, i % 2 == 0 ? "negative" : "neutral")}) {
        triage::Correction correction;
        correction.id = t.new_id<ids::Correction>();
        correction.organization_id = inbox.organization_id;
        correction.message_id = said.value().message.id;
        correction.inbox_id = inbox.id;
        correction.field = field;
        correction.meant = meant;
        correction.at = t.now();
        store::put_correction(t, correction);
      }
    }
    receiving.finish();
    return {};
  });
}

}  // namespace api::test
