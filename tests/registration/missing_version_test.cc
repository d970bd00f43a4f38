// Tests lib/registration/missing_version.cc.
#include "registration/missing_version.h"

#include "fixtures.h"

namespace spaconf {

class MissingVersionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MissingVersionTest);
  CPPUNIT_TEST(says_why_a_version_is_missing);
  CPPUNIT_TEST(names_the_versions_before_the_earliest);
  CPPUNIT_TEST_SUITE_END();

  void says_why_a_version_is_missing() {
    Record phone;
    phone.version = 3;
    for (auto [version, sentence] : {std::pair{"2", "Version 2 is no longer available."},
                                     {"3", "Version 3 is the current one."},
                                     {"4", "This phone has no version 4."},
                                     {"0", "This phone has no version 0."},
                                     {"x", "This phone has no version x."},
                                     {"", "Name the version."}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(sentence), missing_version(phone, version));
    }
  }

  void names_the_versions_before_the_earliest() {
    struct Row {
      int version;
      std::vector<int> revisions;
      const char* sentence;
    } const table[] = {
        {1, {}, ""},
        {3, {2, 1}, ""},
        {3, {2}, "Version 1 is no longer available."},
        {5, {4, 3}, "Versions 1 to 2 are no longer available."},
        {5, {}, "Versions 1 to 4 are no longer available."},
    };
    for (const Row& row : table) {
      Record phone;
      phone.version = row.version;
      std::vector<Revision> revisions(row.revisions.size());
      for (std::size_t i = 0; i < revisions.size(); ++i) revisions[i].version = row.revisions[i];
      CPPUNIT_ASSERT_EQUAL(std::string(row.sentence), missing_versions(phone, revisions));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MissingVersionTest);

}  // namespace spaconf
