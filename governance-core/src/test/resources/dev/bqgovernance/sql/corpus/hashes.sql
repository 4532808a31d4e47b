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

-- query: hash_of_union
-- value: users.email -> h unkeyed, orders.note -> h unkeyed
-- not: users.phone orders.amount
SELECT TO_HEX(SHA256(v)) AS h FROM (SELECT email AS v FROM raw.users UNION ALL SELECT note FROM raw.orders)

-- query: hash_of_union_distinct
-- value: users.email -> h unkeyed, staff.name -> h unkeyed
-- not: users.phone staff.salary
SELECT TO_HEX(MD5(v)) AS h FROM (SELECT email AS v FROM raw.users UNION DISTINCT SELECT name FROM raw.staff)

-- query: hash_of_coalesce
-- value: users.email -> h unkeyed, orders.note -> h unkeyed
-- influence: users.id orders.user_id
-- not: users.phone
SELECT TO_HEX(SHA256(COALESCE(u.email, o.note))) AS h FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id

-- query: hash_of_case
-- value: users.email -> h unkeyed, orders.note -> h unkeyed
-- influence: orders.status -> h
-- not: users.phone
SELECT TO_HEX(SHA256(CASE WHEN o.status = 'paid' THEN u.email ELSE o.note END)) AS h FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id

-- query: hash_of_if
-- value: users.email -> h unkeyed, orders.note -> h unkeyed
-- influence: orders.status -> h
-- not: users.phone
SELECT TO_HEX(SHA256(IF(o.status = 'paid', u.email, o.note))) AS h FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id

-- query: hash_of_greatest
-- value: users.email -> h unkeyed, orders.note -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA256(GREATEST(u.email, o.note))) AS h FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id

-- query: hash_of_wildcard
-- value: events_20260101.name -> h unkeyed, events_20260102.name -> h unkeyed, events_20260201.name -> h unkeyed
-- not: events_20260101.value
SELECT TO_HEX(SHA256(name)) AS h FROM `raw.events_*`

-- query: hash_of_listed
-- value: users.email -> h unkeyed, orders.note -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA256(v)) AS h FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id CROSS JOIN UNNEST([u.email, o.note]) AS v

-- query: hash_of_recursion
-- value: users.email -> h unkeyed, orders.note -> h unkeyed
-- not: users.phone
WITH RECURSIVE r AS (SELECT email AS v, 0 AS n FROM raw.users UNION ALL SELECT o.note, r.n + 1 FROM r JOIN raw.orders AS o ON o.note < r.v WHERE r.n < 2)
SELECT TO_HEX(SHA256(v)) AS h FROM r

-- query: hash_of_unpivot
-- value: users.email -> h unkeyed, orders.note -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA256(v)) AS h FROM (SELECT u.email, o.note FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id) UNPIVOT (v FOR k IN (email, note))

-- query: hash_keyed_or_not
-- value: users.email -> h unkeyed
-- influence: keyring.period
-- not: users.phone
SELECT TO_HEX(SHA256(CONCAT(u.email, COALESCE(k.salt, '')))) AS h FROM raw.users AS u LEFT JOIN vault.keyring AS k ON k.period = 'p1'

-- query: hash_keyed_of_union
-- value: users.email -> h keyed by keyring.salt, orders.note -> h keyed by keyring.salt
-- not: users.phone
SELECT TO_HEX(SHA256(CONCAT(v, k.salt))) AS h FROM (SELECT email AS v FROM raw.users UNION ALL SELECT note FROM raw.orders) CROSS JOIN vault.keyring AS k

-- query: hash_keyed_in_each_arm
-- value: users.email -> h keyed by keyring.salt, orders.note -> h keyed by keyring.salt
-- not: users.phone
SELECT TO_HEX(SHA256(v)) AS h FROM (SELECT CONCAT(u.email, k.salt) AS v FROM raw.users AS u, vault.keyring AS k UNION ALL SELECT CONCAT(k.salt, o.note) FROM raw.orders AS o, vault.keyring AS k)

-- query: hash_keyed_in_one_arm
-- value: users.email -> h unkeyed, orders.note -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA256(v)) AS h FROM (SELECT CONCAT(u.email, k.salt) AS v FROM raw.users AS u, vault.keyring AS k UNION ALL SELECT o.note FROM raw.orders AS o)

-- query: hash_keyed_unless_null
-- value: users.email -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA256(ARRAY_TO_STRING([u.email, k.salt], ':'))) AS h FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: hash_keyed_record_unless_null
-- value: users.email -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA256(TO_JSON_STRING(STRUCT(u.email, k.salt)))) AS h FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: hash_keyed_format_unless_null
-- value: users.email -> h unkeyed
-- not: users.phone
SELECT TO_HEX(SHA256(FORMAT('%t:%t', u.email, k.salt))) AS h FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: hash_keyed_outer
-- value: users.email -> h keyed by keyring.salt
-- not: users.phone
SELECT TO_HEX(SHA256(u.email || k.salt)) AS h FROM raw.users AS u LEFT JOIN vault.keyring AS k ON k.period > u.city

-- query: hash_keyed_aggregated
-- value: users.email -> h keyed by keyring.salt
-- influence: users.city
-- not: users.phone
SELECT TO_HEX(SHA256(STRING_AGG(CONCAT(u.email, k.salt)))) AS h FROM raw.users AS u CROSS JOIN vault.keyring AS k GROUP BY u.city

-- query: hash_keyed_case_subquery
-- value: users.email -> h keyed by keyring.salt
-- influence: orders.status -> h
-- not: users.phone
SELECT TO_HEX(SHA256(CONCAT(IF(o.status = 'paid', u.email, CAST(u.id AS STRING)), (SELECT MAX(salt) FROM vault.keyring)))) AS h FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id

-- query: cipher_either_keyset
-- value: users.email -> c unkeyed
-- influence: users.vip -> c
-- not: users.ssn
-- cannot run: AEAD
SELECT DETERMINISTIC_ENCRYPT(IF(u.vip, k.keyset, CAST(r.salt AS BYTES)), u.email, '') AS c FROM raw.users AS u, vault.keysets AS k, vault.keyring AS r
