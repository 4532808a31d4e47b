-- query: json_value
-- value: docs.body -> a identity
-- not: docs.payload docs.user_id
SELECT JSON_VALUE(body, '$.a') AS a FROM raw.docs

-- query: json_field
-- value: docs.body -> a identity
-- not: docs.payload
SELECT body.a AS a FROM raw.docs

-- query: json_typed
-- value: docs.body -> b identity
-- not: docs.payload docs.id
SELECT INT64(body.b) AS b FROM raw.docs

-- query: json_text
-- value: docs.payload -> k identity
-- not: docs.body
SELECT JSON_EXTRACT_SCALAR(payload, '$.k') AS k FROM raw.docs

-- query: json_text_value
-- value: docs.payload -> n identity
-- not: docs.body
SELECT JSON_VALUE(payload, '$.n') AS n FROM raw.docs

-- query: json_where
-- value: docs.id -> id identity
-- influence: docs.body
-- not: docs.payload docs.user_id
-- not value: docs.body
SELECT id FROM raw.docs WHERE JSON_VALUE(body, '$.a') = 'x'

-- query: json_array
-- value: docs.body -> c identity
-- not: docs.payload
SELECT JSON_QUERY_ARRAY(body, '$.c') AS c FROM raw.docs

-- query: json_unnest
-- value: docs.body -> x identity, docs.id -> id identity
-- influence: docs.body
-- not: docs.payload
SELECT id, STRING(TO_JSON(LAX_STRING(x))) AS x FROM raw.docs AS d, UNNEST(JSON_QUERY_ARRAY(d.body, '$.c')) AS x

-- query: json_parse
-- value: docs.payload -> j identity
-- not: docs.body
SELECT PARSE_JSON(payload) AS j FROM raw.docs

-- query: json_made
-- value: users.email -> j identity, users.city -> j identity
-- not: users.ssn
SELECT TO_JSON(STRUCT(email, city)) AS j FROM raw.users

-- query: json_made_text
-- value: users.email -> j identity
-- not: users.ssn
SELECT TO_JSON_STRING([email]) AS j FROM raw.users

-- query: json_object
-- value: users.email -> j identity, users.age -> j identity
-- not: users.ssn
SELECT JSON_OBJECT('mail', email, 'age', age) AS j FROM raw.users

-- query: json_row_member
-- value: users.email -> x identity
-- not: users.ssn
SELECT JSON_VALUE(TO_JSON(STRUCT(email AS e, city AS c)), '$.e') AS x FROM raw.users
