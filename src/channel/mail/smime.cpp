#include "channel/mail/smime.hpp"

#include <limits>
#include <memory>

#include <openssl/asn1.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/objects.h>

namespace mail {
namespace {

struct FreeMessage {
  void operator()(CMS_ContentInfo* message) const { CMS_ContentInfo_free(message); }
};

}  // namespace

std::optional<std::string> open_signed(std::string_view bytes) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return std::nullopt;
  BIO* source = BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()));
  const std::unique_ptr<CMS_ContentInfo, FreeMessage> message(d2i_CMS_bio(source, nullptr));
  BIO_free(source);
  ERR_clear_error();  // What could not be read is nobody else's error.
  if (!message || OBJ_obj2nid(CMS_get0_type(message.get())) != NID_pkcs7_signed) return std::nullopt;
  ASN1_OCTET_STRING** content = CMS_get0_content(message.get());
  if (content == nullptr || *content == nullptr) return std::nullopt;  // The signature alone.
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(*content)),
                     static_cast<std::size_t>(ASN1_STRING_length(*content)));
}

}  // namespace mail
