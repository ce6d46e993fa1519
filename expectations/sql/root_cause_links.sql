-- Link findings to their causes and mark the suspects.
UPDATE fact_finding SET root_cause_id = l.root_cause_id
FROM cause_link AS l
WHERE l.finding_id = fact_finding.finding_id;
-----
UPDATE fact_finding_operand AS o SET is_suspect = true
FROM cause_suspect AS s
JOIN operand_place AS p USING (fact_id)
WHERE o.finding_id = s.finding_id
    AND coalesce(o.line_item_id, o.claim_id, '') = coalesce(p.line_item_id, p.claim_id, '')
    AND o.page IS NOT DISTINCT FROM p.page
    AND o.printed_text = p.printed_text
    AND o.x0 IS NOT DISTINCT FROM p.x0;
