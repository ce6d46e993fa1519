-- A sentence's amount and the cell it speaks of.
WITH carried_over AS (
    -- 当年拨款 leaves out what was carried over, which the table holds: one amount may be right beside the other
    SELECT c.filing_id, c.fact_id AS stated_id, min(l.fact_id) AS cell_id, 'claim=' || c.sentence_no || '.' || c.ordinal || ';' || coalesce(c.about, '') AS instance_key
    FROM claim AS c
    JOIN facts AS l
        ON l.filing_id = c.filing_id AND l.src = 'line_item' AND l.statement = c.named_statement AND l.item = c.item AND l.measure = c.measure
        AND l.functional_code IS NOT DISTINCT FROM c.functional_code AND l.economic_code IS NOT DISTINCT FROM c.economic_code
        AND l.rel_year = 'this' AND l.basis = 'initial_budget' AND l.row_kind <> 'of_which' AND l.subject IS NULL
    WHERE c.statement IS NULL AND c.named_statement IS NOT NULL AND c.metric = 'initial_budget' AND c.yuan IS NOT NULL
        AND coalesce(c.period, c.fiscal_year) = c.fiscal_year
    GROUP BY ALL
    HAVING count(DISTINCT l.value) = 1
), pair AS (
    SELECT c.filing_id, c.fact_id AS stated_id, cc.cell_id, 'claim=' || c.sentence_no || '.' || c.ordinal || ';' || coalesce(c.about, '') AS instance_key,
        -- a budget's sentence may count what was carried over among the income: 财政拨款收入 = this year + 上年结转
        c.kind = 'budget'
            AND (contains(c.item, 'income') OR c.concept = 'appropriation_income')
            AND EXISTS (
                FROM facts AS o
                WHERE o.filing_id = c.filing_id AND o.src = 'line_item' AND o.statement = c.statement AND o.item = 'opening_balance' AND o.value > 0
            ) AS may_hold_more
    FROM claim AS c
    JOIN claim_cell AS cc USING (claim_id, filing_id)
    WHERE c.metric IN ('final', 'initial_budget', 'adjusted_budget', 'budget') AND c.yuan IS NOT NULL AND c.statement IS NOT NULL
    UNION ALL
    SELECT filing_id, stated_id, cell_id, instance_key, true FROM carried_over
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, stated_id AS fact_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'term', 1, cell_id FROM pair
UNION ALL
SELECT filing_id, instance_key, 'unsure_carried_over', 0, NULL FROM pair WHERE may_hold_more
