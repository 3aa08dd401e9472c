-- name: credential / a key presented at the gateway
SELECT organisation_id, coalesce(app_id, 0), scopes, secret_sha256, expires_at, revoked_at
FROM identity_credential WHERE id = :credential

-- name: note_use / once a minute is enough to tell which keys are still in use
UPDATE identity_credential SET last_used = :now_ms WHERE id = :credential AND last_used <= :now_ms - 60000
