-- wrk asks for the page of a person drawn at random, again and again; what came of it is one line of JSON.
--
--   wrk … -s get.lua URL -- PATH LOGINS [FORMS]
--
-- LOGINS is a file with one login per line. FORMS, if given, collects what each form holds
-- that its POST must bring: key, token, login, password. An answer that comes after the
-- end is not counted, so there may be a few more of them.
local requests = {}

function init(args)
  math.randomseed(os.time())
  for login in io.lines(args[2]) do
    requests[#requests + 1] = wrk.format("GET", args[1] .. login)
  end
  if args[3] then collect(assert(io.open(args[3], "a"))) end
end

function request()
  return requests[math.random(#requests)]
end

function collect(file)
  file:setvbuf("full", 65536)
  local function value(body, name)
    return body:match('name="' .. name .. '"[^>]-value="([^"]*)"') or ""
  end
  function response(status, headers, body)
    if status ~= 200 then return end
    file:write(value(body, "key"), " ", value(body, "csrf"), " ", value(body, "login"), " ",
               value(body, "line1_password"), "\n")
    file:flush()
  end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format('\n{"count": %d, "seconds": %.6f, "p50": %.6f, "p99": %.6f, "bad": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
