// Tests lib/ticket/rt_ticket.cc: marks in subjects, and tickets in JSON.
#include "ticket/rt_ticket.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class RtTicketTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RtTicketTest);
  CPPUNIT_TEST(puts_the_mark_at_the_end_and_cuts_what_is_before_it);
  CPPUNIT_TEST(reads_the_last_mark_of_a_subject);
  CPPUNIT_TEST(names_a_requestor_by_address_and_by_login);
  CPPUNIT_TEST(takes_a_reference_only_from_its_own_field);
  CPPUNIT_TEST(knows_a_ticket_that_was_merged);
  CPPUNIT_TEST(says_of_an_answer_that_it_is_no_ticket);
  CPPUNIT_TEST_SUITE_END();

  static Ticket read(const char* json) {
    return rt::ticket_of(nlohmann::json::parse(json), "spaconf");
  }

  void puts_the_mark_at_the_end_and_cuts_what_is_before_it() {
    const std::string mark = " [spaconf k3v9tq7x2m]";
    std::string many;
    for (int i = 0; i < 300; ++i) many += "ř";
    for (auto [subject, before] : {std::pair{std::string("A phone"), std::string("A phone")},
                                   {"", ""},
                                   {many, std::string(beginning(many, (200 - mark.size()) / 2))},
                                   {"Bob [spaconf other]", "Bob [spaconf other]"}}) {
      const std::string marked = rt::marked_subject(subject, "k3v9tq7x2m");
      CPPUNIT_ASSERT_EQUAL(before + mark, marked);
      CPPUNIT_ASSERT(marked.size() <= 200);
    }
  }

  void reads_the_last_mark_of_a_subject() {
    for (auto [subject, reference] : {std::pair{"A phone [spaconf k3v9tq7x2m]", "k3v9tq7x2m"},
                                      {"[spaconf first] and [spaconf second]", "second"},
                                      {"A phone [spaconf k3v9", ""},
                                      {"A phone", ""},
                                      {"", ""}}) {
      nlohmann::json item = {{"id", 1}, {"Subject", subject}};
      CPPUNIT_ASSERT_EQUAL(std::string(reference), rt::ticket_of(item, "spaconf").in_subject);
    }
  }

  void names_a_requestor_by_address_and_by_login() {
    const Ticket ticket = read(R"({"id": "12", "Status": "new", "Requestor": [
      {"id": "bob", "EmailAddress": "bob@example.org"},
      {"id": "Eve@example.org", "EmailAddress": "eve@example.org"}, {"id": "nobody"}]})");
    CPPUNIT_ASSERT_EQUAL(std::int64_t(12), ticket.number);
    CPPUNIT_ASSERT_EQUAL(std::string("new"), ticket.status);
    const std::vector<std::string> all{"bob@example.org", "bob", "eve@example.org", "nobody"};
    CPPUNIT_ASSERT(all == ticket.requestors);
  }

  void takes_a_reference_only_from_its_own_field() {
    CPPUNIT_ASSERT_EQUAL(std::string("k3v9tq7x2m"), read(R"({"id": 12, "CustomFields": [
      {"name": "Room", "values": ["A 1"]}, {"name": "spaconf", "values": ["k3v9tq7x2m"]}]})")
                                                        .in_field);
    for (const char* values : {"[]", R"(["a", "b"])", "[7]"}) {
      const std::string item =
          R"({"id": 12, "CustomFields": [{"name": "spaconf", "values": )" + std::string(values);
      CPPUNIT_ASSERT_EQUAL(std::string(), read((item + "}]}").c_str()).in_field);
    }
  }

  void knows_a_ticket_that_was_merged() {
    for (auto [json, number] : {std::pair{R"({"id": 12})", 12},
                                {R"({"id": 12, "EffectiveId": {"id": "7"}})", 7},
                                {R"({"id": "12", "EffectiveId": 12})", 12}}) {
      CPPUNIT_ASSERT_EQUAL(std::int64_t(number), rt::effective_number(nlohmann::json::parse(json)));
    }
  }

  void says_of_an_answer_that_it_is_no_ticket() {
    for (const char* json :
         {"{}", "[]", R"({"id": "twelve"})", R"({"id": null})", R"({"id": 1e300})",
          R"({"id": 7.5})", R"({"id": 18446744073709551615})"}) {
      assert_has(thrown_by([&] { read(json); }), "an answer that is no ticket");
    }
    assert_has(thrown_by([&] { rt::number_in({{"id", "x"}}, "id"); }), "without a number in id");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RtTicketTest);

}  // namespace spaconf
