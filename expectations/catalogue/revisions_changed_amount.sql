-- A later edition of a filing against the one it replaces: every cell that both print under one key, and once each, whose amount is another.
-- Editions that differ in most of their cells are not two printings of one account (another unit of money, another scope): nothing is said.
WITH edition AS (
    SELECT n.filing_id, o.filing_id AS old_filing
    FROM scope_filing AS n
    JOIN scope_filing AS o ON o.filing_key = n.filing_key AND o.revision < n.revision
    WHERE n.filing_id NOT IN (SELECT filing_id FROM sheet_copy) AND o.filing_id NOT IN (SELECT filing_id FROM sheet_copy)
    QUALIFY o.revision = max(o.revision) OVER (PARTITION BY n.filing_id)
), cell AS (
    SELECT
        filing_id, fact_id, value, unit, half,
        concat_ws(
            '·', statement, instance, coalesce(side, '-'), item, row_label, coalesce(functional_code, '-'), coalesce(economic_code, '-'),
            coalesce(government_economic_code, '-'), coalesce(subject, '-'), coalesce(project, '-'), coalesce(fund, '-'), measure, basis, amount_year
        ) AS key
    FROM facts
    WHERE src = 'line_item' AND value IS NOT NULL
        AND filing_id IN (SELECT filing_id FROM edition UNION ALL SELECT old_filing FROM edition)
    QUALIFY count(*) OVER (PARTITION BY filing_id, key) = 1
), pair AS (
    SELECT
        e.filing_id, n.key, n.fact_id, o.fact_id AS old_id,
        abs(n.value - o.value) > CASE WHEN n.unit = o.unit THEN 0 ELSE n.half + o.half END AS differs,
        count(*) FILTER (abs(n.value - o.value) > n.half + o.half) OVER (PARTITION BY e.filing_id) AS n_other,
        count(*) FILTER (n.value <> 0 OR o.value <> 0) OVER (PARTITION BY e.filing_id) AS n_both
    FROM edition AS e
    JOIN cell AS n ON n.filing_id = e.filing_id
    JOIN cell AS o ON o.filing_id = e.old_filing AND o.key = n.key
), changed AS (
    SELECT filing_id, 'cell=' || key AS instance_key, fact_id, old_id
    FROM pair
    WHERE differs AND (n_both <= 20 OR 2 * n_other <= n_both)
)
SELECT filing_id, instance_key, 'stated' AS role, 1 AS weight, fact_id FROM changed
UNION ALL
SELECT filing_id, instance_key, 'term', 1, old_id FROM changed
