#include "workflow/credential.hpp"

#include <gtest/gtest.h>

#include <set>

#include "workflow/password.hpp"
#include "workflow/vault.hpp"

namespace workflow {
namespace {

TEST(Credential, SecretsAreLongRandomAndRecognised) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto secret = new_secret(kApiTokenPrefix).reveal();
    EXPECT_TRUE(looks_like_secret(secret, kApiTokenPrefix));
    EXPECT_FALSE(looks_like_secret(secret, kVisitorPrefix));
    EXPECT_FALSE(looks_like_secret(secret));
    seen.insert(secret);
  }
  EXPECT_EQ(seen.size(), 1000U);
  EXPECT_TRUE(looks_like_secret(new_secret().reveal()));
  for (const char* wrong : {"", "heed_", "heed_short", "heed_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"})
    EXPECT_FALSE(looks_like_secret(wrong, kApiTokenPrefix)) << wrong;
}

TEST(Credential, HashesAreOfTheWholeText) {
  EXPECT_EQ(hash_secret("a").size(), 64U);
  EXPECT_EQ(hash_secret("a"), hash_secret("a"));
  EXPECT_NE(hash_secret("a"), hash_secret("b"));
  // BLAKE2b-256 of the empty text, as published.
  EXPECT_EQ(hash_secret(""), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(Credential, ComparesWholeTexts) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
  EXPECT_FALSE(equal_in_constant_time("", "a"));
  EXPECT_TRUE(equal_in_constant_time("", ""));
}

TEST(Password, OpensWithItselfOnly) {
  const base::Secret right("a few words make a good one");
  const std::string hash = hash_password(right);
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password(right, hash));
  EXPECT_FALSE(verify_password(base::Secret("a few words make a good onf"), hash));
  EXPECT_FALSE(verify_password(base::Secret(), hash));
  EXPECT_NE(hash_password(right), hash);  // salted
  EXPECT_FALSE(is_outdated_hash(hash));
  EXPECT_TRUE(is_outdated_hash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b7dWRWJTmaaJObG"));
}

TEST(Password, NoHashOpensNothing) {
  for (const char* hash : {"", "not a hash", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$garbage"})
    EXPECT_FALSE(verify_password(base::Secret("nobody's password, and nobody shall have it"), hash)) << hash;
  EXPECT_FALSE(verify_password(base::Secret("nobody's password, and nobody shall have it"), std::string(5000, '$')));
}

TEST(Vault, OpensWhatItSealedAndNothingElse) {
  const Vault vault(Vault::new_key());
  const std::string text("a secret\0with NUL \xC3\xA9", 20);
  const std::string sealed = vault.seal(text, "inbox 1");
  EXPECT_EQ(vault.open(sealed, "inbox 1"), text);
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
  EXPECT_NE(vault.seal(text, "inbox 1"), sealed);
  EXPECT_EQ(vault.open(vault.seal("", ""), ""), "");
  EXPECT_FALSE(vault.open(sealed, "inbox 2"));
  EXPECT_FALSE(Vault(Vault::new_key()).open(sealed, "inbox 1"));
}

TEST(Vault, NoticesEveryChange) {
  const Vault vault(Vault::new_key());
  const std::string sealed = vault.seal("text", "place");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(vault.open(changed, "place")) << i;
    EXPECT_FALSE(vault.open(sealed.substr(0, i), "place")) << i;
  }
  EXPECT_FALSE(vault.open(sealed + "A", "place"));
  EXPECT_FALSE(vault.open("v1.!!!!", "place"));
}

TEST(Vault, HashesAreItsOwn) {
  const Vault one(Vault::new_key());
  EXPECT_EQ(one.hash("a"), one.hash("a"));
  EXPECT_NE(one.hash("a"), one.hash("b"));
  EXPECT_NE(one.hash("a"), Vault(Vault::new_key()).hash("a"));
  EXPECT_NE(one.hash("a"), hash_secret("a"));
}

}  // namespace
}  // namespace workflow
