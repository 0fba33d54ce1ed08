#include "channel/push_message.hpp"

#include <array>
#include <chrono>
#include <utility>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/base64.hpp"
#include "base/check.hpp"
#include "channel/hmac_sha256.hpp"
#include "net/url.hpp"

namespace channel {
namespace {

using base::Base64;
using base::FailureKind;

constexpr std::size_t kAuthBytes = 16, kSaltBytes = 16, kKeyBytes = 16, kNonceBytes = 12, kTagBytes = 16;
constexpr std::size_t kSignatureHalf = 32;
constexpr char kUncompressed = 4;
constexpr const char* kCurve = "prime256v1";
constexpr std::chrono::hours kTokenHolds{12};  // RFC 8292 §2 allows a day.

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* one) const { Free(one); }
};
using Number = std::unique_ptr<BIGNUM, Freed<BIGNUM, BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Freed<EC_GROUP, EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Freed<EC_POINT, EC_POINT_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM, OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX, EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG, ECDSA_SIG_free>>;

std::shared_ptr<EVP_PKEY> hold(EVP_PKEY* key) {
  return {key, [](EVP_PKEY* one) { EVP_PKEY_free(one); }};
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
std::string_view view_of(const Hmac& mac) { return {reinterpret_cast<const char*>(mac.data()), mac.size()}; }

// Null where the parts are none of the curve's.
std::shared_ptr<EVP_PKEY> key_of(std::string_view public_bytes, const BIGNUM* secret) {
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kCurve, 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, public_bytes.data(), public_bytes.size());
  if (secret != nullptr) OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret);
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  const int selection = secret != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  const bool made =
      EVP_PKEY_fromdata_init(context.get()) == 1 && EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) == 1;
  ERR_clear_error();
  return made ? hold(key) : nullptr;
}

// A browser's key, proved to be a point of the curve.
std::shared_ptr<EVP_PKEY> public_key_of(std::string_view bytes) {
  if (bytes.size() != PushKey::kPublicBytes || bytes.front() != kUncompressed) return nullptr;
  auto key = key_of(bytes, nullptr);
  if (!key) return nullptr;
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  const bool is_good = EVP_PKEY_public_check(context.get()) == 1;
  ERR_clear_error();
  return is_good ? key : nullptr;
}

std::string public_bytes_of(EVP_PKEY* key) {
  std::string out(PushKey::kPublicBytes, '\0');
  std::size_t size = 0;
  const bool read =
      EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, bytes_of(out), out.size(), &size) == 1;
  HEED_CHECK(read && size == PushKey::kPublicBytes, "a key of the curve has 65 bytes");
  return out;
}

// HKDF (RFC 5869) for outputs of one hash at most.
std::string derive(std::string_view salt, std::string_view secret, std::string_view info, std::size_t size) {
  const auto key = hmac_sha256(salt, {secret});
  const auto out = hmac_sha256(view_of(key), {info, std::string_view("\x01", 1)});
  return std::string(view_of(out).substr(0, size));
}

std::string encrypt(std::string_view text, const std::string& key, const std::string& nonce) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string out(text.size() + kTagBytes, '\0');
  int size = 0;
  int rest = 0;
  const bool sealed =
      EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, bytes_of(std::string_view(key)),
                         bytes_of(std::string_view(nonce))) == 1 &&
      EVP_EncryptUpdate(context.get(), bytes_of(out), &size, bytes_of(text), static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), bytes_of(out) + size, &rest) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, bytes_of(out) + text.size()) == 1;
  HEED_CHECK(sealed, "AES-GCM takes any text");
  return out;
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  HEED_CHECK(RAND_bytes(bytes_of(out), static_cast<int>(count)) == 1, "the system gives random numbers");
  return out;
}

bool is_own_machine(std::string_view host) { return host == "127.0.0.1" || host == "localhost" || host == "::1"; }

std::string json_part(const boost::json::object& object) {
  return base::to_base64(boost::json::serialize(object), Base64::url);
}

}  // namespace

PushKey PushKey::generate() {
  auto key = hold(EVP_EC_gen(kCurve));
  HEED_CHECK(key != nullptr, "the curve is known");
  auto point = public_bytes_of(key.get());
  return {std::move(key), std::move(point)};
}

