-- query: unnest_comma
-- value: profiles.tags -> tag identity
-- not: profiles.name.first profiles.contacts.value
SELECT tag FROM raw.profiles AS p, UNNEST(p.tags) AS tag

-- query: unnest_implicit
-- value: profiles.contacts.value -> value identity
-- not: profiles.contacts.kind profiles.tags
SELECT c.value FROM raw.profiles AS p, p.contacts AS c

-- query: unnest_filtered_field
-- value: profiles.contacts.value -> value identity
-- influence: profiles.contacts.kind
-- not: profiles.tags profiles.name.last
-- not value: profiles.contacts.kind
SELECT c.value FROM raw.profiles AS p, UNNEST(p.contacts) AS c WHERE c.kind = 'mail'

-- query: unnest_offset
-- influence: profiles.tags
-- not: profiles.name.first
SELECT i FROM raw.profiles AS p, UNNEST(p.tags) AS tag WITH OFFSET AS i

-- query: unnest_left
-- value: profiles.name.first -> first identity, profiles.tags -> tag identity
-- not: profiles.name.last
SELECT p.name.first, tag FROM raw.profiles AS p LEFT JOIN UNNEST(p.tags) AS tag

-- query: unnest_multiplies
-- value: profiles.user_id -> user_id identity
-- influence: profiles.tags
-- not: profiles.contacts.value
-- not value: profiles.tags
SELECT p.user_id FROM raw.profiles AS p CROSS JOIN UNNEST(p.tags)

-- query: unnest_of_struct_star
-- value: profiles.contacts.kind -> kind identity, profiles.contacts.value -> value identity
-- not: profiles.contacts.kind -> value
-- not: profiles.tags
SELECT c.* FROM raw.profiles AS p, UNNEST(p.contacts) AS c

-- query: unnest_of_aggregated
-- value: users.email -> m identity
-- not: users.ssn users.phone
SELECT e.m FROM (SELECT ARRAY_AGG(STRUCT(email AS m, ssn AS s)) AS a FROM raw.users) AS t, UNNEST(t.a) AS e

-- query: unnest_constants
-- value: users.email -> email identity
-- not: users.phone
SELECT email, k FROM raw.users, UNNEST([1, 2]) AS k

-- query: unnest_generated
-- influence: users.age
-- not: users.email
SELECT k FROM raw.users AS u, UNNEST(GENERATE_ARRAY(1, DIV(u.age, 10))) AS k

-- query: unnest_split
-- value: users.email -> part partial
-- not: users.phone
SELECT part FROM raw.users AS u, UNNEST(SPLIT(u.email, '@')) AS part

-- query: unnest_in
-- value: profiles.user_id -> user_id identity
-- influence: profiles.tags
-- not: profiles.name.first
SELECT user_id FROM raw.profiles WHERE 'a' IN UNNEST(tags)

-- query: unnest_subquery
-- value: users.email -> x identity
-- not: users.ssn
SELECT x FROM UNNEST(ARRAY(SELECT email FROM raw.users)) AS x
