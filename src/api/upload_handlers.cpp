#include "api/upload_handlers.hpp"

#include "workflow/uploads.hpp"

namespace api {

contract::Upload present_upload(const conversation::Upload& upload) {
  return {contract::UploadId{upload.id.value}, upload.name, upload.type, upload.size, upload.received, upload.description};
}

std::vector<contract::Upload> present_uploads(const std::vector<conversation::Upload>& uploads) {
  std::vector<contract::Upload> out;
  for (const auto& upload : uploads) out.push_back(present_upload(upload));
  return out;
}

net::Task<base::Result<contract::Upload>> post_upload(Call& call, contract::BeginUpload in) {
  const workflow::NewUpload wanted{in.name, in.type.value_or(""), in.size, in.description.value_or("")};
  auto work = [who = call.principal, wanted](store::Transaction& transaction) {
    return workflow::begin_upload(transaction, who, wanted);
  };
  co_return co_await call.transact(std::move(work), present_upload);
}

net::Task<base::Result<contract::Upload>> post_upload_part(Call& call, contract::UploadPart in) {
  auto work = [who = call.principal, in, &body = call.request.body](store::Transaction& transaction) {
    return workflow::add_to_upload(transaction, who, ids::Attachment{in.upload_id.value}, in.offset, body);
  };
  co_return co_await call.transact(std::move(work), present_upload);
}

net::Task<base::Result<contract::Upload>> patch_upload(Call& call, contract::DescribeUpload in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) {
    return workflow::describe_upload(transaction, who, ids::Attachment{in.upload_id.value}, in.description);
  };
  co_return co_await call.transact(std::move(work), present_upload);
}

net::Task<base::Result<contract::Done>> delete_upload(Call& call, contract::UploadPath in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Done> {
    if (auto dropped = workflow::drop_upload(transaction, who, ids::Attachment{in.upload_id.value}); !dropped)
      return base::pass_on(dropped.error());
    return contract::Done{};
  };
  co_return co_await call.transact(std::move(work));
}

}  // namespace api
