-- query: lambda_filter
-- value: profiles.tags -> t identity
-- not: profiles.name.first
SELECT ARRAY_FILTER(tags, e -> e != 'a') AS t FROM raw.profiles

-- query: lambda_filter_captures
-- value: profiles.tags -> t identity
-- influence: profiles.name.first
-- not: profiles.name.last
SELECT ARRAY_FILTER(tags, e -> name.first = 'Ann') AS t FROM raw.profiles

-- query: lambda_transform
-- value: profiles.tags -> t identity
-- not: profiles.address.zip
SELECT ARRAY_TRANSFORM(tags, e -> UPPER(e)) AS t FROM raw.profiles

-- query: lambda_transform_captures
-- value: profiles.address.zip -> t identity, profiles.tags -> t identity
-- not: profiles.address.street
SELECT ARRAY_TRANSFORM(tags, e -> CONCAT(e, address.zip)) AS t FROM raw.profiles

-- query: lambda_transform_field
-- value: profiles.contacts.value -> t identity
-- not: profiles.contacts.kind profiles.tags
SELECT ARRAY_TRANSFORM(contacts, c -> c.value) AS t FROM raw.profiles

-- query: lambda_transform_hash
-- value: profiles.tags -> t unkeyed
-- not: profiles.name.last
SELECT ARRAY_TRANSFORM(tags, e -> TO_HEX(MD5(e))) AS t FROM raw.profiles

-- query: lambda_includes
-- value: profiles.user_id -> user_id identity
-- influence: profiles.tags
-- not: profiles.name.last
SELECT user_id FROM raw.profiles WHERE ARRAY_INCLUDES(tags, e -> e = 'b')
