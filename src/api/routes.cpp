// The whole API, and who may use it.

#include "api/acknowledgement_handlers.hpp"
#include "api/act_handlers.hpp"
#include "api/alert_handlers.hpp"
#include "api/attachment_handlers.hpp"
#include "api/case_handlers.hpp"
#include "api/contact_handlers.hpp"
#include "api/conversation_handlers.hpp"
#include "api/event_handlers.hpp"
#include "api/follow_up_handlers.hpp"
#include "api/forecast_handlers.hpp"
#include "api/inbox_handlers.hpp"
#include "api/macro_handlers.hpp"
#include "api/notification_handlers.hpp"
#include "api/organization_handlers.hpp"
#include "api/owed_handlers.hpp"
#include "api/playbook_handlers.hpp"
#include "api/push_handlers.hpp"
#include "api/quarantine_handlers.hpp"
#include "api/report_handlers.hpp"
#include "api/route.hpp"
#include "api/routing_handlers.hpp"
#include "api/rule_handlers.hpp"
#include "api/search_handlers.hpp"
#include "api/session_handlers.hpp"
#include "api/sla_handlers.hpp"
#include "api/strike_handlers.hpp"
#include "api/team_handlers.hpp"
#include "api/token_handlers.hpp"
#include "api/triage_handlers.hpp"
#include "api/triage_learning_handlers.hpp"
#include "api/upload_handlers.hpp"
#include "api/webhook_handlers.hpp"
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

      route<list_webhooks>(get, "/webhooks", tokens_manage, "webhook", "Addresses that are told of what happens"),
      route<post_webhook>(post, "/webhooks", tokens_manage, "webhook", "Have an address told of what happens from now on"),
      route<patch_webhook>(patch, "/webhooks/{webhook_id}", tokens_manage, "webhook", "Change it, switch it on or off"),
      route<delete_webhook>(del, "/webhooks/{webhook_id}", tokens_manage, "webhook", "Tell it of nothing any more"),
      route<post_webhook_secret>(post, "/webhooks/{webhook_id}/secret", tokens_manage, "webhook",
                                 "Sign with a new secret from now on"),
      route<post_webhook_test>(post, "/webhooks/{webhook_id}/test", tokens_manage, "webhook",
                               "Tell it of an event of no consequence, once"),
      route<list_dead_events>(get, "/webhooks/{webhook_id}/dead_letters", tokens_manage, "webhook",
                              "Events that it did not take for three days"),
      route<post_webhook_replay>(post, "/webhooks/{webhook_id}/replay", tokens_manage, "webhook",
                                 "Tell it of those after all"),

      route<list_channels>(get, "/channels", team_read, "inbox", "Kinds of places that can be connected"),
      route<list_inboxes>(get, "/inboxes", team_read, "inbox", "Connected accounts"),
      route<post_inbox>(post, "/inboxes", inboxes_manage, "inbox", "Connect an account"),
      route<post_sign_in>(post, "/inboxes/oauth/begin", inboxes_manage, "inbox",
                          "Begin to sign in to an account in the browser"),
      route<post_sign_in_return>(post, "/inboxes/oauth/finish", inboxes_manage, "inbox",
                                 "Finish it with what the platform sent back; connects the inbox"),
      route<get_inbox_settings>(get, "/inboxes/{inbox_id}/settings", inboxes_manage, "inbox", "An inbox with its settings"),
      route<patch_inbox>(patch, "/inboxes/{inbox_id}", inboxes_manage, "inbox", "Change an inbox"),
      route<get_acknowledgement>(get, "/inboxes/{inbox_id}/acknowledgement", inboxes_manage, "inbox",
                                 "What is said automatically to whoever has to wait, and how that would read now"),
      route<put_acknowledgement>(put, "/inboxes/{inbox_id}/acknowledgement", inboxes_manage, "inbox", "Change that"),

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
      route<post_act>(post, "/messages/{message_id}/actions", conversations_work, "conversation",
                      "Like it, share it, hide it, remove it: what its channel can do"),
      route<post_upload>(post, "/uploads", conversations_work, "conversation", "Begin to upload a file for an answer"),
      route<post_upload_part>(post, "/uploads/{upload_id}/parts", conversations_work, "conversation",
                              "Add the next bytes of a file"),
      route<patch_upload>(patch, "/uploads/{upload_id}", conversations_work, "conversation", "Say what a file shows"),
      route<delete_upload>(del, "/uploads/{upload_id}", conversations_work, "conversation", "Let go of a file"),
      route<post_note>(post, "/conversations/{conversation_id}/notes", conversations_work, "conversation",
                       "Write a note for the team"),
      route<post_assignment>(post, "/conversations/{conversation_id}/assignment", conversations_work, "conversation",
                             "Take it, or hand it over to somebody or a team, with a note"),
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
      route<list_strikes>(get, "/contacts/{contact_id}/strikes", contacts_read, "contact",
                          "Mishaps that they suffered, and how much those still count"),
      route<post_strike>(post, "/contacts/{contact_id}/strikes", contacts_work, "contact",
                         "Add one: a complaint that was right, or a promise that was broken"),
      route<post_undo_strike>(post, "/strikes/{strike_id}/undo", contacts_work, "contact",
                              "Take one back; it counts no more"),
      route<get_strike_settings>(get, "/strike_settings", team_read, "contact",
                                 "How strikes age, and what follows from the second and the third"),
      route<put_strike_settings>(put, "/strike_settings", inboxes_manage, "contact", "Change that"),

      route<list_alerts>(get, "/alerts", reports_read, "alert", "Much more than usual: what is so now, and what was"),
      route<get_alert>(get, "/alerts/{alert_id}", reports_read, "alert", "One alert, its series, and what preceded it"),
      route<post_alert_seen>(post, "/alerts/{alert_id}/seen", reports_read, "alert", "Say that somebody looked at it"),

      route<get_care_report>(get, "/reports/care", reports_read, "report", "How many were answered, and how soon"),

      route<get_owed_report>(get, "/reports/owed", reports_read, "report", "The owed ledger: how each wait of a time ended"),

      route<get_forecast_report>(get, "/reports/forecast", reports_read, "report", "How true forecasts were"),

      route<list_owed>(get, "/owed", conversations_read, "sla", "Who waits for an answer, by age or by risk"),
      route<get_clock_reason>(get, "/conversations/{conversation_id}/clock", conversations_read, "sla",
                              "Why its clock is due when it is"),
      route<list_forecasts>(get, "/forecast", conversations_read, "sla",
                            "Who will probably be answered too late, and how each queue stands"),
      route<get_conversation_forecast>(get, "/conversations/{conversation_id}/forecast", conversations_read, "sla",
                                       "How soon it will probably be answered, and why"),
      route<list_sla_policies>(get, "/sla/policies", reports_read, "sla", "What is promised to whom"),
      route<post_sla_policy>(post, "/sla/policies", inboxes_manage, "sla", "Make a policy"),
      route<put_sla_policy>(put, "/sla/policies/{policy_id}", inboxes_manage, "sla", "Change a policy"),
      route<delete_sla_policy>(del, "/sla/policies/{policy_id}", inboxes_manage, "sla", "Delete a policy"),
      route<post_deadline_preview>(post, "/sla/preview", reports_read, "sla", "When an answer would be due"),
      route<list_business_hours>(get, "/business_hours", reports_read, "sla", "Business hours, and who works by them"),
      route<post_business_hours>(post, "/business_hours", inboxes_manage, "sla", "Make business hours"),
      route<put_business_hours>(put, "/business_hours/{hours_id}", inboxes_manage, "sla", "Change business hours"),
      route<delete_business_hours>(del, "/business_hours/{hours_id}", inboxes_manage, "sla", "Delete business hours"),
      route<get_holiday_feed>(get, "/business_hours/{hours_id}/feed", reports_read, "sla",
                              "The calendar on the web that they follow"),
      route<put_holiday_feed>(put, "/business_hours/{hours_id}/feed", inboxes_manage, "sla", "Follow a calendar on the web"),
      route<delete_holiday_feed>(del, "/business_hours/{hours_id}/feed", inboxes_manage, "sla", "Follow none any more"),
      route<post_ical>(post, "/business_hours/ical", inboxes_manage, "sla", "Read the holidays of an iCalendar file"),

      route<list_notifications>(get, "/notifications", conversations_read, "notification", "What you are told by name"),
      route<post_notifications_seen>(post, "/notifications/seen", conversations_read, "notification",
                                     "Say that you have seen all of them"),
      route<post_notification_seen>(post, "/notifications/{notification_id}/seen", conversations_read, "notification",
                                    "Say that you have seen one"),
      route<post_notification_taken>(post, "/notifications/{notification_id}/taken", conversations_work, "notification",
                                     "Say that you have it, so that it climbs no further"),
      route<get_quiet_hours>(get, "/notifications/quiet_hours", conversations_read, "notification",
                             "When you are not to be called"),
      route<put_quiet_hours>(put, "/notifications/quiet_hours", conversations_read, "notification",
                             "Say when you are not to be called"),
      route<get_alert_mail>(get, "/notifications/mail", conversations_read, "notification",
                            "Whether you are told by mail, too"),
      route<put_alert_mail>(put, "/notifications/mail", conversations_read, "notification", "Change whether you are"),
      route<get_push>(get, "/push", conversations_read, "notification", "Your browsers that are told when Heed is closed"),
      route<post_push_browser>(post, "/push/browsers", conversations_read, "notification", "Have this browser told, too"),
      route<delete_push_browser>(del, "/push/browsers/{browser_id}", conversations_read, "notification",
                                 "Have a browser told no longer"),
      route<get_ladder>(get, "/notifications/ladder", team_read, "notification", "How soon a rung gives way to the next"),
      route<put_ladder>(put, "/notifications/ladder", inboxes_manage, "notification", "Change how soon"),
      route<get_on_call>(get, "/teams/{team_id}/on_call", team_read, "notification", "Who is called for a team, and when"),
      route<put_on_call>(put, "/teams/{team_id}/on_call", team_manage, "notification", "Change who is called"),

      route<list_rules>(get, "/rules", reports_read, "rule", "Rules, in the order in which they run"),
      route<get_rule_fields>(get, "/rules/fields", reports_read, "rule",
                             "What rules and macros are made of: triggers, fields, actions, variables"),
      route<post_rule>(post, "/rules", inboxes_manage, "rule", "Make a rule; it runs last"),
      route<post_rule_trial>(post, "/rules/try", inboxes_manage, "rule",
                             "What a rule would have done in the last days, without doing it"),
      route<put_rule_order>(put, "/rules/order", inboxes_manage, "rule", "Change the order in which rules run"),
      route<put_rule>(put, "/rules/{rule_id}", inboxes_manage, "rule", "Change a rule"),
      route<delete_rule>(del, "/rules/{rule_id}", inboxes_manage, "rule", "Delete a rule; what it did stays"),
      route<post_rule_switch>(post, "/rules/{rule_id}/switch", inboxes_manage, "rule", "Switch a rule on or off"),
      route<list_rule_runs>(get, "/rules/{rule_id}/runs", reports_read, "rule", "What a rule did, and why it did not"),

      route<list_macros>(get, "/macros", conversations_read, "macro", "Macros, by their names"),
      route<post_macro>(post, "/macros", inboxes_manage, "macro", "Make a macro"),
      route<put_macro>(put, "/macros/{macro_id}", inboxes_manage, "macro", "Change a macro"),
      route<delete_macro>(del, "/macros/{macro_id}", inboxes_manage, "macro", "Delete a macro"),
      route<get_macro_preview>(get, "/conversations/{conversation_id}/macros/{macro_id}", conversations_read, "macro",
                               "What a macro would say in a conversation"),
      route<post_macro_use>(post, "/conversations/{conversation_id}/macros/{macro_id}", conversations_work, "macro",
                            "Do what a macro does, and get its text for the composer; nothing is sent"),
      route<list_drafts>(get, "/conversations/{conversation_id}/drafts", conversations_read, "macro",
                         "Answers that rules offer"),
      route<post_draft_send>(post, "/drafts/{draft_id}/send", conversations_work, "macro", "Send such an answer"),
      route<delete_draft>(del, "/drafts/{draft_id}", conversations_work, "macro", "Dismiss it"),
      route<list_labels>(get, "/conversations/{conversation_id}/labels", conversations_read, "conversation",
                         "Labels of a conversation"),
      route<put_label>(put, "/conversations/{conversation_id}/labels", conversations_work, "conversation",
                       "Put a label on a conversation"),
      route<delete_label>(del, "/conversations/{conversation_id}/labels", conversations_work, "conversation",
                          "Take a label off a conversation"),

      route<list_playbooks>(get, "/playbooks", conversations_read, "playbook", "Playbooks, by their names"),
      route<post_playbook>(post, "/playbooks", inboxes_manage, "playbook", "Make a playbook"),
      route<list_playbook_templates>(get, "/playbooks/templates", reports_read, "playbook",
                                     "Playbooks that come with the program"),
      route<post_playbook_template>(post, "/playbooks/templates", inboxes_manage, "playbook",
                                    "Make one of them the organization's own, with its macros and rules"),
      route<put_playbook>(put, "/playbooks/{playbook_id}", inboxes_manage, "playbook", "Change a playbook"),
      route<delete_playbook>(del, "/playbooks/{playbook_id}", inboxes_manage, "playbook",
                             "Delete a playbook; its runs go on"),
      route<list_playbook_runs>(get, "/conversations/{conversation_id}/playbook_runs", conversations_read, "playbook",
                                "Playbooks that are followed in a conversation, or were"),
      route<post_playbook_run>(post, "/conversations/{conversation_id}/playbook_runs", conversations_work, "playbook",
                               "Begin a playbook in a conversation"),
      route<put_playbook_step>(put, "/playbook_runs/{run_id}", conversations_work, "playbook",
                               "Say that a step is done, or that it is not"),
      route<post_playbook_stop>(post, "/playbook_runs/{run_id}/stop", conversations_work, "playbook",
                                "Follow a playbook no further"),

      route<list_presence>(get, "/presence", team_read, "routing", "Who is there, and how full they are"),
      route<put_presence>(put, "/presence", signed_in, "routing", "Say whether one is there"),
      route<put_presence_of>(put, "/users/{user_id}/presence", triage_manage, "routing", "Say it of somebody else"),
      route<get_team_routing>(get, "/teams/{team_id}/routing", reports_read, "routing", "How a team's work is given out"),
      route<put_team_routing>(put, "/teams/{team_id}/routing", triage_manage, "routing",
                              "Change how a team's work is given out"),
      route<get_routing_profile>(get, "/users/{user_id}/routing_profile", reports_read, "routing",
                                 "What somebody can do and carry"),
      route<put_routing_profile>(put, "/users/{user_id}/routing_profile", triage_manage, "routing",
                                 "Say what somebody can do and carry"),
      route<get_routing_weights>(get, "/routing/weights", reports_read, "routing",
                                 "What a conversation of each channel weighs"),
      route<put_routing_weights>(put, "/routing/weights", triage_manage, "routing", "Change that"),
      route<get_routing_queue>(get, "/routing/queue", conversations_read, "routing",
                               "What waits for somebody to have it, and why nobody has"),
      route<get_conversation_routing>(get, "/conversations/{conversation_id}/routing", conversations_read, "routing",
                                      "How a conversation came to who has it, and why"),

      route<list_follow_ups>(get, "/conversations/{conversation_id}/follow_ups", conversations_read, "follow_up",
                             "What is to be done later in a conversation, and what was"),
      route<post_follow_up>(post, "/conversations/{conversation_id}/follow_ups", conversations_work, "follow_up",
                            "Plan a reminder, or promise a call in a slot of time"),
      route<put_follow_up>(put, "/follow_ups/{follow_up_id}", conversations_work, "follow_up", "Put a follow-up off, or on"),
      route<post_follow_up_state>(post, "/follow_ups/{follow_up_id}/state", conversations_work, "follow_up",
                                  "A follow-up is done, or not wanted any more"),
      route<list_my_follow_ups>(get, "/follow_ups", conversations_read, "follow_up",
                                "What is yours to do later, the nearest first"),
      route<list_encounters>(get, "/conversations/{conversation_id}/encounters", conversations_read, "follow_up",
                             "Calls and visits of a conversation"),
      route<post_encounter>(post, "/conversations/{conversation_id}/encounters", conversations_work, "follow_up",
                            "Write a call or a visit down"),

      route<list_events>(get, "/events", conversations_read, "feed", "What happened, in order: the live feed by polling"),
      route<list_history>(get, "/conversations/{conversation_id}/history", conversations_read, "feed",
                          "What happened in a conversation beside what was said: clocks, rules, playbooks, strikes, calls"),

      route<get_widget>(get, "/widget/{key}", anyone, "widget", "What a visitor is told before they write"),
      route<post_visitor>(post, "/widget/{key}/visitors", anyone, "widget", "Become a visitor"),
      route<list_widget_messages>(get, "/widget/{key}/messages", visitor, "widget", "What was said, oldest first"),
      route<get_widget_file>(get, "/widget/{key}/attachments/{attachment_id}", visitor, "widget",
                             "A file that came with an answer"),
      route<post_widget_message>(post, "/widget/{key}/messages", visitor, "widget", "Say something"),
  };
}

}  // namespace api
