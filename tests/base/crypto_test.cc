// Tests lib/base/crypto.cc.
#include "base/crypto.h"

#include <set>

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class CryptoTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CryptoTest);
  CPPUNIT_TEST(hashes_what_the_standards_hash);
  CPPUNIT_TEST(derives_a_key_for_each_purpose);
  CPPUNIT_TEST(writes_and_reads_base64);
  CPPUNIT_TEST(compares_the_whole_text);
  CPPUNIT_TEST(draws_from_the_whole_alphabet);
  CPPUNIT_TEST(draws_each_number_below_the_limit);
  CPPUNIT_TEST(gives_back_what_was_sealed);
  CPPUNIT_TEST(opens_nothing_that_was_touched);
  CPPUNIT_TEST_SUITE_END();

  void hashes_what_the_standards_hash() {
    // Sources: RFC 1321, A.5; FIPS 180-4's examples; RFC 4231, sections 4.2, 4.3 and 4.7.
    for (auto [text, hash] : {std::pair{"", "d41d8cd98f00b204e9800998ecf8427e"},
                              {"abc", "900150983cd24fb0d6963f7d28e17f72"},
                              {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(hash), md5_hex(text));
    }
    CPPUNIT_ASSERT_EQUAL(
        std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        sha256_hex("abc"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
        sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
        sha512_256_hex("abc"));
    struct Row {
      std::string key;
      const char *text, *hash;
    } const table[] = {
        {std::string(20, '\x0b'), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"Jefe", "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"}};
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.hash), hmac_sha256_hex(Secret(row.key), row.text));
    }
  }

  void derives_a_key_for_each_purpose() {
    // Sources: RFC 5869, A.3, the first 32 bytes; the others were computed with Python's hmac.
    struct Row {
      std::string key;
      const char *purpose, *derived;
    } const table[] = {{std::string(22, '\x0b'), "",
                        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"},
                       {std::string(32, 'k'), "SIP passwords",
                        "a75be87625a9607c51d0fe474ac62f78812f3a23ac9e631410bd8670ed2f48ed"},
                       {std::string(32, 'k'), "form tokens",
                        "c2534eb9d3acd3c4f6c1c2c80956e32d9c74f68fd72c8ad7efce92d1343c2bda"}};
    for (const Row& row : table) {
      const Secret key = derived_key(Secret(row.key), row.purpose);
      std::string derived;
      for (char byte : key.reveal()) append_hex(derived, byte);
      CPPUNIT_ASSERT_EQUAL(std::string(row.derived), derived);
    }
  }

  void writes_and_reads_base64() {
    // Source: RFC 4648, section 10.
    for (auto [raw, text] : {std::pair{"", ""},
                             {"f", "Zg=="},
                             {"fo", "Zm8="},
                             {"foo", "Zm9v"},
                             {"foob", "Zm9vYg=="},
                             {"fooba", "Zm9vYmE="},
                             {"foobar", "Zm9vYmFy"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(text), base64(raw));
      CPPUNIT_ASSERT_EQUAL(std::string(raw), base64_decoded(text).value());
    }
    std::string all;
    for (int i = 0; i < 256; ++i) all += char(i);
    CPPUNIT_ASSERT_EQUAL(all, base64_decoded(base64(all)).value());
    for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "====", "Zh==", "Zm9v\n", " Zm9v", "Zm9_",
                             "Zm=v", "Zm9vY", "="}) {
      CPPUNIT_ASSERT_MESSAGE(text, !base64_decoded(text));
    }
  }

  void compares_the_whole_text() {
    CPPUNIT_ASSERT(constant_time_equal("", "") && constant_time_equal("abc", "abc"));
    CPPUNIT_ASSERT(!constant_time_equal("abc", "abd") && !constant_time_equal("abc", "ab") &&
                   !constant_time_equal("", "a"));
    CPPUNIT_ASSERT(!constant_time_equal(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
  }

  void draws_from_the_whole_alphabet() {
    std::string alphabet;
    for (int i = 0; i < 256; ++i) alphabet += char(i);
    for (std::size_t size : {1, 2, 7, 128, 129, 255, 256}) {
      std::string text = random_text(alphabet.substr(0, size), 20000);
      CPPUNIT_ASSERT_EQUAL(std::size_t(20000), text.size());
      CPPUNIT_ASSERT_EQUAL(size, std::set<char>(text.begin(), text.end()).size());
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), random_text("abc", 0));
    std::set<std::string> keys;
    for (int i = 0; i < 1000; ++i) {
      std::string key = random_key();
      CPPUNIT_ASSERT_EQUAL(std::size_t(32), key.size());
      CPPUNIT_ASSERT_EQUAL(key.npos, key.find_first_not_of("0123456789abcdef"));
      CPPUNIT_ASSERT(keys.insert(key).second);
    }
  }

  const Secret key_{std::string(32, 'k')};

  void draws_each_number_below_the_limit() {
    for (unsigned limit : {1U, 2U, 7U, 11U}) {
      std::set<unsigned> drawn;
      for (int i = 0; i < 1000; ++i) drawn.insert(random_below(limit));
      CPPUNIT_ASSERT_EQUAL(std::size_t(limit), drawn.size());
      CPPUNIT_ASSERT(*drawn.rbegin() < limit);
    }
  }

  void gives_back_what_was_sealed() {
    for (const std::string& text : {std::string(), std::string("x"), std::string("a\0b", 3),
                                    std::string("heslo\xff"), std::string(10000, 'y')}) {
      std::string sealed = seal(key_, Secret(text), "1001@sip.example.org");
      CPPUNIT_ASSERT_EQUAL(text.size() + 28, sealed.size());
      CPPUNIT_ASSERT_EQUAL(text, unseal(key_, sealed, "1001@sip.example.org").value().reveal());
      CPPUNIT_ASSERT(sealed != seal(key_, Secret(text), "1001@sip.example.org"));
    }
  }

  void opens_nothing_that_was_touched() {
    const std::string sealed = seal(key_, Secret("secret"), "about");
    CPPUNIT_ASSERT(!unseal(Secret(std::string(32, 'x')), sealed, "about"));
    for (const char* about : {"", "abouT", "about ", "abou"})
      CPPUNIT_ASSERT(!unseal(key_, sealed, about));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
      std::string changed = sealed;
      changed[i] = char(changed[i] ^ 1);
      CPPUNIT_ASSERT(!unseal(key_, changed, "about"));
      CPPUNIT_ASSERT(!unseal(key_, sealed.substr(0, i), "about"));
    }
    CPPUNIT_ASSERT(!unseal(key_, sealed + "x", "about"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CryptoTest);

}  // namespace spaconf
