#pragma once
// Macros are made, changed and used here, and so are the drafts that rules make of them. A macro never sends: its text goes to the
// composer. A draft waits until a person sends or dismisses it.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/automation/macro.hpp"
#include "domain/event.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"
#include "workflow/write_message.hpp"

namespace workflow {

base::Result<automation::Macro> save_macro(store::Transaction& transaction, const rights::Principal& who,
                                           std::optional<ids::Macro> id, automation::Macro wanted);
base::Result<void> remove_macro(store::Transaction& transaction, const rights::Principal& who, ids::Macro id);

struct ListedMacro {
  automation::Macro macro;
  std::string trouble;  // What needs attention, in a sentence; empty when all is well.
};
[[nodiscard]] std::vector<ListedMacro> list_macros(store::Reading& reading, ids::Organization organization);

// What its variables stand for when `who` writes in this conversation.
[[nodiscard]] automation::Variables variables_of(store::Reading& reading, const rights::Principal& who,
                                                 const event::ConversationState& state);

struct FilledText {
  std::string text;
  std::vector<std::string> missing;  // Variables without a value; nothing stands in their place.
};
// What it would say here; nothing is done.
base::Result<FilledText> preview_macro(store::Reading& reading, const rights::Principal& who, ids::Conversation conversation,
                                       ids::Macro macro);

struct AppliedMacro {
  FilledText filled;
  std::vector<std::string> done;  // Names of the actions that were done.
  std::string trouble;            // Why the others were not; empty when all were.
  event::ConversationState state;
};
// Does its actions, and gives its text for the composer.
base::Result<AppliedMacro> apply_macro(store::Transaction& transaction, const rights::Principal& who,
                                       ids::Conversation conversation, ids::Macro macro);

struct ShownDraft {
  automation::Draft draft;
  FilledText filled;  // As it would be sent by whoever looks.
};
base::Result<std::vector<ShownDraft>> list_drafts(store::Reading& reading, const rights::Principal& who,
                                                  ids::Conversation conversation);
// `text`: what is sent instead, where somebody changed it. `seen`: as in send_reply().
base::Result<WrittenMessage> send_draft(store::Transaction& transaction, const rights::Principal& who, ids::Draft id,
                                        const std::optional<std::string>& text, std::optional<ids::Message> seen,
                                        const std::vector<channel::ChannelType>& channels,
                                        std::chrono::seconds undo = kUndo);
base::Result<void> dismiss_draft(store::Transaction& transaction, const rights::Principal& who, ids::Draft id);

}  // namespace workflow
