-- query: recursive_chain
-- value: staff.name -> name identity
-- influence: staff.boss staff.id
-- not: staff.salary staff.dept
WITH RECURSIVE chain AS (
  SELECT id, name, 1 AS level FROM raw.staff WHERE boss IS NULL
  UNION ALL
  SELECT s.id, s.name, c.level + 1 FROM raw.staff s JOIN chain c ON s.boss = c.id WHERE c.level < 3
)
SELECT name FROM chain

-- query: recursive_path_text
-- value: staff.name -> path identity
-- not: staff.salary
WITH RECURSIVE chain AS (
  SELECT id, name AS path, 1 AS level FROM raw.staff WHERE dept = 'it'
  UNION ALL
  SELECT s.id, CONCAT(c.path, '/', s.name), c.level + 1 FROM raw.staff s JOIN chain c ON s.boss = c.id WHERE c.level < 3
)
SELECT path FROM chain

-- query: recursive_numbers_filter
-- influence: users.age
-- not: users.email users.ssn
-- not value: users.age
WITH RECURSIVE n AS (SELECT 1 AS k UNION ALL SELECT k + 1 FROM n WHERE k < 9 AND k < (SELECT COUNTIF(age > 20) FROM raw.users))
SELECT k FROM n

-- query: recursive_rotating_columns
-- value: users.email -> a identity, users.phone -> a identity, users.city -> a identity
-- not: users.ssn
WITH RECURSIVE r AS (
  SELECT email AS a, phone AS b, city AS c, 1 AS k FROM raw.users
  UNION ALL
  SELECT b, c, a, k + 1 FROM r WHERE k < 4
)
SELECT a FROM r

-- query: recursive_distinct
-- value: staff.boss -> id identity
-- influence: staff.id
-- influence: staff.name
-- not: staff.salary staff.dept
WITH RECURSIVE up AS (
  SELECT boss AS id FROM raw.staff WHERE name = 'Eve'
  UNION DISTINCT
  SELECT s.boss FROM raw.staff s JOIN up ON s.id = up.id
)
SELECT id FROM up
