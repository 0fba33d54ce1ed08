// The whole API, and who may use it.

#include "api/alert_handlers.hpp"
#include "api/attachment_handlers.hpp"
#include "api/case_handlers.hpp"
#include "api/contact_handlers.hpp"
#include "api/conversation_handlers.hpp"
#include "api/event_handlers.hpp"
#include "api/inbox_handlers.hpp"
#include "api/organization_handlers.hpp"
#include "api/quarantine_handlers.hpp"
#include "api/report_handlers.hpp"
#include "api/route.hpp"
#include "api/search_handlers.hpp"
#include "api/session_handlers.hpp"
#include "api/team_handlers.hpp"
#include "api/token_handlers.hpp"
#include "api/triage_handlers.hpp"
#include "api/triage_learning_handlers.hpp"
#include "api/widget_handlers.hpp"

namespace api {

std::vector<Route> all_routes() {
  using enum rights::Permission;
  using enum net::Method;
  return {
      route<get_status>(get, "/status", anyone, "session", "What runs here, and whether it is set up"),
      route<post_setup>(post, "/setup", anyone, "session", "Make the first owner and sign them in"),
      route<sign_in>(post, "/session", anyone, "session", "Sign in"),
      route<get_session>(get, "/session", signed_in, "session", "Who is signed in, and what they may do"),
      route<sign_out>(del, "/session", signed_in, "session", "Sign out"),
      route<accept_invitation>(post, "/invitations/accept", anyone, "session", "Accept an invitation and sign in"),

      route<get_organization>(get, "/organization", team_read, "organization", "The organization"),
      route<patch_organization>(patch, "/organization", organization_manage, "organization", "Change the organization"),

      route<list_users>(get, "/users", team_read, "team", "Everybody on the team"),
      route<post_user>(post, "/users", team_manage, "team", "Invite somebody"),
      route<patch_user>(patch, "/users/{user_id}", team_manage, "team", "Rename somebody, change their role, suspend them"),
      route<list_teams>(get, "/teams", team_read, "team", "Teams and who is in them"),
      route<post_team>(post, "/teams", team_manage, "team", "Make a team"),
      route<patch_team>(patch, "/teams/{team_id}", team_manage, "team", "Rename a team, change who is in it"),

      route<list_tokens>(get, "/tokens", tokens_manage, "token", "API tokens that were not revoked"),
      route<post_token>(post, "/tokens", tokens_manage, "token", "Make an API token"),
      route<delete_token>(del, "/tokens/{token_id}", tokens_manage, "token", "Revoke an API token"),

      route<list_channels>(get, "/channels", team_read, "inbox", "Kinds of places that can be connected"),
      route<list_inboxes>(get, "/inboxes", team_read, "inbox", "Connected accounts"),
      route<post_inbox>(post, "/inboxes", inboxes_manage, "inbox", "Connect an account"),
      route<get_inbox_settings>(get, "/inboxes/{inbox_id}/settings", inboxes_manage, "inbox", "An inbox with its settings"),
      route<patch_inbox>(patch, "/inboxes/{inbox_id}", inboxes_manage, "inbox", "Change an inbox"),

      route<list_quarantine>(get, "/quarantine", inboxes_manage, "inbox", "What arrived and could not be taken in"),
      route<post_quarantine_retry>(post, "/quarantine/{quarantined_id}/retry", inboxes_manage, "inbox",
                                   "Try to take it in once more"),
      route<post_quarantine_give_up>(post, "/quarantine/{quarantined_id}/give_up", inboxes_manage, "inbox", "Let it be"),

      route<get_views>(get, "/views", conversations_read, "conversation", "How many conversations stand in each view"),
      route<list_conversations>(get, "/conversations", conversations_read, "conversation", "Conversations of a view"),
      route<get_facets>(get, "/facets", conversations_read, "conversation",
                        "What a view can be narrowed by, of what triage says, and how many there are of each"),
      route<get_conversation>(get, "/conversations/{conversation_id}", conversations_read, "conversation",
                              "One conversation"),
      route<list_messages>(get, "/conversations/{conversation_id}/messages", conversations_read, "conversation",
                           "What was said and noted"),
      route<get_attachment>(get, "/attachments/{attachment_id}", conversations_read, "conversation",
                            "A file that came with a message"),
      route<post_reply>(post, "/conversations/{conversation_id}/messages", conversations_work, "conversation",
                        "Answer the customer"),
      route<post_cancel>(post, "/messages/{message_id}/cancel", conversations_work, "conversation",
                         "Take an answer back before it leaves"),
      route<post_retry>(post, "/messages/{message_id}/retry", conversations_work, "conversation",
                        "Send an answer again that did not get through"),
      route<post_settle>(post, "/messages/{message_id}/settle", conversations_work, "conversation",
                         "Say whether an answer arrived that nobody knows of"),
      route<post_note>(post, "/conversations/{conversation_id}/notes", conversations_work, "conversation",
                       "Write a note for the team"),
      route<post_assignment>(post, "/conversations/{conversation_id}/assignment", conversations_work, "conversation",
                             "Give it to somebody, or to a team"),
      route<post_status>(post, "/conversations/{conversation_id}/status", conversations_work, "conversation",
                         "Resolve, snooze or reopen"),
      route<list_moves>(get, "/conversations/{conversation_id}/moves", conversations_read, "conversation",
                        "What was merged into it, split off it, or moved on"),
      route<post_merge>(post, "/conversations/{conversation_id}/merge", conversations_work, "conversation",
                        "Put all of it into another conversation with the same person"),
      route<post_split>(post, "/conversations/{conversation_id}/split", conversations_work, "conversation",
                        "Make some of its messages a conversation of their own"),
      route<post_undo_move>(post, "/moves/{move_id}/undo", conversations_work, "conversation", "Undo a merge or a split"),

      route<list_cases>(get, "/cases", conversations_read, "case", "Cases, by their title"),
      route<post_case>(post, "/cases", conversations_work, "case", "Open a case of one conversation or several"),
      route<get_case>(get, "/cases/{case_id}", conversations_read, "case", "A case and its conversations"),
      route<patch_case>(patch, "/cases/{case_id}", conversations_work, "case", "Give a case another title"),
      route<post_case_conversation>(post, "/cases/{case_id}/conversations", conversations_work, "case",
                                    "Link a conversation to a case"),
      route<delete_case_conversation>(del, "/cases/{case_id}/conversations/{conversation_id}", conversations_work, "case",
                                      "Take a conversation out of a case; with the last one the case is gone"),

      route<get_search>(get, "/search", conversations_read, "conversation", "Search everything that was said"),

      route<get_message_triage>(get, "/messages/{message_id}/triage", conversations_read, "triage",
                                "What a customer's message says, and why"),
      route<post_triage_correction>(post, "/messages/{message_id}/triage/corrections", conversations_work, "triage",
                                    "Say what a message is in truth"),
      route<delete_triage_correction>(del, "/messages/{message_id}/triage/corrections/{field}", conversations_work, "triage",
                                      "Let hold again what the models said"),
      route<get_triage_settings>(get, "/triage/settings", reports_read, "triage", "What a priority is made of"),
      route<put_triage_settings>(put, "/triage/settings", triage_manage, "triage", "Change what a priority is made of"),
      route<get_triage_quality>(get, "/triage/quality", reports_read, "triage",
                                "How often the models were right, what was put right, and whether what is said has changed"),
      route<get_triage_learning>(get, "/triage/learning", reports_read, "triage",
                                 "What triage learnt from what people put right, and how much better it is for it"),
      route<post_triage_training>(post, "/triage/learning/training", triage_manage, "triage",
                                  "Learn now from what people put right"),
      route<post_triage_layer>(post, "/triage/learning/layer", triage_manage, "triage",
                               "Let an earlier layer serve, or none"),

      route<list_contacts>(get, "/contacts", contacts_read, "contact", "People who wrote to us"),
      route<get_contact>(get, "/contacts/{contact_id}", contacts_read, "contact", "One person and their handles"),
      route<patch_contact>(patch, "/contacts/{contact_id}", contacts_work, "contact",
                           "Say what somebody is worth to the company"),
      route<post_join>(post, "/contacts/{contact_id}/join", contacts_work, "contact",
                       "Say that another contact is this person"),
      route<post_separation>(post, "/contacts/{contact_id}/separation", contacts_work, "contact",
                             "Say that some handles are somebody else's"),
      route<list_identities>(get, "/contacts/{contact_id}/identities", contacts_read, "contact",
                             "Their handles, and how each profile changed"),
      route<list_timeline>(get, "/contacts/{contact_id}/timeline", contacts_read, "contact",
                           "What happened between them and us"),

      route<list_alerts>(get, "/alerts", reports_read, "alert", "Much more than usual: what is so now, and what was"),
      route<get_alert>(get, "/alerts/{alert_id}", reports_read, "alert", "One alert, its series, and what preceded it"),
      route<post_alert_seen>(post, "/alerts/{alert_id}/seen", reports_read, "alert", "Say that somebody looked at it"),

      route<get_care_report>(get, "/reports/care", reports_read, "report", "How many were answered, and how soon"),

      route<list_events>(get, "/events", conversations_read, "feed", "What happened, in order: the live feed by polling"),

      route<get_widget>(get, "/widget/{key}", anyone, "widget", "What a visitor is told before they write"),
      route<post_visitor>(post, "/widget/{key}/visitors", anyone, "widget", "Become a visitor"),
      route<list_widget_messages>(get, "/widget/{key}/messages", visitor, "widget", "What was said, oldest first"),
      route<post_widget_message>(post, "/widget/{key}/messages", visitor, "widget", "Say something"),
  };
}

}  // namespace api
