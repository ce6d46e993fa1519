-- From operands to decided ties: interval sums, statuses and severities, the same for every declared tie.
-- A printed number v with step u stands for [v - u/2, v + u/2]; a blank or — of a statement that was read is exactly 0.
CREATE OR REPLACE TEMP TABLE unread_statement AS
SELECT filing_id, statement, instance FROM statement_read WHERE rows_unread > 0;
-----
CREATE OR REPLACE TEMP TABLE tie_results AS
WITH summed AS (
    SELECT
        o.check_id,
        o.filing_id,
        max(o.filing_id_2) AS filing_id_2,
        o.instance_key,
        sum(f.value) FILTER (o.role = 'stated') AS stated,
        coalesce(sum(o.weight * f.value) FILTER (o.role = 'term'), 0) AS computed,
        coalesce(sum(abs(o.weight) * f.half) FILTER (o.role IN ('stated', 'term')), 0) AS tolerance,
        -- as far as the places that long numbers were cut to explain it
        coalesce(sum(abs(o.weight) * f.own_half) FILTER (o.role IN ('stated', 'term')), 0) AS own_tolerance,
        coalesce(bool_and(f.own_step IS NULL OR f.width_limited), false) AS all_width_limited,
        max(f.step) FILTER (o.role IN ('stated', 'term')) AS last_place,
        max(f.own_step) FILTER (o.role IN ('stated', 'term')) AS own_last_place,
        min(f.step) FILTER (o.role IN ('stated', 'term')) AS finest_place,
        count(*) FILTER (o.role = 'missing' OR (o.role IN ('stated', 'term') AND f.value IS NULL)) AS n_missing,
        count(*) FILTER (o.role = 'blocking' AND coalesce(f.value, 1) <> 0) AS n_blocking,
        count(*) FILTER (u.statement IS NOT NULL) AS n_in_unread,
        count(*) FILTER (f.unfilled AND o.role IN ('stated', 'term')) AS n_unfilled,
        count(*) FILTER (starts_with(o.role, 'unsure')) AS n_unsure,
        max(o.role) FILTER (starts_with(o.role, 'unsure')) AS unsure_of,
        -- what else a table prints of the same code is of no matter to a tie inside one row
        CASE WHEN min(f."row") = max(f."row") AND bool_and(f.src = 'line_item') THEN 0 ELSE count(*) FILTER (f.code_repeated) END AS n_repeated,
        count(f.item) FILTER (o.role = 'term' AND f.src = 'line_item')
            - count(DISTINCT f.concept_key) FILTER (o.role = 'term' AND f.src = 'line_item' AND f.item IS NOT NULL) AS n_same_item,
        count(*) FILTER (o.role = 'term') AS n_terms,
        max(f.unit) FILTER (o.role = 'stated') AS unit,
        max(f.per_yuan) FILTER (o.role = 'stated') AS per_yuan
    FROM operands AS o
    LEFT JOIN facts AS f ON f.fact_id = o.fact_id
    LEFT JOIN unread_statement AS u ON u.filing_id = f.filing_id AND u.statement = f.statement AND u.instance = f.instance
    GROUP BY o.check_id, o.filing_id, o.instance_key
), compared AS (
    SELECT
        s.*,
        r.relation,
        r.severity AS declared_severity,
        r.repeats,
        stated - computed AS difference,
        CASE r.relation
            WHEN 'at_most' THEN greatest(stated - computed, 0)
            WHEN 'at_least' THEN greatest(computed - stated, 0)
            ELSE abs(stated - computed)
        END AS excess,
        CASE WHEN all_width_limited THEN own_tolerance ELSE tolerance END AS rounding_tolerance,
        r.complete AND n_in_unread > 0 AND (r.relation <> 'same') AS incomplete
    FROM summed AS s
    JOIN rule_info AS r USING (check_id)
)
SELECT
    * REPLACE (rounding_tolerance AS tolerance),
    CASE
        WHEN n_missing > 0 OR n_blocking > 0 OR (NOT repeats AND (n_repeated > 0 OR n_same_item > 0)) THEN 'missing_term'
        WHEN excess = 0 THEN 'pass'
        WHEN relation = 'same' AND finest_place < last_place AND excess <= last_place / 2 THEN 'pass'
        WHEN incomplete OR n_unfilled > 0 OR (n_unsure > 0 AND (excess > rounding_tolerance OR unsure_of <> 'unsure')) THEN 'missing_term'
        WHEN relation <> 'same' AND excess <= rounding_tolerance THEN 'within_rounding'
        ELSE 'fail'
    END AS status,
    CASE
        WHEN n_missing > 0 THEN '有项目未读到或无法读懂'
        WHEN n_blocking > 0 THEN '表中有未能识别的行，合计不作判断'
        WHEN NOT repeats AND (n_repeated > 0 OR n_same_item > 0) THEN '同一科目或项目在表中出现多次，不能确定哪一个是应比较的数'
        WHEN n_unfilled > 0 AND excess > 0 THEN '合计未填，不作判断'
        WHEN unsure_of = 'unsure_carried_over' AND excess > 0 THEN '文字与报表之一含上年结转，口径不能确定，不作判断'
        WHEN unsure_of = 'unsure_same_name' AND excess > 0 THEN '文字中同一名称有三个以上不同金额，可能是不同事项，不作判断'
        WHEN n_unsure > 0 AND excess > rounding_tolerance THEN '表的层次或口径不能确定，不作判断'
        WHEN incomplete AND excess > 0 THEN '表中有未读懂的行，合计不作判断'
    END AS detail,
    excess <= rounding_tolerance AS possible_by_rounding,
    CASE
        -- what rounding explains is not worth a question
        WHEN declared_severity = 'unusual' AND excess <= rounding_tolerance THEN 'rounding'
        WHEN declared_severity <> 'by_difference' THEN declared_severity
        WHEN excess <= rounding_tolerance THEN 'rounding'
        WHEN excess <= greatest(last_place, own_last_place, own_tolerance) THEN 'minor'
        ELSE 'material'
    END AS severity
FROM compared;
-----
-- One wrong number said several times of one cell is one result, with every place.
CREATE OR REPLACE TEMP TABLE said_again AS
SELECT
    t.check_id,
    t.filing_id,
    t.instance_key,
    o.fact_id,
    first_value(t.instance_key) OVER (
        PARTITION BY t.check_id, t.filing_id, term.fact_id, f.value, f.unit ORDER BY length(t.instance_key), t.instance_key
    ) AS kept_key
FROM tie_results AS t
JOIN operands AS o ON o.check_id = t.check_id AND o.filing_id = t.filing_id AND o.instance_key = t.instance_key AND o.role = 'stated'
JOIN facts AS f ON f.fact_id = o.fact_id AND f.src = 'claim'
JOIN operands AS term ON term.check_id = t.check_id AND term.filing_id = t.filing_id AND term.instance_key = t.instance_key AND term.role = 'term'
WHERE t.status = 'fail' AND t.relation = 'same'
QUALIFY kept_key <> t.instance_key;
-----
INSERT INTO operands (check_id, filing_id, instance_key, role, weight, fact_id)
SELECT check_id, filing_id, kept_key, 'repeated', 0, fact_id FROM said_again;
