#include "net/ip_address.hpp"

#include <gtest/gtest.h>

namespace net {
namespace {

bool is_public_text(const std::string& text) { return is_public(IpAddress::parse(text).value()); }

TEST(IpAddress, OnlyTheInternetIsPublic) {
  for (const char* text :
       {"0.0.0.0",     "0.1.2.3",         "10.0.0.1",        "10.255.255.255", "100.64.0.1",     "100.127.255.255",
        "127.0.0.1",   "127.255.255.254", "169.254.169.254", "172.16.0.1",     "172.31.255.255", "192.0.0.8",
        "192.0.2.1",   "192.88.99.1",     "192.168.1.1",     "198.18.0.1",     "198.19.255.255", "198.51.100.7",
        "203.0.113.7", "224.0.0.1",       "239.255.255.255", "240.0.0.1",      "255.255.255.255"}) {
    EXPECT_FALSE(is_public_text(text)) << text;
  }
  for (const char* text : {"::",
                           "::1",
                           "::ffff:127.0.0.1",
                           "::ffff:7f00:1",
                           "::ffff:169.254.169.254",
                           "::127.0.0.1",
                           "64:ff9b::7f00:1",
                           "64:ff9b:1::1",
                           "100::1",
                           "2001::1",
                           "2001:db8::1",
                           "2002:7f00:1::",
                           "3fff::1",
                           "3fff:fff::1",
                           "4000::1",
                           "5f00::1",
                           "fc00::1",
                           "fd12:3456::1",
                           "fe80::1",
                           "fec0::1",
                           "ff02::1"}) {
    EXPECT_FALSE(is_public_text(text)) << text;
  }
  for (const char* text : {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
                           "172.32.0.0", "192.0.1.0", "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255",
                           "::ffff:8.8.8.8", "2001:200::1", "2606:4700::1111", "2a00:1450::1", "3ffe::1"}) {
    EXPECT_TRUE(is_public_text(text)) << text;
  }
}

TEST(IpAddress, IsReadStrictly) {
  for (const char* text : {"", "localhost", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "127.0.0.1 ", "[::1]",
                           "fe80::1%lo", "1.2.3.4.5", "127.0.0.1."}) {
    EXPECT_FALSE(IpAddress::parse(text)) << text;
  }
  EXPECT_EQ(IpAddress::parse("::ffff:7f00:1").value().text(), "127.0.0.1");
  EXPECT_EQ(IpAddress::parse("2001:DB8:0::1").value().text(), "2001:db8::1");
}

TEST(AddressPolicy, AllowsWhatIsListed) {
  const auto policy = AddressPolicy::allowing({"10.1.0.0/16", "192.168.7.7", "fd00::/9", "172.16.0.0/13"}).value();
  for (const char* text :
       {"10.1.0.1", "10.1.255.255", "192.168.7.7", "fd00::1", "fd7f::1", "172.23.0.1", "::ffff:10.1.2.3", "8.8.8.8"}) {
    EXPECT_TRUE(policy.allows(IpAddress::parse(text).value())) << text;
  }
  for (const char* text : {"10.2.0.1", "192.168.7.8", "fd80::1", "172.24.0.1", "127.0.0.1", "::1"}) {
    EXPECT_FALSE(policy.allows(IpAddress::parse(text).value())) << text;
  }
  EXPECT_TRUE(AddressPolicy::allowing({"0.0.0.0/0"}).value().allows(IpAddress::parse("127.0.0.1").value()));
  EXPECT_FALSE(AddressPolicy::allowing({"0.0.0.0/0"}).value().allows(IpAddress::parse("::1").value()));
}

TEST(AddressPolicy, NamesWhatIsNoNetwork) {
  for (const char* text : {"", "intranet", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::1/129", "10/8"}) {
    const auto policy = AddressPolicy::allowing({"10.0.0.0/8", text});
    ASSERT_FALSE(policy) << text;
    EXPECT_NE(policy.error().message.find("\"" + std::string(text) + "\""), std::string::npos);
  }
}

}  // namespace
}  // namespace net
