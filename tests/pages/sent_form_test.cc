// Tests lib/pages/sent_form.cc: what can be wrong with a form, and how it is shown again.
#include "pages/sent_form.h"

#include "fixtures.h"
#include "registration/account_conflicts.h"
#include "registration/change.h"
#include "registration/find_person.h"

namespace spaconf {
namespace {

/// Throws what it is told, and says what it is shown with.
class Failing : public SentForm {
 public:
  explicit Failing(std::function<void()> fail) : fail_(std::move(fail)) {}

  std::string purpose(const Fields& sent) const override { return "try " + sent.text("ref"); }
  web::Response carry_out(const Fields&) override {
    fail_();
    return web::see_other("/done");
  }
  web::Response show(const Draft& draft) override {
    if (fails_to_show && !draft.is_alone) throw Unavailable("database", "away");
    std::string body = draft.typed.text("typed") + " |";
    for (const Problem& each : draft.problems) body += " " + each.field + ": " + each.sentence;
    if (!draft.existing_ref.empty()) body += " see " + draft.existing_ref;
    if (draft.is_foreign) body += " foreign";
    if (draft.is_overtaken) body += " overtaken";
    if (draft.is_alone) body += " alone";
    if (!draft.reference.empty()) body += " quote " + draft.reference;
    return {.status = draft.status, .body = body, .headers = {}};
  }

  bool fails_to_show = false;

 private:
  std::function<void()> fail_;
};

}  // namespace

class SentFormTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SentFormTest);
  CPPUNIT_TEST(shows_the_form_again_whatever_is_wrong);
  CPPUNIT_TEST(keeps_what_was_typed_also_when_it_cannot_be_shown_with_more);
  CPPUNIT_TEST(does_nothing_for_a_form_of_others);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  Site site_{config(folder_, shipped_configuration(folder_))};

  /// Of a form that was given for "try me".
  web::Request request(const std::string& ref = "me", const std::string& key = "k") const {
    web::Request request;
    request.id = "a1b2c3d4";
    request.method = "POST";
    request.path = "/submit/try";
    request.content_type = "application/x-www-form-urlencoded";
    request.body =
        "typed=all&ref=" + ref + "&key=" + key + "&csrf=" + site_.identity.token("", "try me", "k");
    return request;
  }

  std::string answer(Failing form, const web::Request& request) {
    const web::Response response = submitted(site_, request, web::Role::none, form);
    return std::to_string(response.status) + " " + response.body;
  }

  void shows_the_form_again_whatever_is_wrong() {
    Quiet quiet;
    struct Row {
      std::function<void()> fail;
      std::string answer;
    } const table[] = {
        {[] {}, "303 "},
        {[] {
           throw Rejected({{"mac", "A."}, {"serial", "B."}});
         },
         "422 all | mac: A. serial: B."},
        {[] { throw UnknownPerson("x"); }, "404 all | login: There is no user x in the directory."},
        {[] {
           throw Conflict({"mac", "There."}, "abc");
         },
         "409 all | mac: There. see abc"},
        {[] { throw ForeignAccount(2, "1001"); }, " foreign"},
        {[] { throw Overtaken(); }, " overtaken"},
        {[] { throw Unavailable("directory", "search: away"); },
         "503 all | : The directory is not responding."},
    };
    for (const Row& row : table) assert_has(answer(Failing(row.fail), request()), row.answer);
    CPPUNIT_ASSERT_EQUAL(std::string("Conflict: Wait."), thrown_by([&] {
                           answer(Failing([] { throw InProgress({"", "Wait."}); }), request());
                         }));
  }

  void keeps_what_was_typed_also_when_it_cannot_be_shown_with_more() {
    Quiet quiet;
    Failing form([] { throw Rejected(std::vector<Problem>{{"mac", "A."}}); });
    form.fails_to_show = true;
    const std::string shown = answer(form, request());
    assert_has(shown, "503 all | : ");
    assert_has(shown, " alone quote a1b2c3d4");
  }

  void does_nothing_for_a_form_of_others() {
    const auto fail = [] { CPPUNIT_FAIL("it was carried out"); };
    for (const web::Request& each : {request("you"), request("me", "other")}) {
      assert_has(thrown_by([&] { answer(Failing(fail), each); }), "Refused 403");
    }
    Failing form(fail);
    assert_has(thrown_by([&] { submitted(site_, request(), web::Role::registrar, form); }),
               "Refused 403: The web server did not authenticate you.");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SentFormTest);

}  // namespace spaconf
