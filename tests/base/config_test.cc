// Tests lib/base/config.cc.
#include "base/config.h"

#include "fixtures.h"

namespace spaconf {

class ConfigTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConfigTest);
  CPPUNIT_TEST(answers_in_the_type_that_is_asked_for);
  CPPUNIT_TEST(keeps_letters_of_all_alphabets);
  CPPUNIT_TEST(falls_back_when_the_key_or_section_is_missing);
  CPPUNIT_TEST(refuses_a_wrong_answer_with_its_line);
  CPPUNIT_TEST(refuses_what_is_no_configuration);
  CPPUNIT_TEST(refuses_unknown_keys_with_their_lines);
  CPPUNIT_TEST(leaves_to_others_what_is_theirs);
  CPPUNIT_TEST(gives_the_administrators_own_names_in_their_order);
  CPPUNIT_TEST(reads_secrets_that_others_cannot);
  CPPUNIT_TEST(takes_its_file_from_the_environment);
  CPPUNIT_TEST_SUITE_END();

  void answers_in_the_type_that_is_asked_for() {
    Folder folder;
    Config conf = config(folder,
                         "top = \"t\"\n[web]\na = \"x\"\nb = 3\nc = true\nd = [\"y\", \"z\"]\n"
                         "e = []\n[web.roles]\nf = \"deep\"\n");
    Section web = conf.section("web");
    CPPUNIT_ASSERT_EQUAL(std::string("t"), conf.top().text("top"));
    CPPUNIT_ASSERT_EQUAL(std::string("x"), web.text("a"));
    CPPUNIT_ASSERT_EQUAL(std::string("x"), web.choice("a", {"w", "x"}));
    CPPUNIT_ASSERT_EQUAL(3, web.number("b", 9, 1, 3));
    CPPUNIT_ASSERT(web.seconds("b", 9) == std::chrono::seconds(3));
    CPPUNIT_ASSERT(web.flag("c", false));
    CPPUNIT_ASSERT((web.texts("d") == std::vector<std::string>{"y", "z"}));
    CPPUNIT_ASSERT(web.texts("e").empty());
    CPPUNIT_ASSERT_EQUAL(std::string("deep"), web.section("roles").text("f"));
    conf.refuse_unknown_keys();
  }

  void keeps_letters_of_all_alphabets() {
    Folder folder;
    Config conf = config(folder,
                         "# č\n[web]\na = \"ґ\\u010d\"\nb = [\"č\"]\nc = \"\"\"one \\\n  č\"\"\"\n"
                         "[web.names]\n\"ř\" = 'ž'\n");
    Section web = conf.section("web");
    CPPUNIT_ASSERT_EQUAL(std::string("ґč"), web.text("a"));
    CPPUNIT_ASSERT((web.texts("b") == std::vector<std::string>{"č"}));
    CPPUNIT_ASSERT_EQUAL(std::string("one č"), web.text("c"));
    CPPUNIT_ASSERT(web.section("names").pairs().front() ==
                   std::pair(std::string("ř"), std::string("ž")));
    const auto error = thrown_by([&] { config(folder, "[web]\nx = 1\n\nx = \"č\"\n"); });
    assert_has(error, "4: ");
    assert_has(error, "cannot redefine");
  }

  void falls_back_when_the_key_or_section_is_missing() {
    Folder folder;
    Config conf = config(folder, "[web]\n");
    for (const Section& each : {conf.section("web"), conf.section("phone"),
                                conf.section("web").section("roles").section("deeper")}) {
      CPPUNIT_ASSERT(!each.has("a"));
      CPPUNIT_ASSERT_EQUAL(std::string("f"), each.text("a", "f"));
      CPPUNIT_ASSERT_EQUAL(std::string("w"), each.choice("a", {"w", "x"}));
      CPPUNIT_ASSERT_EQUAL(9, each.number("a", 9, 1, 3));
      CPPUNIT_ASSERT(each.flag("a", true));
      CPPUNIT_ASSERT(each.texts("a").empty() && each.pairs().empty());
    }
  }

  void refuses_a_wrong_answer_with_its_line() {
    const std::string text =
        "[web]\ntext = \"x\"\nnumber = 11\nflag = true\nlist = "
        "[\"x\"]\n\n[web.section]\n[web.more]\n";
    struct Row {
      std::function<void(const Section&)> ask;
      const char* thrown;
    } const table[] = {
        {[](auto& web) { web.text("missing"); }, "1: [web] lacks missing"},
        {[](auto& web) { web.section("more").text("a"); }, "8: [web.more] lacks a"},
        {[](auto& web) { web.text("number"); }, "3: number must be a string"},
        {[](auto& web) { web.text("flag", ""); }, "4: flag must be a string"},
        {[](auto& web) { web.text("section"); }, "7: section must be a string"},
        {[](auto& web) { web.texts("text"); }, "2: text must be a list of strings"},
        {[](auto& web) { web.flag("text", true); }, "2: text must be true or false"},
        {[](auto& web) { web.number("text", 1, 1, 9); },
         "2: text must be a whole number from 1 to 9"},
        {[](auto& web) { web.number("number", 1, 1, 9); }, "3: number must be a whole number"},
        {[](auto& web) { web.number("number", 1, 12, 19); }, "3: number must be a whole number"},
        {[](auto& web) {
           web.choice("text", {"y", "z"});
         },
         "2: text must be one of \"y\" \"z\""},
        {[](auto& web) { web.section("text"); }, "2: text must be a section"},
        {[](auto& web) { web.path("text"); }, "2: x: No such file or directory"},
        {[](auto& web) { web.secret("text"); }, "2: x: No such file or directory"},
        {[](auto& web) { web.wrong("flag", "is wrong"); }, "4: is wrong"},
        {[](auto& web) { web.wrong("missing", "is wrong"); }, "1: is wrong"},
    };
    for (const Row& row : table) {
      Folder folder;
      Config conf = config(folder, text);
      assert_has(thrown_by([&] { row.ask(conf.section("web")); }, &folder),
                 std::string("Misconfigured: spaconf.conf:") + row.thrown);
    }
  }

  void refuses_what_is_no_configuration() {
    for (auto [text, thrown] : {std::pair{"\n[wbe]\n", "2: unknown section [wbe]"},
                                {"a = 1\na = 2\n", "2: "},
                                {"[web]\n[web]\n", "2: "},
                                {"\na = \n", "2: "},
                                {"[web]\na = \"x\n", "2: "},
                                {"a = \"\xff\"\n", "1: "},
                                {"\na = 1.5\n", "2: a has an unsupported type"},
                                {"a = 1979-05-27\n", "1: a date must be in quotes"},
                                {"[web]\n[$x]\n", "2: the name of a section"},
                                {"[[ $x]]\n", "1: the name of a section"},
                                {"\n[\n", "2: the name of a section"},
                                {"[=]\n", "1: the name of a section"},
                                {"[\xc3\xa9]\n", "1: the name of a section"},
                                {"a = [\n  ['x'],\n  []]\n", "1: a must be a list of strings"},
                                {"a = [1, 2]\n", "1: a must be a list of strings"},
                                {"a = [[\"x\"]]\n", "1: a must be a list of strings"}}) {
      Folder folder;
      assert_has(thrown_by([&, text = text] { config(folder, text); }, &folder),
                 std::string("Misconfigured: spaconf.conf:") + thrown);
    }
    assert_has(thrown_by([] { Config("/no/such/file"); }), "Misconfigured: /no/such/file: No such");
    assert_has(thrown_by([] { Config("/"); }), "Misconfigured: ");
  }

  void refuses_unknown_keys_with_their_lines() {
    for (auto [text, thrown] : {std::pair{"x = 1\n[web]\n", "1: unknown key x"},
                                {"[web]\na = \"\"\nx = 1\n", "3: unknown key x"},
                                {"[web]\na = \"\"\n[web.x]\n", "3: unknown section x"},
                                {"[web]\n[web.roles]\nx = 1\n", "3: unknown key x"},
                                {"[web]\na = \"\"\nroles.x = 1\n", "3: unknown key x"}}) {
      Folder folder;
      Config conf = config(folder, text);
      conf.section("web").text("a", "");
      conf.section("web").section("roles");
      CPPUNIT_ASSERT_EQUAL(std::string("Misconfigured: spaconf.conf:") + thrown,
                           thrown_by([&] { conf.refuse_unknown_keys(); }, &folder));
    }
  }

  void leaves_to_others_what_is_theirs() {
    Folder folder;
    Config conf = config(folder, "[web]\nx = 1\n[web.roles]\nz = 1\n[phone]\ny = 1\n");
    conf.section("web").leave_the_rest();
    conf.section("account").leave_the_rest();
    conf.refuse_unknown_keys();
    conf.section("phone");
    CPPUNIT_ASSERT(!thrown_by([&] { conf.refuse_unknown_keys(); }).empty());
  }

  void gives_the_administrators_own_names_in_their_order() {
    Folder folder;
    Config conf = config(folder,
                         "[account.permissions]\nz = \"1\"\n\"a b\" = \"2\"\nm = \"3\"\n"
                         "[account.permissions.below]\nn = \"4\"\n");
    std::string seen;
    for (const auto& [name, text] : conf.section("account").section("permissions").pairs()) {
      seen += name + "=" + text + " ";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("z=1 a b=2 m=3 "), seen);
  }

  void reads_secrets_that_others_cannot() {
    Folder folder;
    std::string conf_text = "[web]\nfile = \"" + folder.path().string() + "/secret\"\n";
    const std::string line_key(31, 'k'), long_key(32, 'k');
    struct Row {
      std::string bytes;
      unsigned mode;
      std::string secret, key;  // or what is thrown
    } const table[] = {
        {"word\n", 0640, "word", "holds 5 bytes; a key has exactly 32"},
        {"word\r\nmore", 0600, "word", "exactly 32"},
        {"\nword", 0600, "is empty", "exactly 32"},
        {"", 0600, "is empty", "exactly 32"},
        {line_key + "\n", 0600, line_key, line_key + "\n"},
        {long_key, 0600, long_key, long_key},
        {long_key + "\n", 0600, long_key, "holds 33 bytes"},
        {long_key + long_key + "\n", 0600, long_key, "holds 65 bytes"},
        {std::string(32, '\0'), 0600, std::string(32, '\0'), std::string(32, '\0')},
        {"word", 0644, "can be read by others: chmod o= ", "can be read by others"},
        {"word", 0601, "can be read by others", "can be read by others"},
    };
    for (const Row& row : table) {
      std::string file = folder.file("secret", row.bytes);
      std::filesystem::permissions(file, std::filesystem::perms(row.mode));
      Config conf = config(folder, conf_text);
      Section web = conf.section("web");
      std::string secret, key;
      std::string told = thrown_by([&] { secret = web.secret("file").reveal(); });
      assert_has(told + secret, row.secret);
      CPPUNIT_ASSERT_EQUAL_MESSAGE("a secret in a message", told.npos, told.find("word"));
      told = thrown_by([&] { key = web.key("file").reveal(); });
      assert_has(told + key, row.key);
    }
  }

  void takes_its_file_from_the_environment() {
    const char* before = std::getenv("SPACONF_CONFIG");
    const std::string kept = before ? before : "";
    ::setenv("SPACONF_CONFIG", "/somewhere/else.conf", 1);
    CPPUNIT_ASSERT_EQUAL(std::string("/somewhere/else.conf"), Config::usual_file().string());
    ::setenv("SPACONF_CONFIG", "", 1);
    CPPUNIT_ASSERT(Config::usual_file().string().ends_with("/spaconf/spaconf.conf"));
    ::unsetenv("SPACONF_CONFIG");
    CPPUNIT_ASSERT(Config::usual_file().string().ends_with("/spaconf/spaconf.conf"));
    if (before) ::setenv("SPACONF_CONFIG", kept.c_str(), 1);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigTest);

}  // namespace spaconf
