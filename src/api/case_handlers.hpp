#pragma once
// Cases: linking conversations that belong together.

#include "api/call.hpp"
#include "api/contract/case.hpp"

namespace api {

net::Task<base::Result<contract::CaseList>> list_cases(Call& call /*outlives*/, contract::ListCases in);
net::Task<base::Result<contract::Case>> post_case(Call& call /*outlives*/, contract::OpenCase in);
net::Task<base::Result<contract::Case>> get_case(Call& call /*outlives*/, contract::CasePath in);
net::Task<base::Result<contract::Case>> patch_case(Call& call /*outlives*/, contract::RenameCase in);
net::Task<base::Result<contract::Case>> post_case_conversation(Call& call /*outlives*/, contract::AddToCase in);
net::Task<base::Result<contract::LeftCase>> delete_case_conversation(Call& call /*outlives*/,
                                                                     contract::CaseConversationPath in);

}  // namespace api
