-- query: struct_field
-- value: profiles.name.first -> first identity
-- not: profiles.name.last profiles.address.zip profiles.tags
SELECT name.first FROM raw.profiles

-- query: struct_deep_field
-- value: profiles.address.geo.lat -> lat identity
-- not: profiles.address.geo.lon profiles.address.zip profiles.address.street
SELECT p.address.geo.lat FROM raw.profiles AS p

-- query: struct_whole
-- value: profiles.address.zip -> address identity, profiles.address.zip -> address.zip identity, profiles.address.geo.lat -> address.geo identity
-- not: profiles.address.street -> address.zip
-- not: profiles.name.first profiles.tags
SELECT address FROM raw.profiles

-- query: struct_part_as_struct
-- value: profiles.address.geo.lon -> geo identity
-- not: profiles.address.zip profiles.name.last
SELECT address.geo FROM raw.profiles

-- query: struct_made
-- value: users.email -> s.mail identity, users.age -> s.years identity
-- not: users.age -> s.mail
-- not: users.email -> s.years
-- not: users.ssn
SELECT STRUCT(email AS mail, age AS years) AS s FROM raw.users

-- query: struct_made_and_taken
-- value: users.email -> mail identity
-- not: users.ssn users.age
SELECT s.mail FROM (SELECT STRUCT(email AS mail, ssn AS secret) AS s, age FROM raw.users)

-- query: struct_taken_at_once
-- value: users.phone -> y identity
-- not: users.email users.ssn
SELECT STRUCT(email AS x, phone AS y).y FROM raw.users

-- query: struct_of_struct
-- value: users.city -> c identity, profiles.name.last -> l identity
-- not: users.email profiles.name.first
SELECT t.a.b AS c, t.n.last AS l
FROM (SELECT STRUCT(STRUCT(u.city AS b, u.email AS e) AS a, p.name AS n) AS t FROM raw.users u JOIN raw.profiles p ON p.user_id = u.id)

-- query: struct_compared
-- value: profiles.address.zip -> zip identity
-- influence: profiles.name.first profiles.name.last
-- not: profiles.tags profiles.address.street
SELECT address.zip FROM raw.profiles WHERE name = STRUCT('Ann' AS first, 'Li' AS last)

-- query: struct_star
-- value: profiles.name.first -> first identity, profiles.name.last -> last identity
-- not: profiles.name.first -> last
-- not: profiles.address.zip
SELECT name.* FROM raw.profiles

-- query: struct_star_except
-- value: profiles.address.zip -> zip identity
-- not: profiles.address.street profiles.address.geo.lat
SELECT address.* EXCEPT (street, geo) FROM raw.profiles

-- query: struct_if
-- value: profiles.name.first -> f identity
-- influence: profiles.user_id -> f
-- not: profiles.name.last
SELECT IF(user_id > 1, name, NULL).first AS f FROM raw.profiles

-- query: struct_field_transformed
-- value: users.email -> mail partial, users.ssn -> h unkeyed
-- not: users.phone
SELECT s.m AS mail, s.h FROM (SELECT STRUCT(SUBSTR(email, 1, 2) AS m, TO_HEX(MD5(ssn)) AS h) AS s FROM raw.users)
