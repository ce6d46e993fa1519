-- Total = sum of the rows' scores. Funding rows: only the first carries the execution score. Nothing is decided where a row has no score.
WITH row_score AS (
    SELECT filing_id, form_id, performance_row_id, row_kind, row_ordinal, max(measured) AS score, max(fact_id) AS score_id, max(coalesce(decimals, 0)) AS decimals
    FROM form_fact
    WHERE field = 'score'
    GROUP BY ALL
), first_funding AS (
    -- 其中：当年财政拨款 … repeats the score of the row above it
    SELECT filing_id, form_id, min(row_ordinal) AS row_ordinal FROM row_score WHERE row_kind = 'funding' GROUP BY ALL
), part AS (
    SELECT r.*
    FROM row_score AS r
    LEFT JOIN first_funding AS f ON f.filing_id = r.filing_id AND f.form_id = r.form_id
    WHERE r.row_kind = 'indicator' OR r.row_ordinal = f.row_ordinal
), summed AS (
    SELECT filing_id, form_id, sum(score) AS computed, count(*) AS n, max(decimals) AS decimals,
        list({'fact_id': score_id, 'role': 'term', 'weight': 1} ORDER BY row_ordinal) AS terms
    FROM part
    GROUP BY ALL
), unscored AS (
    SELECT DISTINCT p.filing_id, p.form_id
    FROM fact_performance AS p
    ANTI JOIN row_score AS r ON r.performance_row_id = p.performance_row_id AND r.filing_id = p.filing_id
    WHERE p.row_kind = 'indicator'
), judged AS (
    SELECT t.filing_id, t.form_id, t.score AS stated, t.score_id, s.computed, s.n, s.terms, power(10, -greatest(s.decimals, t.decimals, 2))::DECIMAL(12, 8) AS step
    FROM row_score AS t
    JOIN summed AS s USING (filing_id, form_id)
    ANTI JOIN unscored AS u USING (filing_id, form_id)
    WHERE t.row_kind = 'total'
    QUALIFY count(*) OVER (PARTITION BY t.filing_id, t.form_id) = 1
)
SELECT
    filing_id,
    'form=' || form_id AS instance_key,
    CASE WHEN stated = computed THEN 'pass' WHEN abs(stated - computed) <= (n + 1) * step / 2 THEN 'within_rounding' ELSE 'fail' END AS status,
    stated,
    computed::DECIMAL(28, 8) AS computed,
    (stated - computed)::DECIMAL(28, 8) AS difference,
    ((n + 1) * step / 2)::DECIMAL(28, 8) AS tolerance,
    step AS last_place,
    '分' AS unit,
    CASE WHEN abs(stated - computed) <= (n + 1) * step / 2 THEN 'rounding' WHEN abs(stated - computed) <= step THEN 'minor' ELSE 'material' END AS severity,
    CASE WHEN abs(stated - computed) <= (n + 1) * step / 2 THEN 'possible_by_rounding' ELSE 'impossible' END AS consistency,
    format('各项得分之和为 {:.2f} 分', computed::DOUBLE) AS detail,
    list_prepend({'fact_id': score_id, 'role': 'stated', 'weight': 1}, terms) AS operands
FROM judged
