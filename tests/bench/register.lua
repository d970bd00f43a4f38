-- wrk registers one phone after another by the API; what came of it is one line of JSON.
--
--   wrk -t1 … -H "Authorization: Bearer …" -s register.lua URL -- PATH LOGINS FIRST
--
-- LOGINS is a file with one login per line, FIRST the number of the first phone. One thread
-- only: it is the one that counts which numbers are used up.
local path, logins, number = nil, {}, 0
local threads = {}
wrong = 0

function setup(thread) threads[#threads + 1] = thread end

function init(args)
  path, number = args[1], tonumber(args[3])
  for login in io.lines(args[2]) do logins[#logins + 1] = login end
end

function request()
  local body = string.format(
    '{"login": "%s", "model": "spa942", "mac": "001217%06x", "inventory": "PC9%06d", "hostname": "phone-9%06d",' ..
    ' "permissions": ["local", "ld"], "lines": [{"user": "9%06d"}]}',
    logins[number % #logins + 1], number, number, number, number)
  local headers = {["Authorization"] = wrk.headers["Authorization"], ["Content-Type"] = "application/json",
                   ["Idempotency-Key"] = "phone-" .. number}
  number = number + 1
  next_phone = number
  return wrk.format("POST", path, headers, body)
end

function response(status)
  if status ~= 201 then wrong = wrong + 1 end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\n{"count": %d, "seconds": %.6f, "p50": %.6f, "p99": %.6f, "bad": %d, "next": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
    errors.connect + errors.read + errors.write + errors.timeout + threads[1]:get("wrong"),
    threads[1]:get("next_phone")))
end
