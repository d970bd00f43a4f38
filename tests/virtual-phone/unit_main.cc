// Runs the claims about the virtual phone whose name contains the argument, or all.
#include <cppunit/CompilerOutputter.h>
#include <cppunit/Test.h>
#include <cppunit/TestResult.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/extensions/TestFactoryRegistry.h>

#include <cstdio>
#include <iostream>
#include <memory>

namespace {

void run(CppUnit::Test& test, const std::string& filter, CppUnit::TestResult& result) {
  for (int i = 0; i < test.getChildTestCount(); ++i) run(*test.getChildTestAt(i), filter, result);
  const bool is_claim = test.getChildTestCount() == 0;
  if (is_claim && test.getName().find(filter) != std::string::npos) test.run(&result);
}

}  // namespace

int main(int count, char** arguments) {
  CppUnit::TestResult result;
  CppUnit::TestResultCollector collector;
  result.addListener(&collector);
  const std::unique_ptr<CppUnit::Test> all(CppUnit::TestFactoryRegistry::getRegistry().makeTest());
  run(*all, count > 1 ? arguments[1] : "", result);
  if (!collector.wasSuccessful()) CppUnit::CompilerOutputter(&collector, std::cout).write();
  const int failed = collector.testFailuresTotal(), passed = collector.runTests() - failed;
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed || !passed ? 1 : 0;
}
