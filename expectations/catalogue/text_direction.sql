-- 决算数小于预算数 against both amounts; a rise said of an amount below its printed base; a rise and a fall said of one change.
WITH budget AS (
    SELECT filing_id, group_key, fact_id, yuan, coalesce(basis, 'budget') AS basis
    FROM claim
    WHERE metric IN ('initial_budget', 'adjusted_budget', 'budget') AND yuan IS NOT NULL AND group_key IS NOT NULL
), against_budget AS (
    SELECT
        r.filing_id, r.sentence_no, r.ordinal, r.about, r.fact_id, r.direction, r.printed_text,
        r.principal_id, r.principal_yuan AS amount, b.fact_id AS other_id, b.yuan AS other, b.yuan AS base
    FROM relation AS r
    JOIN budget AS b
        ON b.filing_id = r.filing_id AND b.group_key = r.group_key AND (r.base_basis IS NULL OR b.basis = r.base_basis OR b.basis = 'budget')
    WHERE r.metric = 'comparison'
        AND r.direction IS NOT NULL
        AND r.principal_yuan IS NOT NULL
        AND (r.base_basis IS NOT NULL OR r.base_year IS NULL OR r.base_year = coalesce(r.period, r.fiscal_year))
    QUALIFY count(DISTINCT b.yuan) OVER (PARTITION BY r.fact_id) = 1 AND row_number() OVER (PARTITION BY r.fact_id ORDER BY b.fact_id) = 1
), against_base AS (
    SELECT
        r.filing_id, r.sentence_no, r.ordinal, r.about, r.fact_id, r.direction, r.printed_text,
        r.principal_id, r.principal_yuan AS amount, b.base_id AS other_id, b.base_yuan AS other, b.base_yuan AS base
    FROM relation AS r
    JOIN printed_base AS b USING (fact_id)
    WHERE r.direction IS NOT NULL
        AND r.principal_yuan IS NOT NULL
        AND r.base_year < coalesce(r.period, r.fiscal_year)
        AND (r.metric = 'comparison' OR (r.metric = 'growth_rate' AND r.value <> 0))
        -- two amounts printed alike may differ below their last place
        AND (r.direction = 0 OR r.principal_yuan <> b.base_yuan)
        AND NOT EXISTS (
            FROM claim AS c
            WHERE c.filing_id = r.filing_id AND c.group_key = r.group_key AND c.metric = 'change' AND c.direction IS NOT NULL
                AND c.base_year IS NOT DISTINCT FROM r.base_year AND c.base_basis IS NOT DISTINCT FROM r.base_basis)
), rise_and_fall AS (
    SELECT
        g.filing_id, g.sentence_no, g.ordinal, g.about, g.fact_id, g.direction, g.printed_text,
        c.fact_id AS principal_id, c.direction * abs(c.yuan) AS amount, NULL::BIGINT AS other_id, 0 AS other,
        g.principal_yuan - c.direction * abs(c.yuan) AS base
    FROM relation AS g
    JOIN claim AS c
        ON c.filing_id = g.filing_id
        AND c.group_key = g.group_key
        AND c.base_year IS NOT DISTINCT FROM g.base_year
        AND c.base_basis IS NOT DISTINCT FROM g.base_basis
    WHERE c.metric = 'change'
        AND g.direction IS NOT NULL
        AND c.direction IS NOT NULL
        AND c.yuan <> 0
        AND (
            (g.metric = 'growth_rate' AND g.value <> 0)
            OR (g.metric = 'comparison' AND g.base_year < coalesce(g.period, g.fiscal_year) AND g.sentence_no = c.sentence_no)
        )
    QUALIFY row_number() OVER (PARTITION BY g.fact_id ORDER BY c.fact_id) = 1
)
SELECT
    filing_id,
    'claim=' || sentence_no || '.' || ordinal || ';' || coalesce(about, '') AS instance_key,
    CASE
        WHEN sign(amount - other) = direction THEN 'pass'
        -- 基本持平 means near, not equal
        WHEN near AND (base IS NULL OR abs(amount - other) < 0.05 * base) THEN 'pass'
        ELSE 'fail'
    END AS status,
    'material' AS severity,
    'impossible' AS consistency,
    CASE direction WHEN 1 THEN '文字说大于（增加）' WHEN -1 THEN '文字说小于（减少）' ELSE '文字说相等（持平）' END AS detail,
    list_filter(
        [
            {'fact_id': fact_id, 'role': 'stated', 'weight': 1},
            {'fact_id': principal_id, 'role': 'term', 'weight': 1},
            {'fact_id': other_id, 'role': 'bound', 'weight': 1}
        ],
        lambda o : o.fact_id IS NOT NULL
    ) AS operands
FROM (
    SELECT *, direction = 0 AND regexp_matches(printed_text, '^(基本|大致|大体|略)') AS near
    FROM (SELECT * FROM against_budget UNION ALL SELECT * FROM against_base UNION ALL SELECT * FROM rise_and_fall)
)
