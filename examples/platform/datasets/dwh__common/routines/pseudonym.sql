-- The same value and key always give the same pseudonym; without the key it cannot be guessed.
CREATE FUNCTION dwh__common.pseudonym(value STRING, key STRING)
RETURNS STRING
AS (
  TO_HEX(SHA256(CONCAT(key, ':', value)))
);
