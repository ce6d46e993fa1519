-- A numeric indicator with a printed target: positive ones score weight x B/A, reverse ones weight x A/B, at most the weight. Graded forms differ, so
-- only what contradicts the direction is shown: full points though the target is missed by more than a tenth, or points lost though it was met.
WITH cell AS (
    SELECT
        filing_id, form_id, performance_row_id, row_ordinal,
        max(text) FILTER (field = 'target') AS target_text,
        max(text) FILTER (field = 'actual') AS actual_text,
        max(number) FILTER (field = 'target') AS target,
        max(number) FILTER (field = 'actual') AS actual,
        max(measured) FILTER (field = 'score') AS score,
        max(measured) FILTER (field = 'weight') AS weight,
        max(fact_id) FILTER (field = 'target') AS target_id,
        max(fact_id) FILTER (field = 'actual') AS actual_id,
        max(fact_id) FILTER (field = 'score') AS score_id
    FROM form_fact
    WHERE row_kind = 'indicator'
    GROUP BY ALL
), judged AS (
    SELECT
        *,
        regexp_matches(target_text, '^\s*(>|≥|＞|≧|不低于|不少于|大于)') AS at_least,
        regexp_matches(target_text, '^\s*(<|≤|＜|≦|不高于|不超过|小于)') AS at_most
    FROM cell
    WHERE target > 0
        AND actual > 0
        AND score IS NOT NULL
        AND weight > 0
        AND regexp_matches(target_text, '^\s*(>|≥|＞|≧|不低于|不少于|大于|<|≤|＜|≦|不高于|不超过|小于)?=?\s*[0-9.,]+\s*[^0-9]{0,8}$')
        AND regexp_matches(actual_text, '^\s*[0-9.,]+\s*[^0-9]{0,8}$')
        AND contains(target_text, '%') = contains(actual_text, '%')
)
SELECT
    filing_id,
    'form=' || form_id || ';row=' || row_ordinal AS instance_key,
    CASE
        WHEN at_least AND actual < target * 9 / 10 AND score >= weight THEN 'fail'
        WHEN at_most AND actual > target * 11 / 10 AND score >= weight THEN 'fail'
        WHEN (at_least AND actual >= target OR at_most AND actual <= target) AND score < weight THEN 'fail'
        ELSE 'pass'
    END AS status,
    score AS stated,
    weight AS computed,
    score - weight AS difference,
    '分' AS unit,
    format('目标值 {}，完成值 {}，分值 {:.2f}，得分 {:.2f}', trim(target_text), trim(actual_text), weight::DOUBLE, score::DOUBLE) AS detail,
    list_filter(
        [
            {'fact_id': score_id, 'role': 'stated', 'weight': 1},
            {'fact_id': target_id, 'role': 'bound', 'weight': 1},
            {'fact_id': actual_id, 'role': 'bound', 'weight': 1}
        ],
        lambda o : o.fact_id IS NOT NULL
    ) AS operands
FROM judged
WHERE at_least OR at_most
