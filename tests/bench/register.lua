-- wrk registers one phone after another by the API; what came of it is one line of JSON.
--
--   wrk -t1 … -H "Authorization: Bearer …" -s register.lua URL -- PATH LOGINS FIRST [PERMISSIONS]
--
-- LOGINS is a file with one login per line, FIRST the number of the first phone.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "counted.lua")

local path, logins, number, permissions = nil, {}, 0, nil
expected = 201

function init(args)
  path, number, permissions = args[1], tonumber(args[3]), args[4] or '["local", "ld"]'
  for login in io.lines(args[2]) do logins[#logins + 1] = login end
end

function request()
  local body = string.format(
    '{"login": "%s", "model": "spa942", "mac": "001217%06x", "inventory": "PC9%06d", "hostname": "phone-9%06d",' ..
    ' "permissions": %s, "lines": [{"user": "9%06d"}]}',
    logins[number % #logins + 1], number, number, number, permissions, number)
  local headers = {["Authorization"] = wrk.headers["Authorization"], ["Content-Type"] = "application/json",
                   ["Idempotency-Key"] = "phone-" .. number}
  number = number + 1
  next_number = number
  return wrk.format("POST", path, headers, body)
end
