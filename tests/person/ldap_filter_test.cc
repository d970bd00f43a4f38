// Tests lib/person/ldap_filter.cc.
#include "person/ldap_filter.h"

#include <random>

#include "fixtures.h"

namespace spaconf {

class LdapFilterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LdapFilterTest);
  CPPUNIT_TEST(escapes_what_has_a_meaning);
  CPPUNIT_TEST(gives_any_bytes_back_to_who_unescapes_them);
  CPPUNIT_TEST(fills_in_words_once_and_escaped);
  CPPUNIT_TEST(finds_a_word_that_nothing_replaces);
  CPPUNIT_TEST_SUITE_END();

  void escapes_what_has_a_meaning() {
    for (auto [text, escaped] : {std::pair{"novak", "novak"},
                                 {"*", "\\2a"},
                                 {")(uid=*", "\\29\\28uid=\\2a"},
                                 {"a\\b", "a\\5cb"},
                                 {"\\2a", "\\5c2a"},
                                 {"jan.novak-ml", "jan.novak-ml"},
                                 {"Jiří", "Jiří"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(escaped), ldap_escape(text));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("a\\00b"), ldap_escape(std::string_view("a\0b", 3)));
  }

  void gives_any_bytes_back_to_who_unescapes_them() {
    std::mt19937 random(4515);
    for (int round = 0; round < 1000; ++round) {
      std::string bytes, back;
      for (unsigned count = random() % 40; count > 0; --count)
        bytes += char(random() % 4 ? random() : "*()\\"[random() % 4]);
      std::string escaped = ldap_escape(bytes);
      CPPUNIT_ASSERT_EQUAL(escaped.npos, escaped.find_first_of(std::string_view("*()\0", 4)));
      for (std::size_t i = 0; i < escaped.size(); ++i) {
        bool is_escape = escaped[i] == '\\';
        back += is_escape ? char(std::stoi(escaped.substr(i + 1, 2), nullptr, 16)) : escaped[i];
        if (is_escape) i += 2;
      }
      CPPUNIT_ASSERT_EQUAL(bytes, back);
    }
  }

  void fills_in_words_once_and_escaped() {
    for (auto [filter, filled] :
         {std::pair{"(uid={login})", "(uid=a\\2ab)"},
          {"(|(member={dn})(memberUid={login}))", "(|(member=cn={login})(memberUid=a\\2ab))"},
          {"(a={other})", "(a={other})"},
          {"(a={login)", "(a={login)"},
          {"(a={{login}})", "(a={a\\2ab})"},
          {"{login}{login}", "a\\2aba\\2ab"},
          {"", ""}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(filled),
                           filled_filter(filter, {{"login", "a*b"}, {"dn", "cn={login}"}}));
    }
  }

  void finds_a_word_that_nothing_replaces() {
    for (auto [filter, word] : {std::pair{"(uid={login})", ""},
                                {"(uid={logn})", "logn"},
                                {"(&(uid={login})(ou={DN}))", "DN"},
                                {"(a={)", ""},
                                {"(a={b c})", ""},
                                {"(a={})", ""},
                                {"", ""}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(word), unknown_word(filter, {"login"}));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LdapFilterTest);

}  // namespace spaconf
