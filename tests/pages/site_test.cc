// Tests lib/pages/site.cc: both programs, as far as they go without servers.
#include "pages/site.h"

#include "base/file.h"
#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class SiteTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SiteTest);
  CPPUNIT_TEST(is_built_from_the_shipped_configuration);
  CPPUNIT_TEST(refuses_every_misspelt_key_with_its_line);
  CPPUNIT_TEST(leads_only_to_pages_that_are_there);
  CPPUNIT_TEST(takes_a_large_body_only_for_a_table_and_only_of_whom_may_send_it);
  CPPUNIT_TEST(shows_a_problem_as_a_page);
  CPPUNIT_TEST(counts_a_request_for_its_route_and_never_shows_its_path);
  CPPUNIT_TEST(answers_metrics_without_its_services);
  CPPUNIT_TEST(shows_pages_without_access_to_the_folder_of_profiles);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;

  web::RequestCounters counters_, submit_counters_;

  std::unique_ptr<web::Program> form(const std::string& text) {
    return make_form_program(folder_.file("spaconf.conf", text), counters_);
  }

  std::unique_ptr<web::Program> submit(const std::string& text) {
    return make_submit_program(folder_.file("spaconf.conf", text), submit_counters_);
  }

  static web::Request get(const std::string& path) {
    web::Request request;
    request.method = "GET";
    request.path = path;
    return request;
  }

  void is_built_from_the_shipped_configuration() {
    const std::string shipped = shipped_configuration(folder_);
    auto form = this->form(shipped), submit = this->submit(shipped);
    CPPUNIT_ASSERT_EQUAL(std::string("/spaconf"), form->base_path());
    CPPUNIT_ASSERT_EQUAL(std::string("/run/spaconf/form.sock"), form->socket().string());
    CPPUNIT_ASSERT_EQUAL(8, form->workers());
    CPPUNIT_ASSERT_EQUAL(std::string("/run/spaconf/submit.sock"), submit->socket().string());
    CPPUNIT_ASSERT_EQUAL(8, submit->workers());
    for (const char* path : {"\"\"", "\"/\"", "\"spaconf\"", "\"/spaconf/\""}) {
      std::string text = shipped_configuration(folder_, {{"base_path = ", path}});
      assert_has(thrown_by([&] { this->form(text); }), "base_path must begin with /");
    }
  }

  void refuses_every_misspelt_key_with_its_line() {
    const auto lines = split(shipped_configuration(folder_), '\n');
    std::string section;
    int unknown = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].starts_with('[')) section = lines[i];
      bool is_key = !lines[i].empty() && lines[i][0] >= 'a' && lines[i][0] <= 'z';
      // The worker's own, and names that are the administrator's.
      if (!is_key || section == "[registration]" || section == "[ticket]" || section == "[web]" ||
          section == "[account.permissions]") {
        continue;
      }
      auto changed = lines;
      changed[i] = "x" + changed[i];
      std::string text;
      for (const auto& line : changed) text += line + "\n";
      std::string thrown = thrown_by([&] { form(text); }, &folder_);
      CPPUNIT_ASSERT_MESSAGE(lines[i] + " gives " + thrown,
                             thrown.starts_with("Misconfigured: spaconf.conf:"));
      // A missing key is reported before an unknown one.
      bool is_missed = thrown.find("unknown") == thrown.npos;
      if (!is_missed)
        assert_has(thrown, "spaconf.conf:" + std::to_string(i + 1) + ": unknown key x");
      unknown += !is_missed;
    }
    CPPUNIT_ASSERT(unknown > 15);
  }

  void leads_only_to_pages_that_are_there() {
    const std::string shipped = shipped_configuration(folder_);
    auto form = this->form(shipped), submit = this->submit(shipped);
    struct Row {
      web::Program& program;
      const char *method, *path;
      std::string answer;
    } const table[] = {
        {*form, "GET", "/healthz", "200 ok\n"},
        {*form, "HEAD", "/healthz", "200 ok\n"},
        {*form, "POST", "/healthz", "Refused 405"},
        {*form, "GET", "/healthz/", "Refused 404"},
        {*form, "GET", "", "Refused 404"},
        {*form, "GET", "/Form", "Refused 404"},
        {*form, "GET", "/submit/register", "Refused 404"},
        {*form, "GET", "/../etc/passwd", "Refused 404"},
        {*form, "GET", "/", "Refused 403"},
        {*form, "GET", "/form", "Refused 403"},
        {*form, "GET", "/phones/x", "Refused 403"},
        {*form, "GET", "/phones", "Refused 403"},
        {*form, "GET", "/phones.csv", "Refused 403"},
        {*form, "GET", "/import", "Refused 403"},
        {*form, "GET", "/jobs/x", "Refused 403"},
        {*form, "GET", "/jobs/x/rejected.csv", "Refused 403"},
        {*submit, "POST", "/submit/import", "Refused 403"},
        {*submit, "POST", "/submit/job", "Refused 403"},
        {*form, "DELETE", "/phones/x", "Refused 405"},
        {*submit, "POST", "/submit/register", "Refused 403"},
        {*submit, "GET", "/submit/register", "Refused 405"},
        {*submit, "HEAD", "/submit/register", "Refused 405"},
        {*submit, "POST", "/submit/metrics", "Refused 405"},
        {*form, "GET", "/submit/metrics", "Refused 404"},
        {*submit, "GET", "/metrics", "Refused 404"},
        {*submit, "POST", "/submit/", "Refused 404"},
        {*submit, "POST", "/form", "Refused 404"},
    };
    for (const Row& row : table) {
      web::Request request;
      request.method = row.method;
      request.path = row.path;
      std::string answer = thrown_by([&] {
        web::Response response = row.program.answer(request);
        CPPUNIT_ASSERT_EQUAL(row.answer, std::to_string(response.status) + " " + response.body);
      });
      if (row.answer.starts_with("Refused")) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(row.path, row.answer, answer.substr(0, 11));
      }
    }
  }

  void takes_a_large_body_only_for_a_table_and_only_of_whom_may_send_it() {
    auto program = submit(shipped_configuration(folder_));
    CPPUNIT_ASSERT_EQUAL(std::size_t(20 << 20), program->largest_body("/submit/import"));
    for (const char* path : {"/submit/register", "/submit/job", "/submit/import/", "/nowhere"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, web::largest_form, program->largest_body(path));
    }
    web::Request head;
    head.method = "POST";
    head.path = "/submit/import";
    CPPUNIT_ASSERT_EQUAL(std::string("Refused 403"),
                         thrown_by([&] { program->refuse(head); }).substr(0, 11));
    head.path = "/submit/register";
    CPPUNIT_ASSERT(!program->refuse(head));
  }

  void shows_a_problem_as_a_page() {
    auto program = form(shipped_configuration(folder_));
    for (int status : {400, 403, 404, 405, 409, 413, 422, 500, 503}) {
      web::Response response = program->problem("a1b2c3d4", status, "<script>&\"");
      CPPUNIT_ASSERT_EQUAL(status, response.status);
      assert_has(response.body, "<title>Error: ");
      assert_has(response.body, "&lt;script&gt;&amp;");
      assert_has(response.body, "href=\"/spaconf/static/spaconf.css\"");
      const bool can_be_quoted = response.body.find("a1b2c3d4") != response.body.npos;
      CPPUNIT_ASSERT_EQUAL(status >= 500, can_be_quoted);
    }
  }

  void counts_a_request_for_its_route_and_never_shows_its_path() {
    auto program = submit(shipped_configuration(folder_));
    for (const char* path :
         {"/submit/edit", "/submit/move", "/submit/novak", "", "/phones/novak"}) {
      program->count(get(path), 200, std::chrono::microseconds(1));
    }
    const std::string body = program->answer(get("/submit/metrics")).body;
    assert_has(body, "{program=\"submit\",route=\"/submit/{action}\",status=\"200\"} 2\n");
    assert_has(body, "{program=\"submit\",route=\"none\",status=\"200\"} 3\n");
    CPPUNIT_ASSERT_EQUAL(body.npos, body.find("novak"));
    // A program that was built again goes on with the same numbers.
    program = submit(shipped_configuration(folder_));
    CPPUNIT_ASSERT_EQUAL(body, program->answer(get("/submit/metrics")).body);
  }

  void answers_metrics_without_its_services() {
    const std::string text = shipped_configuration(
        folder_, {{"socket = ", "\"/nowhere\""}, {"uri = ", "\"ldap://127.0.0.1:9\""}});
    Quiet quiet;
    const web::Response response = form(text)->answer(get("/metrics"));
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("text/plain; version=0.0.4; charset=utf-8"), response.type);
    for (const char* service : {"database", "exchange", "directory"}) {
      assert_has(response.body,
                 std::string("\nspaconf_service_up{service=\"") + service + "\"} 0\n");
    }
    CPPUNIT_ASSERT_EQUAL(response.body.npos, response.body.find("folder"));
    CPPUNIT_ASSERT_EQUAL(response.body.npos, response.body.find("spaconf_tasks"));
  }

  void shows_pages_without_access_to_the_folder_of_profiles() {
    const std::string text = shipped_configuration(
        folder_, {{"group = ", "\"no-such-group\""}, {"root = ", "\"/nowhere/tftp\""}});
    CPPUNIT_ASSERT_EQUAL(200, form(text)->answer(get("/healthz")).status);
    assert_has(thrown_by([&] { submit(text); }), "unknown group no-such-group");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SiteTest);

}  // namespace spaconf
