SELECT
  id AS invoice_id,
  organization_id,
  amount_jpy,
  issued_on,
  due_on,
  paid_on
FROM raw__db.invoices
