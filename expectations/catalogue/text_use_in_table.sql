-- A row's money said to be basic (or project) expenditure, while the statement prints all of it in the other column.
WITH said AS (
    SELECT c.filing_id, c.fact_id, c.functional_code, c.sentence_no, c.ordinal, c.printed_text, c.kind
    FROM claim AS c
    WHERE c.metric = 'use' AND c.functional_code IS NOT NULL
), printed AS (
    SELECT filing_id, functional_code, measure, sum(value) AS value, min(fact_id) AS fact_id
    FROM facts
    WHERE src = 'line_item' AND statement IN ('general_budget_expenditure', 'budget_general_expenditure') AND item = 'functional' AND rel_year = 'this'
        AND measure IN ('basic', 'project') AND basis IN ('final', 'initial_budget') AND row_kind <> 'of_which' AND subject IS NULL
        AND functional_level = 7 AND NOT code_repeated
    GROUP BY ALL
    HAVING count(*) = 1
), judged AS (
    SELECT s.*, own.value AS own, other.value AS other, other.fact_id AS other_id
    FROM said AS s
    JOIN printed AS own ON own.filing_id = s.filing_id AND own.functional_code = s.functional_code
        AND own.measure = CASE s.printed_text WHEN '基本支出' THEN 'basic' ELSE 'project' END
    JOIN printed AS other ON other.filing_id = s.filing_id AND other.functional_code = s.functional_code AND other.measure <> own.measure
)
SELECT
    filing_id,
    'claim=' || sentence_no || '.' || ordinal || ';functional·' || functional_code AS instance_key,
    CASE WHEN own = 0 AND other > 0 THEN 'fail' ELSE 'pass' END AS status,
    format('文字说用于{}，报表把全部金额列为{}', printed_text, CASE printed_text WHEN '基本支出' THEN '项目支出' ELSE '基本支出' END) AS detail,
    [
        {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
        {'fact_id': other_id, 'role': 'bound', 'weight': 1}
    ] AS operands
FROM judged
