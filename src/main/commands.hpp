#pragma once
// The bodies of the commands, one file each in main/commands/, and the table that lists them (command_table.cpp).

#include <vector>

#include "main/command.hpp"

namespace heed {

[[nodiscard]] const std::vector<Command>& all_commands();

// The record.
int run_serve(const Invocation& call);
int run_import(const Invocation& call);
int run_report_care(const Invocation& call);
int run_user_add(const Invocation& call);
int run_user_list(const Invocation& call);
int run_user_password(const Invocation& call);
int run_token_add(const Invocation& call);
int run_token_list(const Invocation& call);
int run_token_revoke(const Invocation& call);
int run_verify(const Invocation& call);
int run_inbox_explain(const Invocation& call);
int run_search_rebuild(const Invocation& call);
int run_bench(const Invocation& call);

// Clocks.
int run_sla_deadline(const Invocation& call);

// Triage.
int run_triage(const Invocation& call);
int run_triage_eval(const Invocation& call);
int run_triage_train(const Invocation& call);
int run_triage_pieces(const Invocation& call);

// Channels.
int run_connector_decode(const Invocation& call);
int run_mail_parse(const Invocation& call);

// The program itself.
int run_config(const Invocation& call);
int run_completion(const Invocation& call);
int run_openapi(const Invocation& call);
int run_version(const Invocation& call);
int run_help(const Invocation& call);

}  // namespace heed
