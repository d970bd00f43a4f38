// Runs the same work in several processes, and prints how often per second they did it.
#pragma once

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>

namespace forked_workers {

/// Runs `begin()` in each of `workers` processes, which gives what is done over and over
/// during `seconds`; prints how often per second all of them did. Gives main's exit code.
template <typename Begin>
int run(int workers, double seconds, Begin begin) {
  using Clock = std::chrono::steady_clock;
  struct Shared {
    std::atomic<int> ready;
    std::atomic<long> done;
  };
  void* memory =
      ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto& shared = *new (memory) Shared{};
  for (int worker = 0; worker < workers; ++worker) {
    if (::fork() != 0) continue;
    try {
      auto act = begin();
      for (++shared.ready; shared.ready < workers;) ::usleep(100);
      const auto end = Clock::now() + std::chrono::duration<double>(seconds);
      long done = 0;
      for (; Clock::now() < end; ++done) act();
      shared.done += done;
      ::_exit(0);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      ::_exit(1);
    }
  }
  int status = 0, bad = 0;
  while (::wait(&status) > 0) bad += status != 0;
  std::printf("%.2f\n", static_cast<double>(shared.done) / seconds);
  return bad != 0;
}

}  // namespace forked_workers
