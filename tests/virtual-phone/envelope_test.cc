// Claims about compressed and encrypted profiles; the samples were made by gzip and by openssl enc.
#include "envelope.h"

#include <cppunit/extensions/HelperMacros.h>

#include "profile_parser.h"

namespace virtual_phone {
namespace {

const std::string plain = "<flat-profile></flat-profile>\n";

// printf '<flat-profile></flat-profile>\n' | gzip -n
constexpr const char gzipped[] =
    "1f8b0800000000000003b349cb492cd12d28ca4fcbcc49b5b3d147e1720100c7ed6bba1e000000";
// ... | openssl enc -aes-256-cbc -md md5 -S 0011223344556677 -k tiger, behind the header "Salted__"
// and salt
constexpr const char encrypted[] =
    "53616c7465645f5f001122334455667738617398fa46d5db167d6243e7fd41b1c02c5da29438bd1b1de16638824550"
    "68";
// ... | openssl enc -aes-256-cbc -md md5 -nosalt -k tiger
constexpr const char unsalted[] =
    "c1b869c8248dc74f1746c35e78f9a2e9df9458224e2638b6aff5cbfbd7729a31";
// ... | gzip -n | openssl enc -aes-256-cbc -md md5 -S 0011223344556677 -k tiger
constexpr const char both[] =
    "53616c7465645f5f0011223344556677d7d148c60ea404eae0d04ca9d5f523776d6f1aa45daf430d45348058453706"
    "e12b259c253d95d9818c476a6b5ae7f847";

std::string bytes(std::string_view hex) {
  std::string result;
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    result += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return result;
}

}  // namespace

class EnvelopeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EnvelopeTest);
  CPPUNIT_TEST(leaves_plain_text);
  CPPUNIT_TEST(opens_what_gzip_and_openssl_closed);
  CPPUNIT_TEST(refuses_what_it_cannot_open);
  CPPUNIT_TEST_SUITE_END();

 public:
  void leaves_plain_text() { CPPUNIT_ASSERT_EQUAL(plain, opened(plain, "")); }

  void opens_what_gzip_and_openssl_closed() {
    CPPUNIT_ASSERT_EQUAL(plain, opened(bytes(gzipped), ""));
    CPPUNIT_ASSERT_EQUAL(plain, opened(bytes(encrypted), "tiger"));
    CPPUNIT_ASSERT_EQUAL(plain, opened(bytes(unsalted), "tiger"));
    CPPUNIT_ASSERT_EQUAL(plain, opened(bytes(both), "tiger"));
  }

  void refuses_what_it_cannot_open() {
    CPPUNIT_ASSERT_THROW(opened(bytes(encrypted), ""), Corrupt);
    CPPUNIT_ASSERT_THROW(opened(bytes(encrypted), "lion"), Corrupt);
    CPPUNIT_ASSERT_THROW(opened(plain, "tiger"), Corrupt);
    CPPUNIT_ASSERT_THROW(opened(bytes(gzipped).substr(0, 20), ""), Corrupt);
    CPPUNIT_ASSERT_THROW(opened(bytes(encrypted).substr(0, 30), "tiger"), Corrupt);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EnvelopeTest);

}  // namespace virtual_phone
