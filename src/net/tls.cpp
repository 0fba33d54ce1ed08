#include "net/tls.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <new>
#include <stdexcept>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include "net/ip_address.hpp"

namespace net {
namespace {

// OpenSSL's own socket BIO writes with write(), which raises SIGPIPE where the other end has gone.
int socket_of(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

int write_socket(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto sent = ::send(socket_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int read_socket(BIO* bio, char* room, int size) {
  BIO_clear_retry_flags(bio);
  const auto got = ::recv(socket_of(bio), room, static_cast<std::size_t>(size), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  if (got == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return static_cast<int>(got);
}

long control_socket(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socket_method() {
  static const BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
    BIO_meth_set_write(made, write_socket);
    BIO_meth_set_read(made, read_socket);
    BIO_meth_set_ctrl(made, control_socket);
    return made;
  }();
  return method;
}

std::string day_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unknown day";
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts)};
}

// The first few names a certificate is for, "a.example, b.example"; only what looks like a name is repeated.
std::string names_of(X509* certificate) {
  constexpr int kMost = 3;
  std::string names;
  auto* found = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0, told = 0; i < sk_GENERAL_NAME_num(found) && told < kMost; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(found, i);
    if (name->type != GEN_DNS) continue;
    const std::string_view text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                                static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
    if (text.size() > 253 || text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.*") !=
                                 std::string_view::npos) {
      continue;
    }
    names.append(told++ > 0 ? ", " : "").append(text);
  }
  GENERAL_NAMES_free(found);
  return names;
}

std::string explain_certificate(X509* certificate, int error, const std::string& host) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "its certificate, or one it stands on, ran out on " + day_of(X509_get0_notAfter(certificate));
    case X509_V_ERR_CERT_NOT_YET_VALID: return "its certificate, or one it stands on, is not valid yet; is the clock right?";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: {
      const auto names = names_of(certificate);
      return "its certificate is not for " + host + (names.empty() ? "" : " but for " + names);
    }
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return "its certificate is self-signed: nobody vouches for it";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE: return "its certificate comes from an authority that is not trusted here";
    default: return std::string("its certificate was not accepted: ") + X509_verify_cert_error_string(error);
  }
}

std::string explain_handshake(unsigned long error) {
  switch (ERR_GET_LIB(error) == ERR_LIB_SSL || error == 0 ? ERR_GET_REASON(error) : -1) {
    case 0:
    case SSL_R_UNEXPECTED_EOF_WHILE_READING: return "it ended the connection instead of securing it";
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_RECORD_LENGTH_MISMATCH: return "it does not speak TLS on this port";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION: return "it speaks no TLS newer than 1.1";
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE: return "it found no way of encryption that both ends know";
    default: {
      const char* reason = ERR_reason_error_string(error);
      return std::string("the TLS handshake failed: ") + (reason == nullptr ? "no reason given" : reason);
    }
  }
}

}  // namespace

// Called by OpenSSL for each certificate it has something against; the certificate is known nowhere else.
int TlsSession::judge(int accepted, x509_store_ctx_st* store) {
  if (accepted == 1) return 1;
  auto* session = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* self = static_cast<TlsSession*>(SSL_get_app_data(session));
  self->trouble_ = explain_certificate(X509_STORE_CTX_get_current_cert(store), X509_STORE_CTX_get_error(store), self->host_);
  return 0;
}

void TlsContext::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }
void TlsSession::Free::operator()(ssl_st* session) const { SSL_free(session); }

base::Result<std::shared_ptr<const TlsContext>> TlsContext::create(const std::string& extra_ca_file) {
  auto made = std::make_shared<TlsContext>();
  made->context_.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* context = made->native();
  if (context == nullptr) throw std::runtime_error("OpenSSL gives no TLS context.");
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  // Partial writes: how much of a request has left is known record by record. Released buffers: idle connections are many.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_default_verify_paths(context);
  if (!extra_ca_file.empty() && SSL_CTX_load_verify_file(context, extra_ca_file.c_str()) != 1) {
    ERR_clear_error();
    return base::fail(base::FailureKind::invalid,
                      "The file " + extra_ca_file + " holds no certificate that can be read (PEM).");
  }
  return made;
}

TlsSession::TlsSession(std::shared_ptr<const TlsContext> context, int socket, std::string host)
    : context_(std::move(context)), session_(SSL_new(context_->native())), host_(std::move(host)) {
  BIO* bio = BIO_new(socket_method());
  if (!session_ || bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  BIO_set_init(bio, 1);
  SSL_set_bio(session_.get(), bio, bio);
  SSL_set_connect_state(session_.get());
  SSL_set_app_data(session_.get(), this);
  SSL_set_verify(session_.get(), SSL_VERIFY_PEER, judge);
  X509_VERIFY_PARAM* checks = SSL_get0_param(session_.get());
  if (IpAddress::parse(host_)) {
    X509_VERIFY_PARAM_set1_ip_asc(checks, host_.c_str());
  } else {
    const std::string name = host_.ends_with('.') ? host_.substr(0, host_.size() - 1) : host_;
    SSL_set_hostflags(session_.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(session_.get(), name.c_str());
    SSL_set_tlsext_host_name(session_.get(), name.c_str());
  }
}

TlsSession::Step TlsSession::step(int outcome) {
  switch (SSL_get_error(session_.get(), outcome)) {
    case SSL_ERROR_NONE: return Step::done;
    case SSL_ERROR_WANT_READ: return Step::wants_read;
    case SSL_ERROR_WANT_WRITE: return Step::wants_write;
    case SSL_ERROR_ZERO_RETURN: return Step::ended;
    default: sound_ = false; return Step::failed;
  }
}

TlsSession::Step TlsSession::handshake() {
  ERR_clear_error();
  const auto now = step(SSL_do_handshake(session_.get()));
  sound_ = now == Step::done;
  if ((now == Step::failed || now == Step::ended) && trouble_.empty()) trouble_ = explain_handshake(ERR_peek_error());
  ERR_clear_error();
  return now;
}

TlsSession::Step TlsSession::read(std::span<char> room, std::size_t& count) {
  ERR_clear_error();
  return step(SSL_read_ex(session_.get(), room.data(), room.size(), &count));
}

TlsSession::Step TlsSession::write(std::string_view bytes, std::size_t& count) {
  ERR_clear_error();
  return step(SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &count));
}

void TlsSession::shut_down() {
  ERR_clear_error();
  if (std::exchange(sound_, false)) SSL_shutdown(session_.get());
  ERR_clear_error();
}

}  // namespace net
