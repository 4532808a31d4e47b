-- What the queries of this directory read, in the project shop-prod. Behind a column stand the
-- values that generated rows take for it; without them small numbers, few letters and few days.

CREATE TABLE raw.users (
  id INT64,
  email STRING, -- ann@x.com | bob@x.com | amy@y.org | Bob@z.net
  phone STRING, -- +41 1 | +41 2 | +49 3
  ssn STRING, -- 1 | 2 | 9
  age INT64, -- 15 | 25 | 35 | 70
  city STRING, -- Bern | Rome | Oslo
  born DATE, -- 1990-01-31 | 2001-06-15 | 2010-12-31 | 2001-06-16
  vip BOOL
);

CREATE TABLE raw.orders (
  id INT64,
  user_id INT64,
  amount INT64, -- 1 | 5 | 20 | 100
  status STRING, -- open | paid | lost
  placed DATE, -- 2026-01-01 | 2026-01-02 | 2026-02-10
  note STRING -- ok | late | ann@x.com
);

CREATE TABLE raw.profiles (
  user_id INT64,
  name STRUCT<
    first STRING, -- Ann | Bob | Amy
    last STRING -- Li | Ray
  >,
  address STRUCT<
    street STRING, -- A 1 | B 2
    zip STRING, -- 3000 | 4000 | 3011
    geo STRUCT<lat FLOAT64, lon FLOAT64>
  >,
  tags ARRAY<STRING>,
  contacts ARRAY<STRUCT<
    kind STRING, -- mail | fax
    value STRING -- v1 | v2 | w3
  >>
);

CREATE TABLE raw.docs (
  id INT64,
  user_id INT64,
  body JSON, -- {"a":"x","b":1} | {"a":"y","b":2,"c":[1,2]} | {"a":"x","b":2,"c":[3]}
  payload STRING -- {"k":"v","n":1} | {"k":"w","n":2} | {"k":"v","n":3}
);

CREATE TABLE raw.sessions (
  user_id INT64,
  started TIMESTAMP, -- 2026-01-01T08:00:00Z | 2026-01-01T09:30:00Z | 2026-02-02T00:00:00Z
  ip STRING, -- 10.0.0.1 | 10.0.0.2 | 10.9.0.1
  device STRING, -- phone | desk
  ms INT64 -- 10 | 20 | 500
);

CREATE TABLE raw.events_20260101 (user_id INT64, name STRING, value INT64);

CREATE TABLE raw.events_20260102 (user_id INT64, name STRING, value INT64);

CREATE TABLE raw.events_20260201 (user_id INT64, name STRING, value INT64);

CREATE TABLE raw.staff (
  id INT64,
  boss INT64,
  name STRING, -- Eve | Dan | Joe
  salary INT64, -- 10 | 20 | 90
  dept STRING -- it | hr
);

CREATE TABLE raw.products (
  id INT64,
  title STRING, -- red hat | blue hat | bag
  price INT64, -- 3 | 7 | 50
  category STRING -- hat | bag
);

CREATE TABLE raw.sales (
  product_id INT64,
  region STRING, -- eu | us
  q1 INT64,
  q2 INT64,
  q3 INT64
);

CREATE TABLE raw.visits (
  page STRING,
  user_id INT64
) PARTITION BY _PARTITIONDATE;

CREATE TABLE vault.keyring (
  period STRING, -- p1 | p2
  salt STRING -- s1 | s2 | s3
);

CREATE TABLE vault.keysets (user_id INT64, keyset BYTES);

CREATE FUNCTION lib.initial(s STRING) RETURNS STRING AS (CONCAT(SUBSTR(s, 1, 1), '***'));

CREATE FUNCTION lib.pseudonym(v STRING, k STRING) RETURNS STRING AS (TO_HEX(SHA256(CONCAT(k, v))));

CREATE FUNCTION lib.band(a INT64) RETURNS STRING AS (IF(a < 30, 'young', 'old'));

CREATE FUNCTION lib.second(x ANY TYPE, y ANY TYPE) AS (y);

CREATE FUNCTION lib.shout(s STRING) RETURNS STRING AS (CONCAT(`shop-prod`.lib.initial(s), '!'));

CREATE FUNCTION lib.spent(who INT64) RETURNS INT64
AS ((SELECT SUM(amount) FROM `shop-prod`.raw.orders WHERE user_id = who));

CREATE FUNCTION lib.normal(s STRING) RETURNS STRING LANGUAGE js AS r"""return s.trim()""";

CREATE AGGREGATE FUNCTION lib.twice(x INT64) RETURNS INT64 AS (SUM(x) * 2);

CREATE AGGREGATE FUNCTION lib.weighted(x INT64, w INT64) RETURNS INT64 AS (SUM(x * w));

CREATE TABLE FUNCTION lib.orders_of(who INT64)
AS (SELECT id, amount FROM `shop-prod`.raw.orders WHERE user_id = who);

CREATE TABLE FUNCTION lib.older(min_age INT64)
AS (SELECT * FROM `shop-prod`.raw.users WHERE age >= min_age);

CREATE TABLE FUNCTION lib.totals()
RETURNS TABLE<user_id INT64, total INT64>
AS (SELECT user_id, SUM(amount) AS total FROM `shop-prod`.raw.orders GROUP BY user_id);

CREATE TABLE FUNCTION lib.grown(people TABLE<id INT64, age INT64>)
AS (SELECT id FROM people WHERE age >= 18);
