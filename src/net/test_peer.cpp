#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "net/peer_test_kit.hpp"

namespace net::test {
namespace {

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

void extend(X509* certificate, X509* issuer, int extension, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* made = X509V3_EXT_conf_nid(nullptr, &context, extension, value.c_str());
  require(made != nullptr, "an extension");
  X509_add_ext(certificate, made, -1);
  X509_EXTENSION_free(made);
}

Certified certify(const CertificatePlan& plan, const Certified* issuer) {
  static std::atomic<long> serial = 1;
  Certified made{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
  X509* certificate = made.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 86'400L * plan.from_days);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400L * plan.to_days);
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(plan.name.c_str()), -1, -1, 0);
  X509* from = issuer == nullptr ? certificate : issuer->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(from));
  extend(certificate, from, NID_basic_constraints, issuer == nullptr && !plan.self_signed ? "critical,CA:TRUE" : "CA:FALSE");
  extend(certificate, from, NID_subject_alt_name, (IpAddress::parse(plan.name) ? "IP:" : "DNS:") + plan.name);
  require(X509_sign(certificate, (issuer == nullptr ? made : *issuer).key.get(), EVP_sha256()) > 0, "a signature");
  return made;
}

int listen_on_loopback(std::uint16_t& port, int queue) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  require(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "a port");
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  if (queue >= 0) require(::listen(fd, queue) == 0, "listening");
  return fd;
}

}  // namespace

Authority::Authority(const std::string& name) : own_(certify({.name = name}, nullptr)) {
  file_ = (std::filesystem::temp_directory_path() / "heed-ca-XXXXXX").string();
  const int fd = ::mkstemp(file_.data());
  std::FILE* file = ::fdopen(fd, "w");
  require(file != nullptr && PEM_write_X509(file, own_.certificate.get()) == 1, "a file");
  std::fclose(file);
}

Authority::~Authority() { std::filesystem::remove(file_); }

Certified Authority::issue(const CertificatePlan& plan) const { return certify(plan, plan.self_signed ? nullptr : &own_); }

Peer::Peer(int fd) : fd_(fd) {
  const timeval limit{30, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

Peer::~Peer() {
  if (tls_) SSL_shutdown(tls_.get());
}

bool Peer::start_tls(const Certified& certified, int newest_version) {
  context_.reset(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_use_certificate(context_.get(), certified.certificate.get());
  SSL_CTX_use_PrivateKey(context_.get(), certified.key.get());
  if (newest_version != 0) {
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), newest_version);
    SSL_CTX_set_max_proto_version(context_.get(), newest_version);
  }
  tls_.reset(SSL_new(context_.get()), SSL_free);
  SSL_set_fd(tls_.get(), fd_);
  const bool secured = SSL_accept(tls_.get()) == 1;
  if (!secured) tls_.reset();
  return secured;
}

std::string Peer::server_name() const {
  const char* name = SSL_get_servername(tls_.get(), TLSEXT_NAMETYPE_host_name);
  return name == nullptr ? "" : name;
}

bool Peer::fill() {
  std::string room(16 * 1024, '\0');
  const auto got = tls_ ? SSL_read(tls_.get(), room.data(), static_cast<int>(room.size()))
                        : static_cast<int>(::recv(fd_, room.data(), room.size(), 0));
  if (got <= 0) return false;
  unread_.append(room, 0, static_cast<std::size_t>(got));
  return true;
}

std::string Peer::read_line() {
  std::size_t end = 0;
  while ((end = unread_.find("\r\n")) == std::string::npos) {
    if (!fill()) return {};
  }
  auto line = unread_.substr(0, end);
  unread_.erase(0, end + 2);
  return line;
}

std::string Peer::read_head() {
  std::string head;
  for (auto line = read_line(); !line.empty(); line = read_line()) head += line + "\n";
  return head;
}

std::string Peer::read_exactly(std::size_t count) {
  while (unread_.size() < count && fill()) {}
  auto bytes = unread_.substr(0, count);
  unread_.erase(0, bytes.size());
  return bytes;
}

bool Peer::write(std::string_view bytes) {
  if (tls_) return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Peer::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  tls_.reset();
}

void Peer::end_rudely() { tls_.reset(); }

ScriptedServer::ScriptedServer(Script script, std::optional<Certified> certified, int newest_version)
    : script_(std::move(script)),
      certified_(std::move(certified)),
      newest_version_(newest_version),
      listener_(listen_on_loopback(port_, 64)),
      acceptor_([this] { accept_all(); }) {}

ScriptedServer::~ScriptedServer() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::scoped_lock lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (auto& thread : threads_) thread.join();
  ::close(listener_);
}

void ScriptedServer::accept_all() {
  for (int fd = 0; (fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    const std::scoped_lock lock(mutex_);
    open_.push_back(fd);
    threads_.emplace_back([this, fd, connection = connections_++] { serve(fd, connection); });
  }
}

void ScriptedServer::serve(int fd, int connection) {
  // OpenSSL's sockets raise it. Blocked in this thread only: what is tested has to do without.
  sigset_t pipes;
  sigemptyset(&pipes);
  sigaddset(&pipes, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
  {
    Peer peer(fd);
    if (!certified_ || peer.start_tls(*certified_, newest_version_)) script_(peer, connection);
  }
  const std::scoped_lock lock(mutex_);
  std::erase(open_, fd);
  ::close(fd);
}

SilentPort::SilentPort() {
  sockets_.push_back(listen_on_loopback(port_, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0; i < 4; ++i) {
    sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    ::connect(sockets_.back(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
}

SilentPort::~SilentPort() {
  for (const int fd : sockets_) ::close(fd);
}

std::uint16_t unused_port() {
  std::uint16_t port = 0;
  ::close(listen_on_loopback(port, -1));
  return port;
}

Task<base::Result<std::vector<IpAddress>>> ToldResolver::resolve(std::string host, Instant) {
  ++asked_;
  const auto known = names_.find(host);
  if (known == names_.end()) co_return base::fail(base::FailureKind::not_found, "There is no host called " + host + ".");
  std::vector<IpAddress> addresses;
  for (const auto& text : known->second) {
    if (const auto address = IpAddress::parse(text)) addresses.push_back(*address);
  }
  co_return addresses;
}

CallTest::CallTest() {
  const std::vector<std::string> here = {"127.0.0.1"};
  dialer_ = make_dialer({.allowed_networks = {"127.0.0.0/8"}, .extra_ca_file = authority().file()},
                        {{"good.example", here}, {"other.example", here}});
}

std::unique_ptr<Dialer> CallTest::make_dialer(const DialOptions& options, ToldResolver::Names names) {
  auto told = std::make_unique<ToldResolver>(std::move(names));
  resolver_ = told.get();
  return Dialer::create(context_.get_executor(), options, std::move(told)).value();
}

const Authority& CallTest::authority() {
  static const Authority authority;
  return authority;
}

std::string pack(std::string_view plain, int window) {
  z_stream z{};
  deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&z, plain.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  z.avail_in = static_cast<uInt>(plain.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  deflate(&z, Z_FINISH);
  packed.resize(z.total_out);
  deflateEnd(&z);
  return packed;
}

// As it comes from a network: `step` bytes at a time.

}  // namespace net::test
