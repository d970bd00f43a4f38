-- wrk registers one phone after another, each from a form of its own; what came of it is one line of JSON.
--
--   wrk -t1 … -s post.lua URL -- PATH FORMS FIRST
--
-- FORMS is what get.lua collected, FIRST the number of the form to begin with.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "counted.lua")

local path, forms, number = nil, {}, 0
expected = 303

function init(args)
  path, number = args[1], tonumber(args[3])
  local line = 0
  for form in io.lines(args[2]) do
    forms[line] = form
    line = line + 1
  end
end

function request()
  local key, csrf, login, password = (forms[number] or "- - - -"):match("^(%S+) (%S+) (%S+) ?(%S*)$")
  local body = string.format(
    "login=%s&key=%s&csrf=%s&model=spa942&mac=000e08%06x&serial=&inventory=PC%06d&hostname=phone-%d" ..
    "&permission=local&permission=ld&line1_user=8%06d&line1_password=%s&line1_display=",
    login, key, csrf, number, number, number, number, password)
  number = number + 1
  next_number = number
  return wrk.format("POST", path, {["Content-Type"] = "application/x-www-form-urlencoded"}, body)
end
