#include "channel/form_data.hpp"

#include <gtest/gtest.h>

namespace {

using channel::FormData;

TEST(FormData, WritesFieldsAndFiles) {
  FormData form(0xabc);
  form.add("chat_id", "7");
  form.add_file("photo", "a \"b\"\r\nX: y.png", "image/png\r\nX: y", std::string("P\0NG", 4));
  EXPECT_EQ(form.content_type(), "multipart/form-data; boundary=heed-form-abc");
  EXPECT_EQ(form.take_body(), std::string("--heed-form-abc\r\n"
                                          "Content-Disposition: form-data; name=\"chat_id\"\r\n\r\n7\r\n"
                                          "--heed-form-abc\r\n"
                                          "Content-Disposition: form-data; name=\"photo\"; "
                                          "filename=\"a %22b%22%0D%0AX: y.png\"\r\n"
                                          "Content-Type: application/octet-stream\r\n\r\nP") +
                                  std::string("\0NG", 3) + "\r\n--heed-form-abc--\r\n");
}

}  // namespace
