-- Kamailio 5: subscriber (version 7), grp (version 2), location (version 9); also Kamailio 4, whose
-- other columns have defaults.
-- To support another exchange, copy this file; docs/dialects.md says how. Each statement begins
-- with a line that names it; :user, :password and so on are bound.
-- Tables belong to the exchange's database; a function of that database needs its name before it.
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
INSERT INTO subscriber (username, domain, password, ha1, ha1b)
VALUES (:user, :domain, :password, :ha1, :ha1b);

-- change: sets another password
UPDATE subscriber SET password = :password, ha1 = :ha1, ha1b = :ha1b
WHERE username = :user AND domain = :domain;

-- remove: deletes the account
DELETE FROM subscriber WHERE username = :user AND domain = :domain;

-- grant: adds one permission
INSERT INTO grp (username, domain, grp, last_modified)
VALUES (:user, :domain, :permission, UTC_TIMESTAMP());

-- revoke: removes all permissions
DELETE FROM grp WHERE username = :user AND domain = :domain;

-- online: the contacts of its phones: contact, since, until, user agent; times in UTC (the
-- exchange writes local time)
SELECT contact, CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'),
       CONVERT_TZ(expires, 'SYSTEM', '+00:00'), user_agent
FROM location
WHERE username = :user AND domain = :domain
  AND expires > CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')
ORDER BY last_modified DESC;

-- contacts: the contacts of all users after :after, in the order of their names, at most
-- :count rows: user, then as above; optional: without it spaconf does not notice phones going offline
SELECT username, contact, CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'),
       CONVERT_TZ(expires, 'SYSTEM', '+00:00'), user_agent
FROM location
WHERE username > :after AND domain = :domain
  AND expires > CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')
ORDER BY username LIMIT :count;

-- account: the account as it is stored: user, password, ha1, ha1b, its permissions
-- separated by blanks; this and the next one are optional: without them spaconf
-- reconcile cannot check the exchange
SELECT username, password, ha1, ha1b,
       (SELECT GROUP_CONCAT(grp SEPARATOR ' ') FROM grp
        WHERE grp.username = subscriber.username AND grp.domain = subscriber.domain)
FROM subscriber WHERE username = :user AND domain = :domain;

-- accounts: the same for all accounts after :after, in the order of their names, at most
-- :count rows
SELECT username, password, ha1, ha1b,
       (SELECT GROUP_CONCAT(grp SEPARATOR ' ') FROM grp
        WHERE grp.username = subscriber.username AND grp.domain = subscriber.domain)
FROM subscriber WHERE username > :after AND domain = :domain
ORDER BY username LIMIT :count;

-- namesakes: the other domains that have an account of this name; without this
-- and the next one, which are optional, spaconf does not look for accounts of the same name
SELECT domain FROM subscriber WHERE username = :user AND domain <> :domain ORDER BY domain;

-- all_namesakes: user and other domain of all such accounts after :after, at most :count users
SELECT username, domain FROM subscriber
WHERE username > :after AND domain <> :domain
ORDER BY username, domain LIMIT :count;

-- clock: begin and end of the latest contact in seconds from now, as the exchange wrote
-- them; optional: without it check-config --live does not compare clocks
SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), MAX(CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'))),
       TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), MAX(CONVERT_TZ(expires, 'SYSTEM', '+00:00')))
FROM location;
