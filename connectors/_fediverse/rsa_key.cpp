#include "connectors/_fediverse/rsa_key.hpp"

#include <algorithm>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/check.hpp"

namespace fediverse {
namespace {

using base::FailureKind;

constexpr std::size_t kLongestPem = 16UL * 1024;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

std::shared_ptr<EVP_PKEY> hold(EVP_PKEY* key) {
  return {key, [](EVP_PKEY* one) { EVP_PKEY_free(one); }};
}

Bio reader(const std::string& pem) { return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); }

std::string written(BIO* bio) {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

// Without a passphrase: OpenSSL would ask at the terminal.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return -1; }

// `data` is a std::string.
int given_passphrase(char* buffer, int size, int /*writing*/, void* data) {
  const auto& passphrase = *static_cast<const std::string*>(data);
  if (passphrase.size() > static_cast<std::size_t>(size)) return -1;
  std::copy(passphrase.begin(), passphrase.end(), buffer);
  return static_cast<int>(passphrase.size());
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

base::Result<RsaKey> RsaKey::checked(std::shared_ptr<EVP_PKEY> key, int fewest_bits) {
  ERR_clear_error();
  if (!key) return base::fail(FailureKind::invalid, "This is no key in PEM.");
  if (EVP_PKEY_is_a(key.get(), "RSA") != 1) return base::fail(FailureKind::invalid, "This is no RSA key.");
  if (EVP_PKEY_get_bits(key.get()) < fewest_bits)
    return base::fail(FailureKind::invalid, "An RSA key has " + std::to_string(fewest_bits) + " bits at least.");
  return RsaKey(std::move(key));
}

base::Result<RsaKey> RsaKey::from_public_pem(const std::string& pem, int fewest_bits) {
  if (pem.size() > kLongestPem) return base::fail(FailureKind::invalid, "This is no key in PEM.");
  auto key = hold(PEM_read_bio_PUBKEY(reader(pem).get(), nullptr, no_passphrase, nullptr));
  if (key) return checked(std::move(key), fewest_bits);
  // "BEGIN RSA PUBLIC KEY" (PKCS #1), as some servers write it.
  const std::string_view begin = "-----BEGIN RSA PUBLIC KEY-----";
  if (pem.find(begin) == std::string::npos) return checked(nullptr, fewest_bits);
  unsigned char* data = nullptr;
  char* name = nullptr;
  char* header = nullptr;
  long size = 0;
  if (PEM_read_bio(reader(pem).get(), &name, &header, &data, &size) == 1) {
    const unsigned char* at = data;
    key = hold(d2i_PublicKey(EVP_PKEY_RSA, nullptr, &at, size));
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(data);
  }
  return checked(std::move(key), fewest_bits);
}

base::Result<RsaKey> RsaKey::from_private_pem(const std::string& pem, int fewest_bits) {
  if (pem.size() > kLongestPem) return base::fail(FailureKind::invalid, "This is no key in PEM.");
  return checked(hold(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_passphrase, nullptr)), fewest_bits);
}

base::Result<RsaKey> RsaKey::from_sealed_pem(const std::string& pem, const std::string& passphrase) {
  if (pem.size() > kLongestPem) return base::fail(FailureKind::invalid, "This is no key in PEM.");
  std::string given = passphrase;
  return checked(hold(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, given_passphrase, &given)), kFewestBits);
}

RsaKey RsaKey::generate() {
  auto key = hold(EVP_RSA_gen(kFewestBits));
  HEED_CHECK(key != nullptr, "OpenSSL makes RSA keys");
  return RsaKey(std::move(key));
}

std::string RsaKey::public_pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  HEED_CHECK(PEM_write_bio_PUBKEY(bio.get(), key_.get()) == 1, "an RSA key has a public half");
  return written(bio.get());
}

std::string RsaKey::private_pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  HEED_CHECK(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
             "it is a private key");
  return written(bio.get());
}

std::string RsaKey::sealed_pem(const std::string& passphrase) const {
  const Bio bio(BIO_new(BIO_s_mem()));
  std::string given = passphrase;
  HEED_CHECK(
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), EVP_aes_256_cbc(), nullptr, 0, given_passphrase, &given) == 1,
      "it is a private key");
  return written(bio.get());
}

std::string RsaKey::sign(std::string_view text) const {
  const Context context(EVP_MD_CTX_new());
  std::string out(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
  std::size_t size = out.size();
  const bool done =
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes_of(text), text.size()) == 1;
  HEED_CHECK(done, "a private RSA key signs");
  out.resize(size);
  return out;
}

bool RsaKey::verifies(std::string_view text, std::string_view signature) const {
  const Context context(EVP_MD_CTX_new());
  const bool good = EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                    EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text), text.size()) == 1;
  ERR_clear_error();
  return good;
}

std::string digest_of(std::string_view bytes, Digest digest) {
  const EVP_MD* kind = digest == Digest::sha256 ? EVP_sha256() : EVP_sha512();
  std::string out(static_cast<std::size_t>(EVP_MD_get_size(kind)), '\0');
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), nullptr, kind, nullptr);
  HEED_CHECK(done == 1, "OpenSSL has SHA-2");
  return out;
}

}  // namespace fediverse
