-- A growth or completion rate other than zero where the base is zero.
WITH change AS (
    SELECT filing_id, group_key, base_year, base_basis, fact_id, abs(yuan) AS yuan, CASE WHEN yuan < 0 THEN -1 ELSE direction END AS direction
    FROM claim
    WHERE metric = 'change' AND yuan IS NOT NULL
), zero AS (
    SELECT r.filing_id, r.sentence_no, r.ordinal, r.about, r.fact_id, c.fact_id AS base_id, r.principal_id
    FROM relation AS r
    JOIN change AS c
        ON c.filing_id = r.filing_id
        AND c.group_key = r.group_key
        AND c.base_year IS NOT DISTINCT FROM r.base_year
        AND c.base_basis IS NOT DISTINCT FROM r.base_basis
    WHERE r.metric = 'growth_rate' AND r.value <> 0 AND r.principal_yuan > 0 AND c.direction = 1 AND c.yuan = r.principal_yuan
    UNION ALL
    SELECT r.filing_id, r.sentence_no, r.ordinal, r.about, r.fact_id, b.base_id, r.principal_id
    FROM relation AS r
    JOIN printed_base AS b USING (fact_id)
    WHERE r.metric = 'growth_rate' AND r.value <> 0 AND b.base_yuan = 0
        AND NOT EXISTS (
            FROM change AS c
            WHERE c.filing_id = r.filing_id AND c.group_key = r.group_key AND c.base_year IS NOT DISTINCT FROM r.base_year
                AND c.base_basis IS NOT DISTINCT FROM r.base_basis AND c.yuan = r.principal_yuan)
    UNION ALL
    SELECT r.filing_id, r.sentence_no, r.ordinal, r.about, r.fact_id, b.fact_id, r.principal_id
    FROM relation AS r
    JOIN claim AS b ON b.filing_id = r.filing_id AND b.group_key = r.group_key AND b.yuan = 0
    WHERE r.metric = 'completion_rate'
        AND r.value <> 0
        AND b.metric IN ('initial_budget', 'adjusted_budget', 'budget')
        AND (r.base_basis IS NULL OR b.basis = r.base_basis OR b.metric = 'budget')
)
SELECT
    filing_id,
    'claim=' || sentence_no || '.' || ordinal || ';' || coalesce(about, '') AS instance_key,
    'fail' AS status,
    'material' AS severity,
    'impossible' AS consistency,
    '基数为零，不可能有非零的比率' AS detail,
    list_filter(
        [
            {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
            {'fact_id': base_id, 'role': 'denominator', 'weight': 1},
            {'fact_id': principal_id, 'role': 'numerator', 'weight': 1}
        ],
        lambda o : o.fact_id IS NOT NULL
    ) AS operands
FROM zero
