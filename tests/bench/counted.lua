-- For scripts of wrk whose requests are numbered: counts wrong answers, and writes one line of JSON.
--
-- A script says in `expected` which status is right, and in `next_number` which number it has not
-- used. One thread only: it is the one that counts the numbers.
local threads = {}
wrong = 0

function setup(thread) threads[#threads + 1] = thread end

function response(status)
  if status ~= expected then wrong = wrong + 1 end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\n{"count": %d, "seconds": %.6f, "p50": %.6f, "p99": %.6f, "bad": %d, "next": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
    errors.connect + errors.read + errors.write + errors.timeout + threads[1]:get("wrong"),
    threads[1]:get("next_number")))
end
