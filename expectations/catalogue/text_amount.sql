-- A sentence's amount and the cell it speaks of.
WITH pair AS (
    SELECT c.filing_id, c.fact_id AS stated_id, cc.cell_id, 'claim=' || c.sentence_no || '.' || c.ordinal || ';' || coalesce(c.about, '') AS instance_key
    FROM claim AS c
    JOIN claim_cell AS cc USING (claim_id, filing_id)
    WHERE c.metric IN ('final', 'initial_budget', 'adjusted_budget', 'budget') AND c.yuan IS NOT NULL AND c.statement IS NOT NULL
        -- a budget's sentence may count what was carried over among the income: 财政拨款收入 = this year + 上年结转
        AND NOT (
            c.kind = 'budget'
            AND (contains(c.item, 'income') OR c.concept = 'appropriation_income')
            AND EXISTS (
                FROM facts AS o
                WHERE o.filing_id = c.filing_id AND o.src = 'line_item' AND o.statement = c.statement AND o.item = 'opening_balance' AND o.value > 0
            )
        )
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, cell_id FROM pair
