#pragma once
// Files on their way into answers.

#include <vector>

#include "api/call.hpp"
#include "api/contract/conversation.hpp"
#include "domain/conversation/upload.hpp"

namespace api {

[[nodiscard]] contract::Upload present_upload(const conversation::Upload& upload);
[[nodiscard]] std::vector<contract::Upload> present_uploads(const std::vector<conversation::Upload>& uploads);

net::Task<base::Result<contract::Upload>> post_upload(Call& call /*outlives*/, contract::BeginUpload in);
net::Task<base::Result<contract::Upload>> post_upload_part(Call& call /*outlives*/, contract::UploadPart in);
net::Task<base::Result<contract::Upload>> patch_upload(Call& call /*outlives*/, contract::DescribeUpload in);
net::Task<base::Result<contract::Done>> delete_upload(Call& call /*outlives*/, contract::UploadPath in);

}  // namespace api
