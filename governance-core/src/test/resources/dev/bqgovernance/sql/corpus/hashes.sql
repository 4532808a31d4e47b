-- query: hash_sha256
-- value: users.email -> h unkeyed
-- not: users.ssn users.phone
SELECT TO_HEX(SHA256(email)) AS h FROM raw.users

-- query: hash_md5
-- value: users.email -> h unkeyed
-- not: users.ssn
SELECT MD5(email) AS h FROM raw.users

-- query: hash_fingerprint
-- value: users.email -> h unkeyed, users.ssn -> ssn identity
-- not: users.ssn -> h
SELECT FARM_FINGERPRINT(email) AS h, ssn FROM raw.users

-- query: hash_bucket
-- value: users.email -> b unkeyed
-- not: users.phone
SELECT MOD(ABS(FARM_FINGERPRINT(email)), 10) AS b FROM raw.users

-- query: hash_literal_salt
-- value: users.email -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA512(CONCAT('pepper', email))) AS h FROM raw.users

-- query: hash_salt_of_same_table
-- value: users.email -> h unkeyed, users.ssn -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA256(CONCAT(ssn, email))) AS h FROM raw.users

-- query: hash_normalised
-- value: users.email -> h unkeyed
-- not: users.phone
SELECT TO_BASE64(SHA1(LOWER(TRIM(email)))) AS h FROM raw.users

-- query: hash_of_part
-- value: users.email -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA256(SUBSTR(email, 1, 3))) AS h FROM raw.users

-- query: hash_part_of
-- value: users.email -> h unkeyed
-- not: users.phone
SELECT SUBSTR(TO_HEX(SHA256(email)), 1, 8) AS h FROM raw.users

-- query: hash_keyed_join
-- value: users.email -> h keyed by keyring.salt, keyring.salt -> h keyed by users.email
-- not: users.ssn
SELECT TO_HEX(SHA256(CONCAT(u.email, k.salt))) AS h FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: hash_keyed_subquery
-- value: users.email -> h keyed by keyring.salt
-- influence: keyring.period -> h
-- not: users.ssn
SELECT TO_HEX(SHA256(CONCAT((SELECT MAX(salt) FROM vault.keyring WHERE period = 'p1'), email))) AS h FROM raw.users

-- query: hash_keyed_cte
-- value: users.email -> h keyed by keyring.salt, users.age -> age identity
-- not: users.ssn
WITH k AS (SELECT salt FROM vault.keyring WHERE period = 'p1')
SELECT TO_HEX(SHA512(CONCAT(k.salt, ':', u.email))) AS h, u.age FROM raw.users AS u CROSS JOIN k

-- query: hash_keyed_hashed_key
-- value: users.email -> h keyed by keyring.salt
-- not: users.phone
SELECT TO_HEX(SHA256(CONCAT(TO_HEX(SHA256(k.salt)), u.email))) AS h FROM raw.users AS u, vault.keyring AS k

-- query: hash_keyed_nested
-- value: users.email -> h keyed by keyring.salt
-- not: users.phone
SELECT TO_HEX(SHA256(CONCAT(TO_HEX(MD5(u.email)), k.salt))) AS h FROM raw.users AS u, vault.keyring AS k

-- query: hash_keyed_and_clear
-- value: users.email -> h keyed by keyring.salt, users.email -> email identity
-- not: users.phone
SELECT TO_HEX(SHA256(CONCAT(u.email, k.salt))) AS h, u.email FROM raw.users AS u, vault.keyring AS k

-- query: hash_counted
-- value: users.email -> n statistic
-- not: users.phone
SELECT COUNT(DISTINCT SHA256(email)) AS n FROM raw.users

-- query: hash_in_where
-- value: users.city -> city identity
-- influence: users.email
-- not: users.phone
-- not value: users.email
SELECT city FROM raw.users WHERE TO_HEX(MD5(email)) > '8'

-- query: hash_joined
-- value: users.city -> city identity
-- influence: users.email orders.note
-- not: users.phone orders.amount
SELECT u.city FROM raw.users AS u JOIN raw.orders AS o ON MD5(u.email) = MD5(o.note)

-- query: cipher_keyset
-- value: users.email -> c keyed by keysets.keyset
-- influence: keysets.user_id users.id
-- not: users.ssn
-- cannot run: AEAD
SELECT DETERMINISTIC_ENCRYPT(k.keyset, u.email, '') AS c FROM raw.users AS u JOIN vault.keysets AS k ON k.user_id = u.id

-- query: cipher_kms
-- value: users.email -> c keyed
-- not: users.ssn
-- cannot run: AEAD
SELECT AEAD.ENCRYPT(KEYS.KEYSET_CHAIN('gcp-kms://projects/p/locations/eu/keyRings/r/cryptoKeys/k', b'abc'), email, '') AS c FROM raw.users
