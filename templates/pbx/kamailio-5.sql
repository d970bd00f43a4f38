-- Kamailio 5: subscriber (version 7), grp (version 2), location (version 9).
-- Copy this file to teach spaconf another exchange. Each statement begins with a
-- line that names it; :user :domain :password :ha1 :ha1b :permission :after :count are bound.
-- Tables are those of the exchange's database; a function of that database needs its name before it.
-- tables: subscriber grp

-- find: one row, its name, if there is such an account, by whomever
SELECT username FROM subscriber WHERE username = :user AND domain = :domain;

-- add: a new account; fails when there is one
INSERT INTO subscriber (username, domain, password, ha1, ha1b)
VALUES (:user, :domain, :password, :ha1, :ha1b);

-- change: another password
UPDATE subscriber SET password = :password, ha1 = :ha1, ha1b = :ha1b
WHERE username = :user AND domain = :domain;

-- remove: the account
DELETE FROM subscriber WHERE username = :user AND domain = :domain;

-- grant: one permission
INSERT INTO grp (username, domain, grp, last_modified)
VALUES (:user, :domain, :permission, UTC_TIMESTAMP());

-- revoke: all permissions
DELETE FROM grp WHERE username = :user AND domain = :domain;

-- online: where its phones are: contact, since, until, user agent; times in UTC,
-- which the exchange writes in the time of its own machine
SELECT contact, CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'),
       CONVERT_TZ(expires, 'SYSTEM', '+00:00'), user_agent
FROM location
WHERE username = :user AND domain = :domain
  AND expires > CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')
ORDER BY last_modified DESC;

-- contacts: of all users, in the order of their names, those after :after and at most
-- :count rows: user, then as above; a dialect may leave it out, and nobody sees phones go
SELECT username, contact, CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'),
       CONVERT_TZ(expires, 'SYSTEM', '+00:00'), user_agent
FROM location
WHERE username > :after AND domain = :domain
  AND expires > CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')
ORDER BY username LIMIT :count;

-- account: how an account stands here, by whomever: user, password, ha1, ha1b, its
-- permissions with blanks between; a dialect may leave this and the next one out, and
-- spaconf reconcile says that it cannot look at the exchange
SELECT username, password, ha1, ha1b,
       (SELECT GROUP_CONCAT(grp SEPARATOR ' ') FROM grp
        WHERE grp.username = subscriber.username AND grp.domain = subscriber.domain)
FROM subscriber WHERE username = :user AND domain = :domain;

-- accounts: the same of all, in the order of their names, those after :after and at most
-- :count rows
SELECT username, password, ha1, ha1b,
       (SELECT GROUP_CONCAT(grp SEPARATOR ' ') FROM grp
        WHERE grp.username = subscriber.username AND grp.domain = subscriber.domain)
FROM subscriber WHERE username > :after AND domain = :domain
ORDER BY username LIMIT :count;

-- namesakes: the other domains that have an account of this name; a dialect may leave this and
-- the next one out, and accounts of the same name are not looked for
SELECT domain FROM subscriber WHERE username = :user AND domain <> :domain ORDER BY domain;

-- all_namesakes: user and other domain of all such accounts whose user comes after :after, at
-- most :count users
SELECT username, domain FROM subscriber
WHERE username > :after AND domain <> :domain
ORDER BY username, domain LIMIT :count;

-- clock: how many seconds from now the contact that was written last began and ends, as the
-- exchange wrote that; a dialect may leave it out, and check-config --live does not compare clocks
SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), MAX(CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'))),
       TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), MAX(CONVERT_TZ(expires, 'SYSTEM', '+00:00')))
FROM location;
