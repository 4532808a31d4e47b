WITH monthly AS (
  SELECT
    organization_id,
    DATE_TRUNC(issued_on, MONTH) AS month,
    SUM(amount_jpy) AS revenue_jpy,
    COUNTIF(paid_on IS NULL AND due_on < CURRENT_DATE('Asia/Tokyo')) AS overdue_invoices
  FROM anon__db.invoices
  GROUP BY organization_id, month
)
SELECT
  organization_id,
  month,
  revenue_jpy,
  overdue_invoices,
  revenue_jpy - LAG(revenue_jpy) OVER by_month AS change_jpy,
  SUM(revenue_jpy) OVER (by_month ROWS BETWEEN 11 PRECEDING AND CURRENT ROW) AS trailing_year_jpy
FROM monthly
WINDOW by_month AS (PARTITION BY organization_id ORDER BY month)
