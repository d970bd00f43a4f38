// Tests lib/base/secret.h.
#include "base/secret.h"

#include <ostream>
#include <type_traits>

#include "fixtures.h"

namespace spaconf {

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
static_assert(Printable<std::string> && !Printable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>);

class SecretTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SecretTest);
  CPPUNIT_TEST(is_copied_and_moved_like_a_text);
  CPPUNIT_TEST_SUITE_END();

  void is_copied_and_moved_like_a_text() {
    for (const std::string& text :
         {std::string("short"), std::string(100, 'x'), std::string("a\0b", 3)}) {
      Secret first(text), copy(first), moved(std::move(first));
      CPPUNIT_ASSERT_EQUAL(text, copy.reveal());
      CPPUNIT_ASSERT_EQUAL(text, moved.reveal());
      CPPUNIT_ASSERT(first.empty());
      Secret assigned("before");
      assigned = copy;
      CPPUNIT_ASSERT_EQUAL(text, assigned.reveal());
      assigned = std::move(copy);
      CPPUNIT_ASSERT_EQUAL(text, assigned.reveal());
      CPPUNIT_ASSERT(copy.empty());
      const Secret& itself = assigned;
      assigned = itself;
      CPPUNIT_ASSERT_EQUAL(text, assigned.reveal());
    }
    CPPUNIT_ASSERT(Secret().empty() && !Secret("x").empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SecretTest);

}  // namespace spaconf
