-- query: array_element
-- value: profiles.tags -> t identity
-- not: profiles.name.first profiles.contacts.kind
SELECT tags[SAFE_OFFSET(0)] AS t FROM raw.profiles

-- query: array_element_field
-- value: profiles.contacts.value -> v identity
-- not: profiles.contacts.kind profiles.tags
SELECT contacts[SAFE_OFFSET(0)].value AS v FROM raw.profiles

-- query: array_element_chosen
-- value: profiles.tags -> t identity
-- not: profiles.name.last profiles.address.zip
SELECT tags[SAFE_ORDINAL(user_id)] AS t FROM raw.profiles

-- query: array_made
-- value: users.email -> a identity, users.phone -> a identity
-- not: users.ssn
SELECT [email, phone] AS a FROM raw.users

-- query: array_made_and_taken
-- value: users.email -> x identity
-- not: users.ssn users.city
SELECT [email, CONCAT(phone, '')][OFFSET(0)] AS x FROM raw.users

-- query: array_agg
-- value: users.email -> mails identity
-- not: users.phone users.ssn
SELECT ARRAY_AGG(email IGNORE NULLS) AS mails FROM raw.users

-- query: array_agg_ordered
-- value: users.email -> mails identity
-- influence: users.age
-- not: users.phone
-- not value: users.age
SELECT ARRAY_AGG(email ORDER BY age, email) AS mails FROM raw.users

-- query: array_agg_ordered_limit
-- value: users.email -> mail identity
-- influence: users.age
-- not: users.phone
SELECT ARRAY_AGG(email ORDER BY age DESC LIMIT 1)[SAFE_OFFSET(0)] AS mail FROM raw.users

-- query: array_agg_of_struct_field
-- value: users.email -> m identity
-- influence: users.city
-- not: users.ssn
SELECT city, ARRAY_AGG(STRUCT(email AS e, ssn AS s))[OFFSET(0)].e AS m FROM raw.users GROUP BY city

-- query: array_length
-- value: profiles.tags -> n statistic
-- not: profiles.contacts.value profiles.name.first
SELECT ARRAY_LENGTH(tags) AS n FROM raw.profiles

-- query: array_to_string
-- value: profiles.tags -> s identity
-- not: profiles.contacts.kind
SELECT ARRAY_TO_STRING(tags, ',') AS s FROM raw.profiles

-- query: array_concat
-- value: profiles.tags -> a identity, profiles.name.first -> a identity
-- not: profiles.name.last
SELECT ARRAY_CONCAT(tags, [name.first]) AS a FROM raw.profiles

-- query: array_whole
-- value: profiles.contacts.value -> contacts identity, profiles.contacts.kind -> contacts.kind identity
-- not: profiles.contacts.value -> contacts.kind
-- not: profiles.tags
SELECT contacts FROM raw.profiles

-- query: array_reverse
-- value: profiles.tags -> r identity
-- not: profiles.user_id
SELECT ARRAY_REVERSE(tags) AS r FROM raw.profiles

-- query: array_concat_agg
-- value: profiles.tags -> all_tags identity
-- not: profiles.contacts.value
SELECT ARRAY_CONCAT_AGG(tags) AS all_tags FROM raw.profiles
