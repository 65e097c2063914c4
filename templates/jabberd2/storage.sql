-- The tables that sm's modules read and write through jabberd2's SQLite driver. "collection-owner" is always a bare
-- JID (or a domain), so what belongs to one domain is never seen under another. The driver reads rows in the order of
-- "object-sequence" and takes a column for a truth value only when it is declared BOOL (storage/storage_sqlite.c).

PRAGMA journal_mode = WAL;
BEGIN;

-- Who has ever signed in: sm knows a user by a row here (mod_active).
CREATE TABLE IF NOT EXISTS "active" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "time" INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS "active-owner" ON "active" ("collection-owner");

-- Presence and times of the last sign-in and sign-out (mod_status).
CREATE TABLE IF NOT EXISTS "status" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "show" TEXT,
  "last-login" INTEGER DEFAULT 0,
  "last-logout" INTEGER DEFAULT 0,
  "xml" TEXT
);
CREATE INDEX IF NOT EXISTS "status-owner" ON "status" ("collection-owner");

-- When somebody was last there, for those who ask (mod_iq_last).
CREATE TABLE IF NOT EXISTS "logout" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "time" INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS "logout-owner" ON "logout" ("collection-owner");

-- Contact lists: the contacts, and the groups they stand in (mod_roster).
CREATE TABLE IF NOT EXISTS "roster-items" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "jid" TEXT NOT NULL,
  "name" TEXT,
  "to" INTEGER NOT NULL,
  "from" INTEGER NOT NULL,
  "ask" INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS "roster-items-owner" ON "roster-items" ("collection-owner", "jid");

CREATE TABLE IF NOT EXISTS "roster-groups" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "jid" TEXT NOT NULL,
  "group" TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS "roster-groups-owner" ON "roster-groups" ("collection-owner", "jid");

-- Messages and requests that wait for somebody who is offline (mod_offline).
CREATE TABLE IF NOT EXISTS "queue" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "xml" TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS "queue-owner" ON "queue" ("collection-owner");

-- The message of the day of a domain, and when each user got it (mod_announce).
CREATE TABLE IF NOT EXISTS "motd-message" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "xml" TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS "motd-message-owner" ON "motd-message" ("collection-owner");

CREATE TABLE IF NOT EXISTS "motd-times" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "time" INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS "motd-times-owner" ON "motd-times" ("collection-owner");

-- What clients keep for themselves, such as bookmarks of rooms (mod_iq_private).
CREATE TABLE IF NOT EXISTS "private" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "ns" TEXT,
  "xml" TEXT
);
CREATE INDEX IF NOT EXISTS "private-owner" ON "private" ("collection-owner", "ns");

-- Who may not reach whom: the lists, and which of them is in force by default (mod_privacy).
CREATE TABLE IF NOT EXISTS "privacy-items" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "list" TEXT NOT NULL,
  "order" INTEGER,
  "type" TEXT,
  "value" TEXT,
  "deny" BOOL,
  "block" INTEGER
);
CREATE INDEX IF NOT EXISTS "privacy-items-owner" ON "privacy-items" ("collection-owner", "list");

CREATE TABLE IF NOT EXISTS "privacy-default" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "default" TEXT
);
CREATE INDEX IF NOT EXISTS "privacy-default-owner" ON "privacy-default" ("collection-owner");

-- Answers while somebody is away (mod_vacation).
CREATE TABLE IF NOT EXISTS "vacation-settings" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "start" INTEGER,
  "end" INTEGER,
  "message" TEXT
);
CREATE INDEX IF NOT EXISTS "vacation-settings-owner" ON "vacation-settings" ("collection-owner");

-- Visiting cards with their pictures: a column for each field that mod_iq_vcard knows.
CREATE TABLE IF NOT EXISTS "vcard" (
  "object-sequence" INTEGER PRIMARY KEY,
  "collection-owner" TEXT NOT NULL,
  "fn" TEXT, "nickname" TEXT, "sort-string" TEXT, "uid" TEXT, "rev" TEXT, "bday" TEXT,
  "n-family" TEXT, "n-given" TEXT, "n-middle" TEXT, "n-prefix" TEXT, "n-suffix" TEXT,
  "email" TEXT, "tel" TEXT, "jabberid" TEXT, "mailer" TEXT, "url" TEXT, "desc" TEXT, "note" TEXT,
  "adr-pobox" TEXT, "adr-extadd" TEXT, "adr-street" TEXT, "adr-locality" TEXT, "adr-region" TEXT,
  "adr-pcode" TEXT, "adr-country" TEXT, "tz" TEXT, "geo-lat" TEXT, "geo-lon" TEXT,
  "title" TEXT, "role" TEXT, "org-orgname" TEXT, "org-orgunit" TEXT, "agent-extval" TEXT,
  "photo-type" TEXT, "photo-binval" TEXT, "photo-extval" TEXT,
  "logo-type" TEXT, "logo-binval" TEXT, "logo-extval" TEXT,
  "sound-phonetic" TEXT, "sound-binval" TEXT, "sound-extval" TEXT,
  "key-type" TEXT, "key-cred" TEXT
);
CREATE INDEX IF NOT EXISTS "vcard-owner" ON "vcard" ("collection-owner");

COMMIT;
