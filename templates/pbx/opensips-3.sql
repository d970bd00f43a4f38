-- OpenSIPS 3: subscriber (version 7, or 8 from 3.2 on), grp (version 3), location (version 1013).
-- A line that ends with "-- if TABLE.COLUMN" counts only if the table has this column:
-- 3.0 and 3.1 have ha1b, later versions have two more hashes instead.
-- tables: subscriber grp
-- columns: username domain

-- find: one row with its name, if the account exists
SELECT username FROM subscriber WHERE username = :user AND domain = :domain;

-- conflicts: what stands in the way of new accounts of these names: "account" and the name of one
-- that exists, "namesake" and the domain of one elsewhere, "permission" and a permission that an
-- account left; optional: without it spaconf asks find and namesakes, and not for permissions
SELECT 'account', username FROM subscriber WHERE username IN (:users) AND domain = :domain
UNION ALL
SELECT 'namesake', domain FROM subscriber WHERE username IN (:users) AND domain <> :domain
UNION ALL
SELECT 'permission', grp FROM grp WHERE username IN (:users) AND domain = :domain;

-- add: inserts a new account; fails if it exists
INSERT INTO subscriber SET username = :user, domain = :domain, password = :password, ha1 = :ha1
  , ha1b = :ha1b                      -- if subscriber.ha1b
  , ha1_sha256 = :ha1_sha256          -- if subscriber.ha1_sha256
  , ha1_sha512t256 = :ha1_sha512t256  -- if subscriber.ha1_sha512t256
;

-- change: sets another password
UPDATE subscriber SET password = :password, ha1 = :ha1
  , ha1b = :ha1b                      -- if subscriber.ha1b
  , ha1_sha256 = :ha1_sha256          -- if subscriber.ha1_sha256
  , ha1_sha512t256 = :ha1_sha512t256  -- if subscriber.ha1_sha512t256
WHERE username = :user AND domain = :domain;

-- remove: deletes the account
DELETE FROM subscriber WHERE username = :user AND domain = :domain;

-- grant: adds one permission
INSERT INTO grp (username, domain, grp, last_modified)
VALUES (:user, :domain, :permission, UTC_TIMESTAMP());

-- revoke: removes all permissions
DELETE FROM grp WHERE username = :user AND domain = :domain;

-- online: the contacts of its phones: contact, since, until, user agent; times in UTC (the
-- exchange writes local time into last_modified and seconds since 1970 into expires)
SELECT contact, CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'), FROM_UNIXTIME(expires), user_agent
FROM location
WHERE username = :user AND domain = :domain AND expires > UNIX_TIMESTAMP()
ORDER BY last_modified DESC;

-- contacts: the contacts of all users after :after, in the order of their names, at most
-- :count rows: user, then as above
SELECT username, contact, CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'), FROM_UNIXTIME(expires),
       user_agent
FROM location
WHERE username > :after AND domain = :domain AND expires > UNIX_TIMESTAMP()
ORDER BY username LIMIT :count;

-- account: the account as it is stored: user, password, ha1, ha1b, its permissions
-- separated by blanks, ha1_sha256, ha1_sha512t256
SELECT username, password, ha1
     , ha1b            -- if subscriber.ha1b
     , ''              -- unless subscriber.ha1b
     , (SELECT GROUP_CONCAT(grp SEPARATOR ' ') FROM grp
        WHERE grp.username = subscriber.username AND grp.domain = subscriber.domain)
     , ha1_sha256      -- if subscriber.ha1_sha256
     , ''              -- unless subscriber.ha1_sha256
     , ha1_sha512t256  -- if subscriber.ha1_sha512t256
FROM subscriber WHERE username = :user AND domain = :domain;

-- accounts: the same for all accounts after :after, in the order of their names, at most
-- :count rows
SELECT username, password, ha1
     , ha1b            -- if subscriber.ha1b
     , ''              -- unless subscriber.ha1b
     , (SELECT GROUP_CONCAT(grp SEPARATOR ' ') FROM grp
        WHERE grp.username = subscriber.username AND grp.domain = subscriber.domain)
     , ha1_sha256      -- if subscriber.ha1_sha256
     , ''              -- unless subscriber.ha1_sha256
     , ha1_sha512t256  -- if subscriber.ha1_sha512t256
FROM subscriber WHERE username > :after AND domain = :domain
ORDER BY username LIMIT :count;

-- namesakes: the other domains that have an account of this name
SELECT domain FROM subscriber WHERE username = :user AND domain <> :domain ORDER BY domain;

-- all_namesakes: user and other domain of all such accounts after :after, at most :count users
SELECT username, domain FROM subscriber
WHERE username > :after AND domain <> :domain
ORDER BY username, domain LIMIT :count;

-- clock: begin and end of the latest contact in seconds from now, as the exchange wrote them
SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), MAX(CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'))),
       TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), FROM_UNIXTIME(MAX(expires)))
FROM location;
