// Tests lib/phone/model.cc against Table 1 of the report.
#include "phone/model.h"

#include "fixtures.h"

namespace spaconf {

class ModelTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ModelTest);
  CPPUNIT_TEST(is_table_1_and_a_program);
  CPPUNIT_TEST(is_found_by_its_exact_name_only);
  CPPUNIT_TEST_SUITE_END();

  void is_table_1_and_a_program() {
    struct Row {
      std::string_view name;
      int ports, lines;
    } const table[] = {{"spa921", 1, 1}, {"spa922", 2, 1}, {"spa941", 1, 4},
                       {"spa942", 2, 4}, {"spa962", 2, 6}, {"software", 0, 1}};
    CPPUNIT_ASSERT_EQUAL(std::size(table), models().size());
    for (const Row& row : table) {
      const Model* model = find_model(row.name);
      CPPUNIT_ASSERT_MESSAGE(std::string(row.name), model);
      CPPUNIT_ASSERT_EQUAL(row.ports, model->ports);
      CPPUNIT_ASSERT_EQUAL(row.lines, model->lines);
      CPPUNIT_ASSERT_EQUAL(row.name != "software", model->is_hardware());
      CPPUNIT_ASSERT(model->lines <= most_lines);
      CPPUNIT_ASSERT(model->line_keys <= model->lines);
    }
  }

  void is_found_by_its_exact_name_only() {
    for (const char* name : {"", "SPA942", "spa942 ", "spa94", "spa9422", "942", "spa901"}) {
      CPPUNIT_ASSERT_MESSAGE(name, !find_model(name));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ModelTest);

}  // namespace spaconf
