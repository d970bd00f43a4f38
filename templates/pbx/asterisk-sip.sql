-- Asterisk up to 20 with chan_sip in realtime: sippeers, one row for each account, which also has
-- its only contact.
-- Set domain in [account] to Asterisk's realm (realm in sip.conf), because the hash holds it.
-- Copy this file to change the context and the codecs of new accounts, in the statement add.
-- Permissions become the variable "groups" of the account's calls, such as "local int"; in
-- extensions.conf: GotoIf($["${groups}" =~ "(^| )int( |$)"]?allowed). setvar holds nothing else.
-- tables: sippeers
-- columns: name fullcontact regseconds useragent

-- find: one row with its name, if the account exists
SELECT name FROM sippeers WHERE name = :user;

-- conflicts: what stands in the way of new accounts of these names
SELECT 'account', name FROM sippeers WHERE name IN (:users);

-- add: inserts a new account; fails if it exists
INSERT INTO sippeers (name, defaultuser, type, host, secret, md5secret, context, disallow, allow)
VALUES (:user, :user, 'friend', 'dynamic', :password, :ha1, 'phones', 'all', 'alaw,ulaw');

-- change: sets another password
UPDATE sippeers SET secret = :password, md5secret = :ha1 WHERE name = :user;

-- remove: deletes the account
DELETE FROM sippeers WHERE name = :user;

-- grant: adds one permission
UPDATE sippeers
SET setvar = IF(COALESCE(setvar, '') = '', CONCAT('groups=', :permission),
                CONCAT(setvar, ' ', :permission))
WHERE name = :user;

-- revoke: removes all permissions
UPDATE sippeers SET setvar = NULL WHERE name = :user;

-- online: its phone's contact: contact, since, until, user agent; Asterisk stores only until
-- when, and phones register for an hour; it empties fullcontact when the phone unregisters
SELECT fullcontact, FROM_UNIXTIME(regseconds - 3600), FROM_UNIXTIME(regseconds), useragent
FROM sippeers
WHERE name = :user AND regseconds > UNIX_TIMESTAMP() AND fullcontact <> '';

-- contacts: the contacts of all users after :after, in the order of their names, at most
-- :count rows: user, then as above
SELECT name, fullcontact, FROM_UNIXTIME(regseconds - 3600), FROM_UNIXTIME(regseconds), useragent
FROM sippeers
WHERE name > :after AND regseconds > UNIX_TIMESTAMP() AND fullcontact <> ''
ORDER BY name LIMIT :count;

-- account: the account as it is stored: user, password, ha1, ha1b, its permissions
-- separated by blanks
SELECT name, secret, md5secret, '', SUBSTRING(setvar, LENGTH('groups=') + 1)
FROM sippeers WHERE name = :user;

-- accounts: the same for all accounts after :after, in the order of their names, at most
-- :count rows
SELECT name, secret, md5secret, '', SUBSTRING(setvar, LENGTH('groups=') + 1)
FROM sippeers WHERE name > :after
ORDER BY name LIMIT :count;