std::optional<PushKey> PushKey::from_private(std::string_view bytes) {
  HEED_CHECK(bytes.size() == kPrivateBytes, "a private key has 32 bytes");
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Number secret(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
  if (BN_is_zero(secret.get()) != 0 || BN_cmp(secret.get(), EC_GROUP_get0_order(group.get())) >= 0) return std::nullopt;
  const Point point(EC_POINT_new(group.get()));
  std::string open(kPublicBytes, '\0');
  const bool made = EC_POINT_mul(group.get(), point.get(), secret.get(), nullptr, nullptr, nullptr) == 1 &&
                    EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes_of(open), open.size(),
                                       nullptr) == kPublicBytes;
  auto key = made ? key_of(open, secret.get()) : nullptr;
  if (!key) return std::nullopt;
  return PushKey(std::move(key), std::move(open));
}

std::optional<std::string> PushKey::shared_with(std::string_view their_public_bytes) const {
  const auto theirs = public_key_of(their_public_bytes);
  if (!theirs) return std::nullopt;
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
  std::string out(kSignatureHalf, '\0');
  std::size_t size = out.size();
  const bool made = EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), theirs.get()) == 1 &&
                    EVP_PKEY_derive(context.get(), bytes_of(out), &size) == 1 && size == out.size();
  ERR_clear_error();
  if (!made) return std::nullopt;
  return out;
}

std::string PushKey::sign(std::string_view text) const {
  const DigestContext context(EVP_MD_CTX_new());
  std::array<unsigned char, 80> der{};  // Two numbers of 33 bytes at most, and what ASN.1 puts around them.
  std::size_t size = der.size();
  const bool made = EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                    EVP_DigestSign(context.get(), der.data(), &size, bytes_of(text), text.size()) == 1;
  HEED_CHECK(made, "a private key signs any text");
  const unsigned char* begin = der.data();
  const Signature signature(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(size)));
  std::string out(2 * kSignatureHalf, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes_of(out), kSignatureHalf);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes_of(out) + kSignatureHalf, kSignatureHalf);
  return out;
}

base::Result<void> check(const PushBrowser& browser) {
  const auto refuse = [](const std::string& field, const std::string& why) {
    return base::fail(FailureKind::invalid, field + ": " + why, field);
  };
  const auto url = net::parse_url(browser.endpoint);
  if (!url) return refuse("endpoint", url.error().message);
  if (!url->endpoint.tls && !is_own_machine(url->endpoint.host))
    return refuse("endpoint", "a push service is reached by https");
  if (!public_key_of(browser.p256dh)) return refuse("p256dh", "this is no key of a browser: 65 bytes, a point of P-256");
  if (browser.auth.size() != kAuthBytes) return refuse("auth", "a browser gives 16 bytes");
  return {};
}

std::string seal_push(std::string_view text, const PushBrowser& browser, const PushKey& once, std::string_view salt) {
  constexpr std::string_view kRecordSize("\x00\x00\x10\x00", 4);  // 4,096; all is in one record.
  HEED_CHECK(text.size() <= kLongestPush, "the text fits one record");
  const auto shared = once.shared_with(browser.p256dh);
  HEED_CHECK(shared.has_value(), "the browser was checked");
  std::string info("WebPush: info");
  info.push_back('\0');
  info += browser.p256dh + once.public_bytes();
  const std::string secret = derive(browser.auth, *shared, info, sizeof(Hmac));
  const std::string key = derive(salt, secret, std::string_view("Content-Encoding: aes128gcm\0", 28), kKeyBytes);
  const std::string nonce = derive(salt, secret, std::string_view("Content-Encoding: nonce\0", 24), kNonceBytes);
  std::string out(salt);
  out += kRecordSize;
  out.push_back(static_cast<char>(PushKey::kPublicBytes));
  out += once.public_bytes();
  out += encrypt(std::string(text) + '\x02', key, nonce);  // 2: the last record.
  return out;
}

std::string seal_push(std::string_view text, const PushBrowser& browser) {
  return seal_push(text, browser, PushKey::generate(), random_bytes(kSaltBytes));
}

std::string push_authorization(const PushKey& key, std::string_view endpoint, std::string_view contact, base::Time now) {
  const auto url = net::parse_url(endpoint);
  const auto until = std::chrono::duration_cast<std::chrono::seconds>((now + kTokenHolds).time_since_epoch()).count();
  const std::string token = json_part({{"typ", "JWT"}, {"alg", "ES256"}}) + "." +
                            json_part({{"aud", url ? url->origin() : ""}, {"exp", until}, {"sub", contact}});
  return "vapid t=" + token + "." + base::to_base64(key.sign(token), Base64::url) +
         ", k=" + base::to_base64(key.public_bytes(), Base64::url);
}

}  // namespace channel
