-- Total = sum of the rows' scores. Of the funding rows the total carries the execution score; where none is called so, the tasks together do.
-- Nothing is decided where a row has no score.
WITH row_score AS (
    SELECT filing_id, form_id, performance_row_id, row_kind, row_ordinal, max(measured) AS score, max(fact_id) AS score_id, max(coalesce(decimals, 0)) AS decimals
    FROM form_fact
    WHERE field = 'score'
    GROUP BY ALL
), scored_money AS (
    -- 其中：当年财政拨款 … repeats the score of the row above it; tasks above 金额合计 are its parts
    SELECT r.filing_id, r.form_id, r.row_ordinal
    FROM row_score AS r
    JOIN form_money AS m USING (filing_id, form_id, row_ordinal)
    WHERE r.row_kind = 'funding'
    WINDOW form AS (PARTITION BY r.filing_id, r.form_id)
    QUALIFY CASE
        WHEN bool_or(m.money = 'total') OVER form THEN m.money = 'total' AND r.row_ordinal = min(CASE WHEN m.money = 'total' THEN r.row_ordinal END) OVER form
        WHEN bool_or(m.money = 'task') OVER form THEN m.money = 'task'
        ELSE r.row_ordinal = min(r.row_ordinal) OVER form
    END
), part AS (
    SELECT r.*
    FROM row_score AS r
    LEFT JOIN scored_money AS f USING (filing_id, form_id, row_ordinal)
    WHERE r.row_kind = 'indicator' OR f.row_ordinal IS NOT NULL
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
