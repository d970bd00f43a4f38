// Tests cli/tftpd_settings.cc.
#include "cli/tftpd_settings.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf::cli {

class TftpdSettingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TftpdSettingsTest);
  CPPUNIT_TEST(are_read_as_the_shell_reads_them);
  CPPUNIT_TEST(need_the_root_and_two_options_and_may_not_let_phones_write);
  CPPUNIT_TEST_SUITE_END();

  void are_read_as_the_shell_reads_them() {
    for (auto [text, directory, options] :
         {std::tuple{"TFTP_DIRECTORY=\"/srv/tftp\"\nTFTP_OPTIONS='-s -p'\n", "/srv/tftp", "-s -p"},
          {"  TFTP_DIRECTORY=/srv/tftp\r\nTFTP_OPTIONS=\"-s\"\r\n", "/srv/tftp", "-s"},
          {"# TFTP_OPTIONS=\"-c\"\nTFTP_OPTIONS=\"-s -p\" # not \"-c\"\n#TFTP_DIRECTORY=/a", "",
           "-s -p"},
          {"TFTP_DIRECTORY=/a\nTFTP_DIRECTORY=/b; x=1\nOLD_TFTP_DIRECTORY=/c", "/b", ""},
          {"", "", ""}}) {
      const TftpdSettings settings = read_tftpd_settings(text);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(directory), settings.directory);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(options), settings.options);
    }
  }

  /// The first words of each problem. The user root is in the group root.
  static std::string problems(const std::string& directory, const std::string& options,
                              const std::string& user = "root") {
    std::vector<std::string> words;
    for (const std::string& each : tftpd_problems({directory, user, options}, "/srv/tftp", "root"))
      words.push_back(each.substr(0, each.find(' ', each.find(' ') + 1)));
    return joined(words, ", ");
  }

  void need_the_root_and_two_options_and_may_not_let_phones_write() {
    const char needs[] = "in.tftpd needs", create[] = "everybody could", user[] = "in.tftpd runs";
    for (auto [options, expected] : {std::pair{"--secure --permissive", ""},
                                     {"-s -p", ""},
                                     {"-sp", ""},
                                     {"-vvsp", ""},
                                     {"-vvs --perm", ""},
                                     {"--permissive\t--secure", ""},
                                     {"-u root -s -p", ""},
                                     {"-uroot -sp", ""},
                                     {"-sp -m/etc/map", ""},
                                     {"-sp -m /etc/spec", ""},
                                     {"-sp -R4096:32760 -B1468 -rtsize --verbosity 4", ""},
                                     {"-spuroot", ""},
                                     {"", needs},
                                     {"--secure", needs},
                                     {"-m/etc/ps", needs},
                                     {"-s -rp", needs},
                                     {"-s -u root -r -p", needs},
                                     {"-spc", create},
                                     {"--secure --permissive --create", create},
                                     {"-sp -unobody", user},
                                     {"-sp --user=nobody", user},
                                     {"-sp -u nobody", user}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(options, std::string(expected), problems("/srv/tftp", options));
    }
    CPPUNIT_ASSERT_EQUAL(std::string(user), problems("/srv/tftp", "-sp", "nobody"));
    for (const char* same : {"/srv/tftp/", "/srv/tftp", "/srv//tftp/.", "/srv/x/../tftp/"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(same, std::string(), problems(same, "-sp"));
    for (const char* other : {"/srv", "/srv/tftpboot", ""})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(other, std::string("in.tftpd serves"), problems(other, "-sp"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TftpdSettingsTest);

}  // namespace spaconf::cli
