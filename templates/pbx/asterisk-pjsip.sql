-- Asterisk with chan_pjsip in realtime: one row in each of ps_auths, ps_aors and ps_endpoints
-- with the account's name as id, at most 40 characters in older versions; contacts in ps_contacts.
-- Set domain in [account] to Asterisk's realm (default_realm in pjsip.conf), because the hash holds it.
-- Copy this file to change the context and the codecs of new accounts, in the statement add.
-- Permissions become the variable "groups" of the account's calls, such as "local int"; in
-- extensions.conf: GotoIf($["${groups}" =~ "(^| )int( |$)"]?allowed). set_var holds nothing else.
-- tables: ps_auths ps_aors ps_endpoints
-- columns: id

-- find: one row with its name, if the account exists
SELECT id FROM ps_auths WHERE id = :user;

-- conflicts: what stands in the way of new accounts of these names
SELECT 'account', id FROM ps_auths WHERE id IN (:users)
UNION SELECT 'account', id FROM ps_aors WHERE id IN (:users)
UNION SELECT 'account', id FROM ps_endpoints WHERE id IN (:users);

-- add: inserts a new account; fails if it exists
INSERT INTO ps_auths (id, auth_type, username, password, md5_cred, realm)
VALUES (:user, IF(:ha1 = '', 'userpass', 'md5'), :user, :password, :ha1, :domain);
INSERT INTO ps_aors (id, max_contacts, remove_existing) VALUES (:user, 10, 'yes');
INSERT INTO ps_endpoints (id, aors, auth, context, disallow, allow)
VALUES (:user, :user, :user, 'phones', 'all', 'alaw,ulaw');

-- change: sets another password
UPDATE ps_auths SET auth_type = IF(:ha1 = '', 'userpass', 'md5'), password = :password,
       md5_cred = :ha1, realm = :domain
WHERE id = :user;

-- remove: deletes the account
DELETE FROM ps_endpoints WHERE id = :user;
DELETE FROM ps_aors WHERE id = :user;
DELETE FROM ps_auths WHERE id = :user;

-- grant: adds one permission
UPDATE ps_endpoints
SET set_var = IF(COALESCE(set_var, '') = '', CONCAT('groups=', :permission),
                 CONCAT(set_var, ' ', :permission))
WHERE id = :user;

-- revoke: removes all permissions
UPDATE ps_endpoints SET set_var = NULL WHERE id = :user;

-- online: the contacts of its phones: contact, since, until, user agent; Asterisk stores only
-- until when, and phones register for an hour; it writes ^3B for a semicolon and ^5E for ^
SELECT REPLACE(REPLACE(uri, '^3B', ';'), '^5E', '^'),
       FROM_UNIXTIME(expiration_time - 3600), FROM_UNIXTIME(expiration_time), user_agent
FROM ps_contacts
WHERE endpoint = :user AND expiration_time > UNIX_TIMESTAMP()
ORDER BY expiration_time DESC;

-- contacts: the contacts of all users after :after, in the order of their names, at most
-- :count rows: user, then as above
SELECT endpoint, REPLACE(REPLACE(uri, '^3B', ';'), '^5E', '^'),
       FROM_UNIXTIME(expiration_time - 3600), FROM_UNIXTIME(expiration_time), user_agent
FROM ps_contacts
WHERE endpoint > :after AND expiration_time > UNIX_TIMESTAMP()
ORDER BY endpoint LIMIT :count;

-- account: the account as it is stored: user, password, ha1, ha1b, its permissions
-- separated by blanks
SELECT ps_auths.id, password, md5_cred, '', SUBSTRING(set_var, LENGTH('groups=') + 1)
FROM ps_auths JOIN ps_endpoints ON ps_endpoints.id = ps_auths.id
              JOIN ps_aors ON ps_aors.id = ps_auths.id
WHERE ps_auths.id = :user;

-- accounts: the same for all accounts after :after, in the order of their names, at most
-- :count rows
SELECT ps_auths.id, password, md5_cred, '', SUBSTRING(set_var, LENGTH('groups=') + 1)
FROM ps_auths JOIN ps_endpoints ON ps_endpoints.id = ps_auths.id
              JOIN ps_aors ON ps_aors.id = ps_auths.id
WHERE ps_auths.id > :after
ORDER BY ps_auths.id LIMIT :count;
