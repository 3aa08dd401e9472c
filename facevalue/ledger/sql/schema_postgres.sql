-- Whose an account is; never changes.
CREATE TABLE IF NOT EXISTS ledger_owner (
  slot smallint NOT NULL,
  id bigint NOT NULL,
  owner bigint NOT NULL,
  opened_at bigint NOT NULL,
  unit integer NOT NULL,
  kind smallint NOT NULL,
  PRIMARY KEY (slot, id),
  UNIQUE (slot, owner, kind, unit),
  CHECK (slot = ((id >> 14) & 255))
);
-- What is in it. Room on each page lets an update stay there, so that it need not touch the index.
CREATE TABLE IF NOT EXISTS ledger_account (
  id bigint NOT NULL,
  floor bigint NOT NULL,
  debits bigint NOT NULL,
  credits bigint NOT NULL,
  held bigint NOT NULL,
  last_transfer bigint NOT NULL,
  unit integer NOT NULL,
  slot smallint NOT NULL,
  PRIMARY KEY (slot, id),
  CHECK (slot = ((id >> 14) & 255)),
  CONSTRAINT ledger_account_floor CHECK (credits - debits - held >= floor),
  CONSTRAINT ledger_account_range CHECK (debits < 4611686018427387904 AND credits < 4611686018427387904),
  CONSTRAINT ledger_account_held CHECK (held >= 0)
) WITH (fillfactor = 45, autovacuum_vacuum_scale_factor = 0.02);
CREATE TABLE IF NOT EXISTS ledger_transfer (
  id bigint NOT NULL,
  debit bigint NOT NULL,
  credit bigint NOT NULL,
  amount bigint NOT NULL,
  at bigint NOT NULL,
  position bigint NOT NULL,
  prev_debit bigint NOT NULL,
  prev_credit bigint NOT NULL,
  unit integer NOT NULL,
  slot smallint NOT NULL,
  code smallint NOT NULL,
  PRIMARY KEY (slot, id),
  CONSTRAINT ledger_transfer_amount CHECK (amount > 0),
  CONSTRAINT ledger_transfer_accounts CHECK (debit <> credit)
);
CREATE TABLE IF NOT EXISTS ledger_statement (
  slot smallint NOT NULL,
  account bigint NOT NULL,
  last_transfer bigint NOT NULL,
  at bigint NOT NULL,
  debits bigint NOT NULL,
  credits bigint NOT NULL,
  PRIMARY KEY (slot, account, last_transfer)
);
CREATE TABLE IF NOT EXISTS ledger_key (
  slot smallint NOT NULL,
  key_hi bigint NOT NULL,
  key_lo bigint NOT NULL,
  body bigint NOT NULL,
  answer bigint NOT NULL,
  PRIMARY KEY (slot, key_hi, key_lo)
);
CREATE TABLE IF NOT EXISTS ledger_meta (
  slot smallint NOT NULL,
  transfer bigint NOT NULL,
  json text NOT NULL,
  PRIMARY KEY (slot, transfer)
);
CREATE TABLE IF NOT EXISTS ledger_hold (
  slot smallint NOT NULL,
  id bigint NOT NULL,
  account bigint NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  captured bigint NOT NULL CHECK (captured >= 0),
  released bigint NOT NULL CHECK (released >= 0),
  state smallint NOT NULL CHECK (state BETWEEN 0 AND 3),
  expires_at bigint NOT NULL,
  opened_at bigint NOT NULL,
  closed_at bigint NOT NULL,
  PRIMARY KEY (slot, id),
  CHECK (captured + released <= amount),
  CHECK ((state = 0) = (captured + released < amount))
) WITH (fillfactor = 70);
CREATE INDEX IF NOT EXISTS ledger_hold_due ON ledger_hold (expires_at) WHERE state = 0 AND expires_at < 9223372036854775807;
CREATE TABLE IF NOT EXISTS ledger_capture (
  slot smallint NOT NULL,
  hold bigint NOT NULL,
  transfer bigint NOT NULL,
  PRIMARY KEY (slot, hold, transfer)
);
-- What was written stays as it is. A table that is distributed over machines can have no trigger; a right it can lack.
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_transfer, ledger_key, ledger_owner FROM CURRENT_USER;
