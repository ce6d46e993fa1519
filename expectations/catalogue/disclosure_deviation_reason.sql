-- Functional subjects whose final account departs from the initial budget by a percent or more without a reason. A reason may be a sentence of its own, so
-- a subject is judged only where the next subject's passage (or its heading, where that stands alone) follows at once.
WITH passage AS (
    SELECT filing_id, group_key, functional_code,
        min(sentence_no) AS first_no,
        max(sentence_no) AS last_no,
        string_agg(DISTINCT sentence, '') AS text,
        any_value(subject) AS subject,
        max(value) FILTER (metric = 'completion_rate') AS rate,
        max(fact_id) FILTER (metric = 'completion_rate') AS fact_id,
        count(*) FILTER (metric = 'completion_rate') AS n
    FROM claim
    WHERE concept = 'functional' AND group_key IS NOT NULL AND topic = 'general_budget'
    GROUP BY ALL
    HAVING bool_or(metric IN ('initial_budget', 'budget'))
), ordered AS (
    SELECT
        *,
        lead(first_no) OVER w AS next_no,
        -- its first words stand outside its own sentence: the heading is a sentence by itself
        lead(NOT contains(regexp_replace(text, '\s', '', 'g'), left(regexp_replace(subject, '\s', '', 'g'), 4))) OVER w AS next_has_heading
    FROM passage
    WINDOW w AS (PARTITION BY filing_id ORDER BY first_no)
), judged AS (
    SELECT
        *,
        next_no = last_no + CASE WHEN next_has_heading THEN 2 ELSE 1 END
            AND NOT regexp_matches(text, '原因|由于|因为|因此|因[^公素此]|主要是|主要用于|系|调整|追加|调增|调减|增加|减少|结转') AS unexplained
    FROM ordered
    WHERE rate IS NOT NULL AND n = 1 AND abs(rate - 100) >= 1 AND next_no IS NOT NULL
)
SELECT
    filing_id,
    '' AS instance_key,
    CASE WHEN bool_or(unexplained) THEN 'fail' ELSE 'pass' END AS status,
    format('{} 个科目只写了完成率，没有写原因', count(*) FILTER (unexplained)) AS detail,
    list({'fact_id': fact_id, 'role': 'stated', 'weight': 1} ORDER BY first_no) FILTER (unexplained) AS operands
FROM judged
GROUP BY filing_id
