-- query: external_alone
-- unknown
-- cannot run: EXTERNAL_QUERY
SELECT id, name FROM EXTERNAL_QUERY('shop-prod.eu.crm', 'SELECT id, name FROM customers')

-- query: external_joined
-- unknown
-- cannot run: EXTERNAL_QUERY
SELECT u.city, c.name FROM raw.users AS u JOIN EXTERNAL_QUERY('shop-prod.eu.crm', 'SELECT id, name FROM customers') AS c ON c.id = u.id

-- query: external_in_subquery
-- unknown
-- cannot run: EXTERNAL_QUERY
SELECT city FROM raw.users WHERE id IN (SELECT id FROM EXTERNAL_QUERY('shop-prod.eu.crm', '''SELECT id FROM customers'''))
