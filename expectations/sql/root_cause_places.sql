-- One line per printed number that a cause names and a finding speaks of, for the words of a root cause.
SELECT DISTINCT ON (fact_id)
    fact_id, coalesce(line_item_id, claim_id, src_id), src, statement, heading, label, measure_label, row_no,
    page, locator, printed_text, u.unit, value, state, u.step
FROM operand_place
JOIN (SELECT fact_id, unit, step FROM facts) AS u USING (fact_id)
WHERE fact_id IN (SELECT unnest(?::BIGINT[]))
