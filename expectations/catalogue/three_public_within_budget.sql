-- A final amount above the budget printed beside it.
SELECT
    f.filing_id,
    'measure=' || f.measure AS instance_key,
    CASE WHEN f.value > b.value THEN 'fail' ELSE 'pass' END AS status,
    (f.value * f.per_yuan)::DECIMAL(28, 8) AS stated,
    (b.value * f.per_yuan)::DECIMAL(28, 8) AS computed,
    ((f.value - b.value) * f.per_yuan)::DECIMAL(28, 8) AS difference,
    f.unit,
    (f.value - b.value)::DECIMAL(20, 2) AS difference_yuan,
    [
        {'fact_id': f.fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': b.fact_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM facts AS f
JOIN facts AS b
    ON b.filing_id = f.filing_id
    AND b.statement = f.statement
    AND b.instance = f.instance
    AND b.measure = f.measure
    AND b.amount_year = f.amount_year
    AND b.basis IN ('initial_budget', 'adjusted_budget')
JOIN scope_filing AS s ON s.filing_id = f.filing_id AND s.kind = 'final_account'
WHERE f.src = 'line_item'
    AND f.statement = 'three_public_expenses'
    AND f.basis = 'final'
    AND f.rel_year = 'this'
    AND f.value IS NOT NULL
    AND b.value IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY f.filing_id, f.instance, f.measure) = 1
