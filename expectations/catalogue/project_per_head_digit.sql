-- An amount per person that no number of people (up to 20) makes of what was spent, and that one other digit in it would: likely a slip of the pen.
WITH per_head AS (
    SELECT i.filing_id, i.form_id, i.row_ordinal, i.actual_id, i.actual_number AS printed, f.executed, f.executed_id, f.executed_step
    FROM form_indicator AS i
    JOIN form_funding AS f USING (filing_id, form_id)
    WHERE regexp_matches(i.name, '人均|每人|户均') AND regexp_matches(i.actual_text, '^\s*[0-9]{4,}\s*(?:元[^0-9]{0,4})?$') AND contains(i.target_text, '元')
        AND NOT contains(i.target_text, '万') AND f.executed > 0
), made AS (
    SELECT p.*, n.people, round(p.executed / n.people) AS exact
    FROM per_head AS p, (SELECT unnest(range(1, 21)) AS people) AS n
), judged AS (
    SELECT
        *,
        abs(printed - executed / people) <= 0.5 + coalesce(executed_step, 0) / 2 / people AS agrees,
        length(exact::BIGINT::VARCHAR) = length(printed::BIGINT::VARCHAR) AND hamming(exact::BIGINT::VARCHAR, printed::BIGINT::VARCHAR) = 1 AS one_digit
    FROM made
    WHERE length(exact::BIGINT::VARCHAR) = length(printed::BIGINT::VARCHAR)
)
SELECT
    filing_id,
    'form=' || form_id || ';row=' || row_ordinal AS instance_key,
    CASE WHEN NOT bool_or(agrees) AND count(*) FILTER (one_digit) = 1 THEN 'fail' ELSE 'pass' END AS status,
    any_value(printed)::DECIMAL(28, 8) AS stated,
    coalesce(max(exact) FILTER (one_digit), any_value(printed))::DECIMAL(28, 8) AS computed,
    (any_value(printed) - coalesce(max(exact) FILTER (one_digit), any_value(printed)))::DECIMAL(28, 8) AS difference,
    '元' AS unit,
    format('执行数除以 {} 人为 {:.0f} 元，只差一个数字，疑为笔误，请核实', max(people) FILTER (one_digit), (max(exact) FILTER (one_digit))::DOUBLE) AS detail,
    [
        {'fact_id': any_value(actual_id), 'role': 'stated', 'weight': 1},
        {'fact_id': any_value(executed_id), 'role': 'bound', 'weight': 1}
    ] AS operands
FROM judged
GROUP BY filing_id, form_id, row_ordinal
