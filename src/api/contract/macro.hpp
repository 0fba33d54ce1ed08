#pragma once
// Macros, the drafts that rules make of them, and labels.

#include "api/contract/conversation.hpp"
#include "api/contract/rule.hpp"

namespace api::contract {

struct Macro {
  ids::Macro id;
  std::string name;
  std::string text;  // With variables: "Hello {{contact.first_name|there}}"; empty: it only acts.
  std::vector<automation::Action> actions;
  base::Time changed_at{};
  std::string trouble;  // What needs attention, in a sentence; empty when all is well.
};
BOOST_DESCRIBE_STRUCT(Macro, (), (id, name, text, actions, changed_at, trouble))

struct MacroList {
  std::vector<Macro> items;  // By their names.
};
BOOST_DESCRIBE_STRUCT(MacroList, (), (items))

struct CreateMacro {
  std::string name;
  std::optional<std::string> text;
  std::optional<std::vector<automation::Action>> actions;
};
BOOST_DESCRIBE_STRUCT(CreateMacro, (), (name, text, actions))

// The whole macro as it is to be.
struct ReplaceMacro {
  ids::Macro macro_id;
  std::string name;
  std::optional<std::string> text;
  std::optional<std::vector<automation::Action>> actions;
};
BOOST_DESCRIBE_STRUCT(ReplaceMacro, (), (macro_id, name, text, actions))

struct MacroPath {
  ids::Macro macro_id;
};
BOOST_DESCRIBE_STRUCT(MacroPath, (), (macro_id))

struct ConversationMacroPath {
  ids::Conversation conversation_id;
  ids::Macro macro_id;
};
BOOST_DESCRIBE_STRUCT(ConversationMacroPath, (), (conversation_id, macro_id))

// Its text as it would be said here.
struct MacroPreview {
  std::string text;
  std::vector<std::string> missing;  // Variables without a value; nothing stands in their place.
};
BOOST_DESCRIBE_STRUCT(MacroPreview, (), (text, missing))

struct AppliedMacro {
  std::string text;  // For the composer; nothing was sent.
  std::vector<std::string> missing;
  std::vector<std::string> actions;  // Those that were done.
  std::string trouble;               // Why the others were not; empty when all were.
  Conversation conversation;
};
BOOST_DESCRIBE_STRUCT(AppliedMacro, (), (text, missing, actions, trouble, conversation))

// An answer that a rule offers. It waits until somebody sends or dismisses it.
struct Draft {
  ids::Draft id;
  ids::Conversation conversation_id;
  ids::Macro macro_id;
  std::string rule_name;
  std::string text;  // As it would be sent by whoever asks.
  std::vector<std::string> missing;
  base::Time made_at{};
};
BOOST_DESCRIBE_STRUCT(Draft, (), (id, conversation_id, macro_id, rule_name, text, missing, made_at))

struct DraftList {
  std::vector<Draft> items;  // The oldest first.
};
BOOST_DESCRIBE_STRUCT(DraftList, (), (items))

struct DraftPath {
  ids::Draft draft_id;
};
BOOST_DESCRIBE_STRUCT(DraftPath, (), (draft_id))

struct SendDraft {
  ids::Draft draft_id;
  std::optional<std::string> text;              // What is sent instead, where somebody changed it.
  std::optional<ids::Message> seen_message_id;  // The newest word that the sender saw; a newer one is a conflict.
};
BOOST_DESCRIBE_STRUCT(SendDraft, (), (draft_id, text, seen_message_id))

struct LabelList {
  std::vector<std::string> items;
};
BOOST_DESCRIBE_STRUCT(LabelList, (), (items))

struct LabelOfConversation {
  ids::Conversation conversation_id;
  std::string label;  // At most 40 characters; kept in lower case.
};
BOOST_DESCRIBE_STRUCT(LabelOfConversation, (), (conversation_id, label))

}  // namespace api::contract
