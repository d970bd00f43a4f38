// Runs the claims whose name contains the argument, or all, and names those that fail.
#include <cppunit/Exception.h>
#include <cppunit/Test.h>
#include <cppunit/TestFailure.h>
#include <cppunit/TestListener.h>
#include <cppunit/TestResult.h>
#include <cppunit/extensions/TestFactoryRegistry.h>

#include <cstdio>
#include <memory>
#include <string>

#include "phone/golden.h"

namespace {

class Reporter : public CppUnit::TestListener {
 public:
  void startTest(CppUnit::Test*) override { failing_ = false; }

  void addFailure(const CppUnit::TestFailure& failure) override {
    failing_ = true;
    const CppUnit::SourceLine line = failure.sourceLine();
    const std::string why = failure.thrownException()->what();
    std::printf("%s\n  %s:%d: %s\n", failure.failedTestName().c_str(), line.fileName().c_str(),
                line.lineNumber(), why.c_str());
  }

  void endTest(CppUnit::Test*) override { ++(failing_ ? failed : passed); }

  int passed = 0, failed = 0;

 private:
  bool failing_ = false;
};

void run(CppUnit::Test& test, const std::string& filter, CppUnit::TestResult& result) {
  for (int i = 0; i < test.getChildTestCount(); ++i) run(*test.getChildTestAt(i), filter, result);
  bool is_claim = test.getChildTestCount() == 0;
  if (is_claim && test.getName().find(filter) != std::string::npos) test.run(&result);
}

}  // namespace

int main(int count, char** arguments) {
  const std::string options = count > 1 ? arguments[1] : "";
  if (options == "--golden") {
    spaconf::write_golden();
    return 0;
  }
  CppUnit::TestResult result;
  Reporter reporter;
  result.addListener(&reporter);
  std::unique_ptr<CppUnit::Test> all(CppUnit::TestFactoryRegistry::getRegistry().makeTest());
  run(*all, options, result);
  std::printf("%d passed, %d failed\n", reporter.passed, reporter.failed);
  return reporter.failed || !reporter.passed ? 1 : 0;
}
